import { setImmediate as nextTurn } from 'node:timers/promises';
import { LOOK_UP, requestLines, SIGN_IN, TOKEN } from '../signIn/account';
import { anotherWorker } from '../signIn/restart';
import { withDate } from '../signIn/withDate';
import type { Engine } from '../support/engine';
import { withMonotonicClock } from '../support/monotonicClock';
import { setupWithApi } from './setup';

// Workers of n8n share what is stored, and nothing else: the token that one has made serves all.

const env = setupWithApi();
let worker: Engine;
beforeAll(async () => {
	worker = await anotherWorker(env.engine);
});
afterAll(async () => await worker.stop());

const MADE = [LOOK_UP, TOKEN];

test('a stored token serves another worker until shortly before it expires', async () => {
	const credential = env.addApiCredential();
	await env.request(credential, '/me');
	expect(await env.request(credential, '/me', { engine: worker })).toMatchObject({
		error: undefined,
		clerk: [],
		writes: 0,
	});
	expect(env.api.tokenCount).toBe(1);
	await withMonotonicClock(46_000, async () => {
		// With the client that the first worker signed in on.
		const run = await env.request(credential, '/me', { engine: worker });
		expect(run).toMatchObject({ error: undefined, clerk: MADE, writes: 1 });
	});
	// And back: the newest one that is stored is the one to use.
	await withMonotonicClock(50_000, async () => {
		const run = await env.request(credential, '/me');
		expect(run).toMatchObject({ error: undefined, clerk: [], writes: 0 });
	});
});

test('one that was stored while this worker needed none serves it as soon as it does', async () => {
	const credential = env.addApiCredential();
	await env.request(credential, '/me');
	await env.request(credential, '/me', { engine: worker });
	// The first worker renews; the other one reads the new token with each request, and has its own.
	await withMonotonicClock(46_000, async () => await env.request(credential, '/me'));
	await env.request(credential, '/me', { engine: worker });
	await withMonotonicClock(46_000, async () => {
		const run = await env.request(credential, '/me', { engine: worker });
		expect(run).toMatchObject({ error: undefined, clerk: [], writes: 0 });
	});
	expect(env.api.tokenCount).toBe(2);
});

test('where both sign in at once, each asks for its token on the client whose session it looked up', async () => {
	const credential = env.addApiCredential();
	const { faults, requestLog } = env.sandbox;
	let goOn: (() => void) | undefined;
	faults.add({
		method: 'GET',
		path: '/v1/client',
		times: 1,
		until: new Promise<void>((resolve) => {
			goOn = resolve;
		}),
	});
	const first = env.request(credential, '/me');
	while (!requestLog.some(({ method }) => method === 'GET')) await nextTurn();
	const other = await env.request(credential, '/me', { engine: worker });
	expect(other.json).toHaveLength(1);
	// The first worker finds the other one's client stored, and a token that serves meanwhile.
	expect((await env.request(credential, '/me')).json).toHaveLength(1);
	goOn?.();
	expect(await first).toMatchObject({ error: undefined, json: [expect.anything()], writes: 2 });
	const tokens = requestLines(requestLog).filter((line) => line.includes('/tokens'));
	expect(tokens).toEqual([TOKEN, TOKEN]);
	// What is stored in the end belongs together: that client is asked about that session.
	const third = await anotherWorker(env.engine);
	const { clerk, api } = await env.request(credential, '/status/500', { engine: third });
	await third.stop();
	expect({ clerk, api }).toEqual({ clerk: [LOOK_UP], api: ['GET /status/500 500'] });
});

test('one that has expired, or that a clock which differs has made, does not', async () => {
	const credential = env.addApiCredential();
	await env.request(credential, '/me');
	for (const offset of [-3_600_000, 61_000]) {
		const other = await anotherWorker(env.engine);
		await withDate(Date.now() + offset, async () => {
			const run = await env.request(credential, '/status/204', { engine: other });
			expect(run.clerk.slice(0, 2)).toEqual(MADE);
		});
		await other.stop();
	}
});

test('one that was made for other fields does not', async () => {
	const credential = env.addApiCredential();
	await env.request(credential, '/me');
	env.engine.credentials.set(credential, { userId: env.sandbox.details.people[0]?.id ?? '' });
	const run = await env.request(credential, '/me', { engine: worker });
	expect(run.error).toBeUndefined();
	expect(run.json).toEqual([{ userId: env.sandbox.details.people[0]?.id }]);
	expect(run.clerk).toEqual([...SIGN_IN.signInTicket, ...MADE]);
});

test('nor one whose session has ended, as this worker has found out', async () => {
	const credential = env.addApiCredential();
	await env.request(credential, '/me');
	await env.request(credential, '/me', { engine: worker });
	const sessionId = env.api.requests.at(-1)?.sessionId ?? '';
	env.sandbox.endSession(sessionId);
	env.api.endedSessions.add(sessionId);
	// Refused, and not sent again: nothing new is stored.
	const failed = await env.request(credential, '/me', {
		engine: worker,
		parameters: { method: 'POST' },
	});
	expect(failed.api).toEqual(['POST /me 401']);
	const next = await env.request(credential, '/me', {
		engine: worker,
		parameters: { method: 'POST' },
	});
	expect(next.error).toBeUndefined();
	expect(next.api).toEqual(['POST /me 200']);
});
