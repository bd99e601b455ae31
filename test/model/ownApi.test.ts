import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { setupWithApi } from '../ownApi/setup';
import { person, requestLines } from '../signIn/account';
import { anotherWorker } from '../signIn/restart';
import { withDate } from '../signIn/withDate';
import type { Engine } from '../support/engine';
import { withMonotonicClock } from '../support/monotonicClock';
import { sized } from '../support/size';

// Whatever happens in whatever order: a request to one's own API goes out with a token that lives, one
// that changes something goes out once, and tokens, sign-ins and writes are no more than needed.

const RUNS = Number(process.env.MODEL_RUNS ?? sized({ full: 150, short: 8 }));
jest.setTimeout(60_000 + RUNS * 20_000);

// All clocks go forward together; what a clock that goes wrong does is another test.
const env = setupWithApi({ sandbox: { now: () => Date.now() } });
const workers: Engine[] = [];
beforeAll(async () => {
	workers.push(env.engine, await anotherWorker(env.engine));
});
afterAll(async () => await workers[1]?.stop());

const stepOf = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			kind: fc.constant('request' as const),
			worker: fc.nat({ max: 1 }),
			method: fc.constantFrom('GET', 'POST'),
			path: fc.constantFrom('/me', '/me', '/me', '/status/500', '/status/401'),
			items: fc.integer({ min: 1, max: 6 }),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('wait' as const),
			seconds: fc.constantFrom(1, 20, 44, 46, 59, 61, 600),
		}),
	},
	{ weight: 1, arbitrary: fc.constant({ kind: 'endSession' as const }) },
	// As at a cold start: each may have signed in, on a client of its own.
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('bothAtOnce' as const),
			items: fc.nat({ max: 5 }),
			/** How much longer Clerk takes to say who is signed in, the first times, in ms. */
			lookUpDelaysMs: fc.array(fc.constantFrom(0, 60), { maxLength: 2 }),
			/** When each worker gets more requests, in ms from then. */
			moreAfterMs: fc.array(fc.constantFrom(10, 30, 60), { maxLength: 2 }),
		}),
	},
);

type ModelStep = typeof stepOf extends fc.Arbitrary<infer S> ? S : never;
type RequestStep = Extract<ModelStep, { kind: 'request' }>;

/** How a history went so far. */
interface History {
	credential: string;
	/** What there was when it began. */
	before: { asked: number; requests: number; tokens: number; writes: number };
	/** How many requests it has made: each is told by its number. */
	requests: number;
	endings: number;
	/** The tokens that a worker knows to be of ended sessions, by their number: it does not use them again. */
	refused: Array<Set<number>>;
	/** When each worker last had a reason to ask Clerk whether the session lives, in ms from the beginning. */
	failedAt: number[];
}

/** For how long a worker takes Clerk's word that a session lives. */
const ALIVE_MS = 10_000;

async function request(history: History, elapsedMs: number, step: RequestStep) {
	const { worker, method, path, items } = step;
	const address = `${path}?request=${++history.requests}`;
	const known = new Set(history.refused[worker]);
	const isTakenForAlive = elapsedMs - (history.failedAt[worker] ?? -Infinity) < ALIVE_MS;
	const run = await env.request(history.credential, address, {
		items: Array.from({ length: items }, () => ({})),
		parameters: { method },
		more: { onError: 'continueRegularOutput' },
		engine: workers[worker],
	});
	const seen = env.api.requests.slice(history.before.requests).filter(({ url }) => url === address);
	// Every token that arrives is one that Clerk's SDK accepts: none has expired.
	expect(seen.filter(({ claims }) => claims === undefined)).toEqual([]);
	expect(seen.filter(({ tokenNumber = -1 }) => known.has(tokenNumber))).toEqual([]);
	const isStale = ({ sessionId = '' }) => env.api.endedSessions.has(sessionId);
	const stale = seen.filter(isStale);
	if (stale.length > 0 || path !== '/me') history.failedAt[worker] = elapsedMs;
	const succeeded = run.json.filter(({ userId }) => userId !== undefined);
	// What changes something goes out once; what reads once more where its session had ended.
	const repeated = seen.length - items;
	if (isTakenForAlive) expect([0, stale.length]).toContain(repeated);
	else expect(repeated).toBe(method === 'GET' ? stale.length : 0);
	if (path === '/me') expect(succeeded).toHaveLength(items + repeated - stale.length);
	if (isTakenForAlive) return;
	const refused = stale.map(({ tokenNumber = -1 }) => tokenNumber);
	history.refused[worker] = new Set([...(history.refused[worker] ?? []), ...refused]);
}

/** Clerk is asked, and n8n writes, no more than there is a reason for. */
function checkCosts({ before, credential, endings }: History): void {
	const lines = requestLines(env.sandbox.requestLog.slice(before.asked));
	const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
	const tokens = count(/\/tokens 200$/);
	const resent = env.api.requests
		.slice(before.requests)
		.filter(
			({ method, sessionId = '' }) => method === 'GET' && env.api.endedSessions.has(sessionId),
		).length;
	// Each worker may sign in for itself, as the other has no way to tell it in time.
	expect(count(/sign_ins 200$/)).toBeLessThanOrEqual((endings + 1) * workers.length);
	expect(env.api.tokenCount - before.tokens).toBeLessThanOrEqual(tokens);
	expect(env.engine.credentials.writes - before.writes).toBeLessThanOrEqual(tokens + resent);
	expect(lines.filter((line) => !/ (200|401)$/.test(line))).toEqual([]);
	expect(env.engine.credentials.get(credential).apiUrl).toBe(env.api.url);
}

test('histories made up at random', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(stepOf, { minLength: 3, maxLength: 25 }), async (steps) => {
			const credential = env.addApiCredential({ userId: person(env, 'grace').id });
			const before = {
				asked: env.sandbox.requestLog.length,
				requests: env.api.requests.length,
				tokens: env.api.tokenCount,
				writes: env.engine.credentials.writes,
			};
			const history: History = {
				credential,
				before,
				requests: 0,
				endings: 0,
				failedAt: [],
				refused: [],
			};
			const begin = Date.now();
			let elapsedMs = 0;
			await withDate(begin, async () => {
				for (const step of steps) {
					if (step.kind === 'wait') elapsedMs += step.seconds * 1000;
					jest.setSystemTime(begin + elapsedMs);
					await withMonotonicClock(elapsedMs, async () => {
						if (step.kind === 'request') await request(history, elapsedMs, step);
						if (step.kind === 'bothAtOnce') {
							const { items, lookUpDelaysMs, moreAfterMs } = step;
							for (const delayMs of lookUpDelaysMs) {
								env.sandbox.faults.add({ path: '/v1/client', times: 1, delayMs });
							}
							const shared = {
								kind: 'request',
								method: 'POST',
								path: '/me',
								items: items + 1,
							} as const;
							const atOnce = async (afterMs: number) =>
								await Promise.all(
									workers.map(async (_, worker) => {
										await sleep(afterMs);
										await request(history, elapsedMs, { ...shared, worker });
									}),
								);
							await Promise.all([0, ...moreAfterMs].map(atOnce));
							env.sandbox.faults.clear();
						}
						if (step.kind === 'endSession') {
							const sessionId = env.api.requests.slice(before.requests).at(-1)?.sessionId;
							if (sessionId === undefined || env.api.endedSessions.has(sessionId)) return;
							env.sandbox.endSession(sessionId);
							env.api.endedSessions.add(sessionId);
							history.endings++;
						}
					});
				}
			});
			checkCosts(history);
		}),
		{ numRuns: RUNS, seed: process.env.MODEL_SEED ? Number(process.env.MODEL_SEED) : undefined },
	);
});
