import { withMonotonicClock } from '../support/monotonicClock';
import { setup } from '../support/setup';
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

const bench = setup();
const MANY = 1000;
/** Milliseconds; a machine that does other things needs more than usual for so many. */
const LONG = 90_000;
const manyItems = () => Array.from({ length: MANY }, (_, number) => ({ number }));

jest.setTimeout(LONG);

describe.each(WAYS)('one sign-in at a time, using %s', (way) => {
	/** Starts so many executions at once. @returns the sessions their tokens are for */
	const executions = async (credential: string, count: number) => {
		const workflow = afterManualTrigger(clerkSessions(createToken, credential));
		const results = await Promise.all(
			Array.from({ length: count }, async () => await bench.engine.run(workflow)),
		);
		expect(results.map(({ status }) => status)).toEqual(results.map(() => 'success'));
		return results.flatMap((result) => result.json(NODE_NAME).map(({ sessionId }) => sessionId));
	};

	test('a thousand items cause one sign-in and one look-up', async () => {
		const { error, json, requests } = await runStep(
			bench,
			addAccount(bench, way),
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
		const credential = addAccount(bench, way);
		const [first, ...others] = await executions(credential, 10);
		expect(new Set([first, ...others]).size).toBe(1);
		expect(signInCount(bench.sandbox.requestLog)).toBe(1);

		bench.sandbox.endSession(String(first));
		const [second, ...rest] = await executions(credential, 10);
		expect(new Set([second, ...rest]).size).toBe(1);
		expect(second).not.toBe(first);
		expect(signInCount(bench.sandbox.requestLog)).toBe(2);
	});

	test('a session that ends in the middle of a thousand items causes one sign-in', async () => {
		const credential = addAccount(bench, way);
		const [token] = (await runStep(bench, credential)).json;
		const old = String(token?.sessionId);
		bench.sandbox.clearRequestLog();
		const ending = setInterval(() => {
			if (bench.sandbox.requestLog.length < MANY / 4) return;
			bench.sandbox.endSession(old);
			clearInterval(ending);
		}, 1);
		const { error, json, requests } = await runStep(bench, credential, {}, { items: manyItems() });
		clearInterval(ending);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(MANY);
		expect(signInCount(requests)).toBe(1);
		const sessions = new Set(json.map(({ sessionId }) => sessionId));
		expect(sessions.has(old)).toBe(true);
		expect(sessions.size).toBe(2);
	});

	test('credentials with different fields share nothing', async () => {
		const grace = addAccount(bench, way, 'grace');
		const edith = addAccount(bench, way, 'edith');
		const same = addAccount(bench, way, 'grace');
		const credentials = [grace, edith, same];
		const runs = await Promise.all(
			credentials.map(async (credential) => await runStep(bench, credential)),
		);
		expect(runs.map(({ json }) => json[0]?.userId)).toEqual(
			(['grace', 'edith', 'grace'] as const).map((name) => person(bench, name).id),
		);
		expect(signInCount(bench.sandbox.requestLog)).toBe(3);
		const tokens = credentials.map((credential) => storedToken(bench, credential));
		expect(new Set(tokens.map(clientOf)).size).toBe(3);
		const used = bench.sandbox.requestLog.map(({ headers }) => headers.authorization ?? '');
		expect(tokens.map((token) => used.filter((one) => one === token).length)).toEqual([2, 2, 2]);
	});
});

describe('a sign-in that fails', () => {
	test('is tried once for a thousand items, and for some seconds fails fast with the same reason', async () => {
		const credential = addAccount(bench, 'password');
		bench.engine.credentials.set(credential, { password: 'not-the-password' });
		const onError = 'continueRegularOutput';
		const first = await runStep(bench, credential, {}, { items: manyItems(), onError });
		expect(first.requests.filter(isSignIn)).toHaveLength(1);
		const reasons = first.json.map(({ error }) => JSON.stringify(error));
		expect(reasons).toHaveLength(MANY);
		expect(new Set(reasons).size).toBe(1);

		const again = await runStep(bench, credential, {}, { onError });
		expect(again.requests).toEqual([]);
		expect(JSON.stringify(again.json[0]?.error) === reasons[0]).toBe(true);
	});

	test('is tried again after that', async () => {
		const credential = addAccount(bench, 'password');
		const { password } = person(bench, 'grace');
		bench.sandbox.faults.add({ path: '/v1/client/sign_ins', status: 403, times: 1 });
		expect((await runStep(bench, credential)).error).toBeDefined();
		// Another password is another credential: it is not held back.
		bench.engine.credentials.set(credential, { password: 'not-the-password' });
		expect((await runStep(bench, credential)).requests).toHaveLength(1);
		bench.engine.credentials.set(credential, { password: password ?? '' });
		expect((await runStep(bench, credential)).requests).toEqual([]);

		await withMonotonicClock(6_000, async () => {
			expect((await runStep(bench, credential)).error).toBeUndefined();
		});
	});
});
