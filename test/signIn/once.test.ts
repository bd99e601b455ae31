import { withMonotonicClock } from '../support/monotonicClock';
import { setup } from '../support/setup';
import { sized } from '../support/size';
import { afterManualTrigger, clerkSessions, NODE_NAME } from '../support/workflows';
import {
	addAccount,
	clientOf,
	createToken,
	isSignIn,
	person,
	runStep,
	signInCount,
	storedToken,
	WAYS,
} from './account';

const env = setup();
const MANY = sized({ full: 1000, short: 50 });
/** A machine that does other things needs more than usual for so many. */
const LONG_MS = 90_000;
const manyItems = () => Array.from({ length: MANY }, (_, number) => ({ number }));

jest.setTimeout(LONG_MS);

describe.each(WAYS)('one sign-in at a time, using %s', (way) => {
	/** Starts so many executions at once. @returns the sessions their tokens are for */
	const executions = async (credential: string, count: number) => {
		const workflow = afterManualTrigger(clerkSessions(createToken, credential));
		const results = await Promise.all(
			Array.from({ length: count }, async () => await env.engine.run(workflow)),
		);
		expect(results.map(({ status }) => status)).toEqual(results.map(() => 'success'));
		return results.flatMap((result) => result.json(NODE_NAME).map(({ sessionId }) => sessionId));
	};

	test(`${MANY} items cause one sign-in and one look-up`, async () => {
		const { error, json, requests } = await runStep(
			env,
			addAccount(env, way),
			{},
			{ items: manyItems() },
		);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(MANY);
		expect(signInCount(requests)).toBe(1);
		expect(requests.filter(({ path }) => path === '/v1/client')).toHaveLength(1);
		expect(new Set(json.map(({ sessionId }) => sessionId)).size).toBe(1);
	});

	test('ten executions at once cause one sign-in, at first and when the session has ended', async () => {
		const credential = addAccount(env, way);
		const [first, ...others] = await executions(credential, 10);
		expect(new Set([first, ...others]).size).toBe(1);
		expect(signInCount(env.sandbox.requestLog)).toBe(1);

		env.sandbox.endSession(String(first));
		const [second, ...rest] = await executions(credential, 10);
		expect(new Set([second, ...rest]).size).toBe(1);
		expect(second).not.toBe(first);
		expect(signInCount(env.sandbox.requestLog)).toBe(2);
	});

	test(`a session that ends in the middle of ${MANY} items causes one sign-in`, async () => {
		const credential = addAccount(env, way);
		const [token] = (await runStep(env, credential)).json;
		const old = String(token?.sessionId);
		env.sandbox.clearRequestLog();
		const ending = setInterval(() => {
			// More than go out at a time: some have been answered, and some are still to come.
			if (env.sandbox.requestLog.length < Math.max(MANY / 4, 25)) return;
			env.sandbox.endSession(old);
			clearInterval(ending);
		}, 1);
		const { error, json, requests } = await runStep(env, credential, {}, { items: manyItems() });
		clearInterval(ending);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(MANY);
		expect(signInCount(requests)).toBe(1);
		const sessions = new Set(json.map(({ sessionId }) => sessionId));
		expect(sessions.has(old)).toBe(true);
		expect(sessions.size).toBe(2);
	});

	test('credentials with different fields share nothing', async () => {
		const grace = addAccount(env, way, 'grace');
		const edith = addAccount(env, way, 'edith');
		const same = addAccount(env, way, 'grace');
		const credentials = [grace, edith, same];
		const runs = await Promise.all(
			credentials.map(async (credential) => await runStep(env, credential)),
		);
		expect(runs.map(({ json }) => json[0]?.userId)).toEqual(
			(['grace', 'edith', 'grace'] as const).map((name) => person(env, name).id),
		);
		expect(signInCount(env.sandbox.requestLog)).toBe(3);
		const tokens = credentials.map((credential) => storedToken(env, credential));
		expect(new Set(tokens.map(clientOf)).size).toBe(3);
		const used = env.sandbox.requestLog.map(({ headers }) => headers.authorization ?? '');
		expect(tokens.map((token) => used.filter((one) => one === token).length)).toEqual([2, 2, 2]);
	});
});

describe('a sign-in that fails', () => {
	test(`is tried once for ${MANY} items, and for some seconds fails fast with the same reason`, async () => {
		const credential = addAccount(env, 'password');
		env.engine.credentials.set(credential, { password: 'not-the-password' });
		const onError = 'continueRegularOutput';
		const first = await runStep(env, credential, {}, { items: manyItems(), onError });
		expect(first.requests.filter(isSignIn)).toHaveLength(1);
		const reasons = first.json.map(({ error }) => JSON.stringify(error));
		expect(reasons).toHaveLength(MANY);
		expect(new Set(reasons).size).toBe(1);

		const again = await runStep(env, credential, {}, { onError });
		expect(again.requests).toEqual([]);
		expect(JSON.stringify(again.json[0]?.error) === reasons[0]).toBe(true);
	});

	test('is tried again after that', async () => {
		const credential = addAccount(env, 'password');
		const { password } = person(env, 'grace');
		env.sandbox.faults.add({ path: '/v1/client/sign_ins', status: 403, times: 1 });
		expect((await runStep(env, credential)).error).toBeDefined();
		// Another password is another credential: it is not held back.
		env.engine.credentials.set(credential, { password: 'not-the-password' });
		expect((await runStep(env, credential)).requests).toHaveLength(1);
		env.engine.credentials.set(credential, { password: password ?? '' });
		expect((await runStep(env, credential)).requests).toEqual([]);

		await withMonotonicClock(6_000, async () => {
			expect((await runStep(env, credential)).error).toBeUndefined();
		});
	});
});
