import { addAccount, runStep, signInCount, WAYS } from '../../signIn/account';
import { setup } from '../../support/setup';

const bench = setup();

describe.each(WAYS)('using %s', (way) => {
	test.each(['ended', 'removed'] as const)(
		'a session that was %s elsewhere: one more sign-in, and the run goes on',
		async (status) => {
			const credential = addAccount(bench, way);
			const [before] = (await runStep(bench, credential)).json;
			bench.sandbox.endSession(String(before?.sessionId), status);
			const { error, json } = await runStep(bench, credential);
			expect(error).toBeUndefined();
			expect(json[0]?.sessionId).not.toBe(before?.sessionId);
			expect(signInCount(bench.sandbox.requestLog)).toBe(2);
		},
	);

	test('a session that ends in the middle of many items: one more sign-in', async () => {
		const credential = addAccount(bench, way);
		const [before] = (await runStep(bench, credential)).json;
		bench.sandbox.clearRequestLog();
		const ending = setInterval(() => {
			if (bench.sandbox.requestLog.length < 50) return;
			bench.sandbox.endSession(String(before?.sessionId));
			clearInterval(ending);
		}, 1);
		const items = Array.from({ length: 200 }, () => ({}));
		const { error, json, requests } = await runStep(bench, credential, {}, { items });
		clearInterval(ending);
		expect(error).toBeUndefined();
		expect(new Set(json.map(({ sessionId }) => sessionId)).size).toBe(2);
		expect(signInCount(requests)).toBe(1);
	});
});
