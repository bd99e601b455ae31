import { LOOK_UP, SIGN_IN, TOKEN } from '../signIn/account';
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
