import { addAccount, runStep, signInCount, WAYS } from '../../signIn/account';
import { setup } from '../../support/setup';

const env = setup();

describe.each(WAYS)('using %s', (way) => {
	test.each(['ended', 'removed'] as const)(
		'a session that was %s elsewhere: one more sign-in, and the run goes on',
		async (status) => {
			const credential = addAccount(env, way);
			const [before] = (await runStep(env, credential)).json;
			env.sandbox.endSession(String(before?.sessionId), status);
			const { error, json } = await runStep(env, credential);
			expect(error).toBeUndefined();
			expect(json[0]?.sessionId).not.toBe(before?.sessionId);
			expect(signInCount(env.sandbox.requestLog)).toBe(2);
		},
	);

	test('a session that ends in the middle of many items: one more sign-in', async () => {
		const credential = addAccount(env, way);
		const [before] = (await runStep(env, credential)).json;
		env.sandbox.clearRequestLog();
		const ending = setInterval(() => {
			if (env.sandbox.requestLog.length < 50) return;
			env.sandbox.endSession(String(before?.sessionId));
			clearInterval(ending);
		}, 1);
		const items = Array.from({ length: 200 }, () => ({}));
		const { error, json, requests } = await runStep(env, credential, {}, { items });
		clearInterval(ending);
		expect(error).toBeUndefined();
		expect(new Set(json.map(({ sessionId }) => sessionId)).size).toBe(2);
		expect(signInCount(requests)).toBe(1);
	});
});
