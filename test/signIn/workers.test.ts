import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import type { Engine, RunResult } from '../support/engine';
import { setup } from '../support/setup';
import { sized } from '../support/size';
import { afterManualTrigger, clerkSessions, lastActive } from '../support/workflows';
import { addAccount, requestLines, LOOK_UP, SIGN_IN, signInCount, WAYS } from './account';
import { anotherWorker } from './restart';

// Workers of n8n share what is stored, and nothing else. `npm run test:queue` tries real ones.

const env = setup();
const READS = sized({ full: 60, short: 30 });
const SIGN_INS = sized({ full: 30, short: 12 });
/** Milliseconds: nobody reads meanwhile what another one is storing. */
const SLOW_WRITE = 200;
jest.setTimeout(60_000);

let workers: Engine[] = [];

beforeAll(async () => {
	workers = [env.engine, await anotherWorker(env.engine), await anotherWorker(env.engine)];
});

afterEach(() => {
	env.engine.credentials.beforeWrite = undefined;
});

afterAll(async () => {
	await Promise.all(workers.slice(1).map(async (worker) => await worker.stop()));
});

const get = { resource: 'session', operation: 'get', sessionId: lastActive };
const end = { resource: 'session', operation: 'end', sessionId: lastActive };

/** Executions as by a schedule, on all workers in turn, each a moment after the one before. */
async function executeOnAll(steps: INode[]): Promise<RunResult[]> {
	const runs = workers.flatMap((worker, number) =>
		steps.map(async (step, index) => {
			if (index % workers.length !== number) return [];
			await sleep(index * 5);
			return [await worker.run(afterManualTrigger(step), { mode: 'trigger' })];
		}),
	);
	return (await Promise.all(runs)).flat();
}

const outcomes = (results: RunResult[]) => results.map(({ error }) => error?.message ?? 'success');
const successes = (count: number) => Array.from({ length: count }, () => 'success');

/** How many clients live on that were made by signing in. */
function clientsLeft(): number {
	const good = env.sandbox.requestLog.filter(({ status = 0 }) => status < 300);
	const removed = good.filter(
		({ method, path }) => method === 'DELETE' && path === '/v1/client/sessions',
	);
	return signInCount(good) - removed.length;
}

describe.each(WAYS)('three workers, using %s', (way) => {
	test('that sign in at the same moment agree on one client, and leave no other behind', async () => {
		const { credentials } = env.engine;
		credentials.beforeWrite = async () => await sleep(SLOW_WRITE);
		// Nobody lets another one go first.
		const random = jest.spyOn(Math, 'random').mockReturnValue(0);
		const credential = addAccount(env, way);
		const steps = Array.from({ length: SIGN_INS }, () => clerkSessions(get, credential));
		const results = await executeOnAll(steps).finally(() => random.mockRestore());
		expect(outcomes(results)).toEqual(successes(SIGN_INS));
		expect(signInCount(env.sandbox.requestLog)).toBeGreaterThan(1);
		expect(clientsLeft()).toBe(1);

		const { writes } = credentials;
		const signIns = signInCount(env.sandbox.requestLog);
		expect(outcomes(await executeOnAll(steps))).toEqual(successes(SIGN_INS));
		expect(credentials.writes).toBe(writes);
		expect(signInCount(env.sandbox.requestLog)).toBe(signIns);
	});

	test('go on when one of them ends the session amid the reads of all', async () => {
		const credential = addAccount(env, way);
		const read = clerkSessions(get, credential);
		expect(outcomes(await executeOnAll([read, read, read]))).toEqual(successes(3));
		const steps = Array.from({ length: READS }, (_, index) =>
			index === READS / 2 ? clerkSessions(end, credential) : read,
		);
		expect(outcomes(await executeOnAll(steps))).toEqual(successes(READS));
		expect(clientsLeft()).toBe(2);
	});

	test('do not go back to an older token once Clerk knows the client by the newer one', async () => {
		const [first, second] = workers;
		const credential = addAccount(env, way);
		const on = async (worker: Engine | undefined, step: object) =>
			await worker?.run(afterManualTrigger(clerkSessions({ ...step }, credential)));
		await on(first, get);
		await on(second, get);
		await on(first, end);
		env.sandbox.clearRequestLog();
		expect((await on(second, get))?.error).toBeUndefined();
		expect(requestLines(env.sandbox.requestLog)).toEqual([
			LOOK_UP,
			LOOK_UP,
			...SIGN_IN[way],
			LOOK_UP,
			'GET /v1/client/sessions/{id} 200',
		]);
	});
});
