import type { INodeParameters } from 'n8n-workflow';
import type { Fault, RecordedRequest } from '../../sandbox';
import { addAccount, createToken, requestLines, runStep, signInCount } from '../signIn/account';
import { withDate } from '../signIn/withDate';
import { withMonotonicClock } from '../support/monotonicClock';
import { setup } from '../support/setup';
import { sampled, sized } from '../support/size';
import { until } from '../support/until';
import { afterManualTrigger, byId, clerkSessions, NODE_NAME } from '../support/workflows';

const env = setup();

const HOUR_MS = 3_600_000;
const SIGN_INS = '/v1/client/sign_ins';
const TOKENS = /\/tokens$/;

const JUMPS = [
	['back', -HOUR_MS],
	['forward', HOUR_MS],
] as const;

/** Starts the step that creates a token. */
function start(credential: string, parameters: INodeParameters = {}, items = 1) {
	const step = clerkSessions({ ...createToken, ...parameters }, credential);
	const input = Array.from({ length: items }, (_, number) => ({ number }));
	return env.engine.run(afterManualTrigger(step), { input });
}

/** Far more than any of the waits here takes, and far less than an hour. */
const LONG_MS = 30_000;

describe.each(JUMPS)('the wall clock is set %s by an hour', (_way, jump) => {
	test.each<[string, Fault]>([
		['after a 503', { status: 503 }],
		['that a 429 asks for', { status: 429, retryAfter: 1 }],
	])('during a wait %s: it is neither longer nor shorter', async (_what, fault) => {
		const { credential, sessionId } = env.client;
		env.sandbox.faults.add({ path: TOKENS, times: 1, ...fault });
		const run = start(credential, { sessionId: byId(sessionId) });
		await until('it waits', () =>
			env.sandbox.requestLog.some(({ status }) => status !== undefined),
		);
		const begin = performance.now();
		const result = await withDate(Date.now() + jump, async () => await run);
		const waited = performance.now() - begin;
		expect(result.error).toBeUndefined();
		expect(requestLines(env.sandbox.requestLog)).toHaveLength(2);
		expect(waited).toBeGreaterThan(400);
		expect(waited).toBeLessThan(LONG_MS);
	});

	test('after a refused sign-in: the pause stays what it was', async () => {
		const credential = addAccount(env, 'password');
		env.sandbox.faults.add({ path: SIGN_INS, status: 403, times: 1 });
		const begin = performance.now();
		expect((await runStep(env, credential)).error).toBeDefined();
		await withDate(Date.now() + jump, async () => {
			// For some seconds it fails fast.
			expect((await runStep(env, credential)).requests).toEqual([]);
		});
		// Most of the pause is over: the wall clock has no part in that.
		await withMonotonicClock(sized({ full: 0, short: 4_000 }), async () => {
			let error: unknown = 'not tried yet';
			while (error !== undefined && performance.now() - begin < LONG_MS) {
				await new Promise((resolve) => setTimeout(resolve, 250));
				const time = Date.now() + jump;
				({ error } = await withDate(time, async () => await runStep(env, credential)));
			}
			expect(error).toBeUndefined();
			expect(signInCount(env.sandbox.requestLog)).toBe(2);
			expect(performance.now() - begin).toBeGreaterThan(4_900);
		});
	});

	test('a reused token is not handed out when it has expired', async () => {
		const lifetime = sized({ full: 2_000, short: 1_000 });
		env.sandbox.settings.sessionTokenLifetimeMs = lifetime;
		const { credential, sessionId } = env.signIn();
		const parameters = {
			sessionId: byId(sessionId),
			options: { reuseToken: true, minimumTokenLifetime: 0 },
		};
		const first = await runStep(env, credential, parameters);
		await new Promise((resolve) => setTimeout(resolve, lifetime + 100));
		await withDate(Date.now() + jump, async () => {
			const second = await runStep(env, credential, parameters);
			expect(second.requests).toHaveLength(1);
			expect(typeof second.json[0]?.jwt).toBe('string');
			expect(second.json[0]?.jwt === first.json[0]?.jwt).toBe(false);
		});
	});
});

describe('a 429 that names a time of no use', () => {
	const OUTAGE_MS = sized({ full: 4_000, short: 3_000 });
	/** More than are sent at a time. */
	const MANY = sized({ full: 100, short: 30 });

	/** What an answer says that was made when the clock of its maker is off by so much. */
	const goneBy = (skewMs: number) => {
		const now = Date.now() + skewMs;
		return {
			date: new Date(now).toUTCString(),
			'retry-after': new Date(now - 60_000).toUTCString(),
		};
	};

	const TIMES: Array<[string, () => Record<string, string>]> = [
		['Retry-After: 0', () => ({ 'retry-after': '0' })],
		['Retry-After: -1', () => ({ 'retry-after': '-1' })],
		['a date gone by', () => goneBy(0)],
		['a date gone by, of a clock that is an hour late', () => goneBy(-HOUR_MS)],
		['a date gone by, of a clock that is an hour ahead', () => goneBy(HOUR_MS)],
		[
			'a date gone by, without a clock to compare it with',
			() => ({ 'retry-after': goneBy(0)['retry-after'] }),
		],
		['X-RateLimit-Reset: 0', () => ({ 'x-ratelimit-reset': '0' })],
		[
			'X-RateLimit-Reset: a time gone by',
			() => ({ 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) - 60) }),
		],
	];

	test('for some seconds: all items succeed', async () => {
		// At once, each on a client of its own.
		const outcomes = TIMES.map(async ([name, headers]) => {
			const { credential, sessionId } = env.signIn();
			const path = `/v1/client/sessions/${sessionId}/tokens`;
			env.sandbox.faults.add({ path, status: 429, headers: headers() });
			const result = await start(credential, { sessionId: byId(sessionId) }, MANY);
			const refused = env.sandbox.requestLog.filter(
				(request) => request.path === path && request.status === 429,
			).length;
			return {
				name,
				message: result.error?.message,
				count: result.json(NODE_NAME).length,
				// Nobody hammers at Clerk meanwhile: of twenty at a time, each comes back later and later.
				isPatient: refused <= 120 || refused,
			};
		});
		const isRefused = (request: RecordedRequest) => request.status === 429;
		await until('each is refused', () => {
			const refused = env.sandbox.requestLog.filter(isRefused).map(({ path }) => path);
			return new Set(refused).size === TIMES.length;
		});
		const outage = setTimeout(() => env.sandbox.faults.clear(), OUTAGE_MS);
		expect(await Promise.all(outcomes)).toEqual(
			TIMES.map(([name]) => ({ name, message: undefined, count: MANY, isPatient: true })),
		);
		clearTimeout(outage);
	});

	test.each(sampled(TIMES))('%s, while signing in: the run succeeds', async (_name, headers) => {
		env.sandbox.faults.add({ path: SIGN_INS, status: 429, headers: headers(), times: 2 });
		const { error, requests } = await runStep(env, addAccount(env, 'password'));
		expect(error).toBeUndefined();
		expect(signInCount(requests)).toBe(3);
		const [first, , last] = requests.filter(({ path }) => path === SIGN_INS);
		expect((last?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(1_400);
	});
});
