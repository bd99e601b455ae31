import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { createServer } from 'node:http';
import { listen } from '../support/localServer';
import { setup } from '../support/setup';
import { sized } from '../support/size';
import { afterManualTrigger, byId, clerkSessions, NODE_NAME } from '../support/workflows';

const env = setup();
const CREATE = { resource: 'sessionToken', operation: 'create' };
const items = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));

function start(parameters: INodeParameters, count = 1, credential = env.client.credential) {
	const step = clerkSessions(
		{ ...CREATE, sessionId: byId(env.client.sessionId), ...parameters },
		credential,
		{ onError: 'continueRegularOutput' },
	);
	return env.engine.run(afterManualTrigger(step), { input: items(count) });
}

async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await sleep(5);
}

describe('the number of requests in flight', () => {
	let inFlight = 0;
	let most = 0;
	let total = 0;

	/** Answers all requests that came together, after a while in which more could have come. */
	async function slowClerk() {
		inFlight = most = total = 0;
		const server = createServer((_request, response) => {
			most = Math.max(most, ++inFlight);
			total++;
			setTimeout(() => {
				inFlight--;
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end('{"object":"token","jwt":"opaque"}');
			}, 30);
		});
		return await listen(server);
	}

	const credentialAt = (host: string) =>
		env.addCredential({
			connectUsing: 'clientToken',
			clientToken: env.client.clientToken ?? '',
			proxyUrl: `http://${host}`,
		});

	test.each([
		['20 unless set', {}, 70, 20],
		['what is set', { maxConcurrentRequests: 7 }, 30, 7],
		['1, one after the other', { maxConcurrentRequests: 1 }, 8, 1],
		['at least 1, whatever an expression gives', { maxConcurrentRequests: '={{ -3 }}' }, 5, 1],
		['20 for something that is no number', { maxConcurrentRequests: '={{ "many" }}' }, 70, 20],
	])('is %s', async (_what, options, count, expected) => {
		const clerk = await slowClerk();
		const result = await start({ options }, count, credentialAt(clerk.host));
		await clerk.stop();
		expect(result.json(NODE_NAME)).toEqual(items(count).map(() => ({ jwt: 'opaque' })));
		expect({ most, total }).toEqual({ most: expected, total: count });
	});

	test('is bounded over all executions that use the credential, and for each credential', async () => {
		const clerk = await slowClerk();
		const credential = credentialAt(clerk.host);
		const options = { maxConcurrentRequests: 4 };
		const run = () => start({ options }, 10, credential);
		await Promise.all([run(), run(), run()]);
		expect({ most, total }).toEqual({ most: 4, total: 30 });
		await Promise.all([run(), start({ options }, 10, credentialAt(clerk.host))]);
		await clerk.stop();
		expect({ most, total }).toEqual({ most: 8, total: 50 });
	});

	test("n8n's batching spreads the items before they get in line", async () => {
		const batching = { batch: { batchSize: 1, batchInterval: 100 } };
		const begin = Date.now();
		const result = await start({ requestOptions: { batching } }, 4);
		expect(result.json(NODE_NAME)).toHaveLength(4);
		const { requestLog } = env.sandbox;
		expect(requestLog).toHaveLength(4);
		for (const [index, { at }] of requestLog.entries()) {
			// Timers may be early by a millisecond or two.
			expect(at - begin).toBeGreaterThanOrEqual(index * 95);
		}
	});
});

test('a 429 holds all requests of the credential back, whatever item or execution they belong to', async () => {
	const limit = 3;
	const { credential } = env.client;
	env.sandbox.faults.add({ status: 429, retryAfter: 1, times: 1 });
	const run = () => start({ options: { maxConcurrentRequests: limit } }, 15, credential);
	const results = await Promise.all([run(), run()]);
	for (const result of results) {
		expect(result.json(NODE_NAME).map(({ jwt }) => typeof jwt)).toEqual(Array(15).fill('string'));
	}
	const { requestLog } = env.sandbox;
	expect(requestLog).toHaveLength(31);
	const refusedAt = requestLog.find(({ status }) => status === 429)?.at ?? 0;
	// Only what was under way already came within that second.
	expect(requestLog.filter(({ at }) => at < refusedAt + 1_000).length).toBeLessThanOrEqual(limit);
});

test.each([
	['with Max Retries 0', { retryAfter: 1, times: 1 }, 0, 1_000],
	['after the last of its retries', { retryAfter: 1, times: 2 }, 1, 1_000],
	['but not for longer than a step waits', { retryAfter: 61, times: 1 }, 5, 0],
])('a 429 that is reported holds the others back as well: %s', async (...row) => {
	const [, limit, maxRetries, pauseMs] = row;
	env.sandbox.faults.add({ status: 429, ...limit });
	const result = await start({ options: { maxConcurrentRequests: 1, maxRetries } }, 3);
	const outcomes = result.json(NODE_NAME).map(({ error }) => Object(error).status);
	expect(outcomes).toEqual([429, undefined, undefined]);
	const [last, next] = env.sandbox.requestLog.slice(limit.times - 1).map(({ at }) => at);
	const waitedMs = Number(next) - Number(last);
	// Timers may be early by a millisecond or two.
	expect(waitedMs).toBeGreaterThanOrEqual(pauseMs - 5);
	expect(waitedMs).toBeLessThan(pauseMs + 30_000);
});

test('Max Retries is kept to, also where it is 0', async () => {
	for (const maxRetries of [0, 1, sized({ full: 3, short: 2 })]) {
		env.sandbox.clearRequestLog();
		env.sandbox.faults.add({ status: 429, retryAfter: 0, times: 10 });
		const result = await start({ options: { maxRetries } });
		expect(env.sandbox.requestLog).toHaveLength(maxRetries + 1);
		expect(result.json(NODE_NAME)).toMatchObject([{ error: { status: 429 } }]);
		env.sandbox.faults.clear();
	}
});

describe('canceling the execution', () => {
	/** Far longer than a test may take: who sat it out would not get to the end. */
	const LONG = 59;
	const ENDLESS = { status: 429, retryAfter: LONG };

	test.each([
		['a wait that Clerk asked for', ENDLESS, 1, 1],
		['many such waits, and those in line', ENDLESS, sized({ full: 200, short: 60 }), 20],
	])('ends %s at once', async (_what, fault, count, sent) => {
		env.sandbox.faults.add(fault);
		const run = start({}, count);
		await until(() => env.sandbox.requestLog.filter(({ status }) => status === 429).length >= sent);
		run.cancel();
		expect((await run).status).toBe('canceled');
		expect(env.sandbox.requestLog).toHaveLength(sent);
	});

	test('nothing more is sent afterwards', async () => {
		env.sandbox.faults.add({ status: 429, retryAfter: 0.5 });
		const run = start({ options: { maxConcurrentRequests: 2 } }, 10);
		await until(() => env.sandbox.requestLog.filter(({ status }) => status === 429).length >= 2);
		run.cancel();
		await run;
		const { length } = env.sandbox.requestLog;
		await sleep(1_000);
		expect(env.sandbox.requestLog).toHaveLength(length);
	});

	test('ends the growing wait, too', async () => {
		env.sandbox.faults.add({ status: 503 });
		const run = start({ options: { maxRetries: 20 } });
		await until(() => env.sandbox.requestLog.length >= 2);
		run.cancel();
		expect((await run).status).toBe('canceled');
	});

	test('ends the wait in a line that another execution holds up', async () => {
		env.sandbox.faults.add({ ...ENDLESS, times: 1 });
		const options = { maxConcurrentRequests: 1 };
		const first = start({ options });
		await until(() => env.sandbox.requestLog.length === 1);
		const second = start({ options }, 5);
		await sleep(50);
		second.cancel();
		expect((await second).status).toBe('canceled');
		first.cancel();
		await first;
		expect(env.sandbox.requestLog).toHaveLength(1);
		// What was canceled does not stand in the way of what comes next.
		const fresh = env.signIn();
		const after = await env.runNode(CREATE, { as: fresh });
		expect(after.error).toBeUndefined();
	});
});

describe('where Clerk demands the last session token (missing_expired_token)', () => {
	const tokens = () => `POST /v1/client/sessions/${env.client.sessionId}/tokens`;
	const session = () => `GET /v1/client/sessions/${env.client.sessionId}`;
	const asked = () =>
		env.sandbox.requestLog.map(({ method, path, status }) => [`${method} ${path}`, status]);

	test('the token is asked for again with the last one that this process made', async () => {
		await start({});
		env.sandbox.clearRequestLog();
		env.sandbox.settings.requireExpiredToken = true;
		const result = await start({ options: { maxRetries: 0 } });
		expect(result.json(NODE_NAME)).toMatchObject([{ sessionId: env.client.sessionId }]);
		expect(asked()).toEqual([
			[tokens(), 422],
			[tokens(), 200],
		]);
		const [first, last] = env.sandbox.requestLog;
		expect(first?.query).not.toHaveProperty('expired_token');
		expect(last?.query.expired_token?.split('.')).toHaveLength(3);
	});

	test('where it has made none, Clerk is asked for the last one', async () => {
		env.sandbox.settings.requireExpiredToken = true;
		const result = await start({ options: { maxRetries: 0 } });
		expect(result.json(NODE_NAME)).toMatchObject([{ sessionId: env.client.sessionId }]);
		expect(asked()).toEqual([
			[tokens(), 422],
			[session(), 200],
			[tokens(), 200],
		]);
		expect(env.sandbox.requestLog.at(-1)?.query.expired_token?.split('.')).toHaveLength(3);
	});

	test('a session that has none is reported with what to do', async () => {
		env.sandbox.settings.requireExpiredToken = true;
		const headers = { 'content-type': 'application/json' };
		const body = '{"response":{"object":"session","last_active_token":null},"client":null}';
		env.sandbox.faults.add({ method: 'GET', headers, body });
		const result = await start({});
		expect(result.json(NODE_NAME)).toMatchObject([
			{ error: { code: 'missing_expired_token', status: 422 } },
		]);
		expect(asked()).toEqual([
			[tokens(), 422],
			[session(), 200],
		]);
	});

	test('it is asked for once only', async () => {
		env.sandbox.faults.add({ path: /tokens$/, ...MISSING_EXPIRED_TOKEN });
		await start({});
		env.sandbox.clearRequestLog();
		const result = await start({});
		expect(result.json(NODE_NAME)).toMatchObject([{ error: { code: 'missing_expired_token' } }]);
		expect(env.sandbox.requestLog.length).toBeLessThanOrEqual(3);
	});

	test('other operations do not know this', async () => {
		env.sandbox.faults.add(MISSING_EXPIRED_TOKEN);
		await env.runNode({ resource: 'session', operation: 'touch' });
		expect(env.sandbox.requestLog).toHaveLength(1);
	});
});

const MISSING_EXPIRED_TOKEN = {
	status: 422,
	headers: { 'content-type': 'application/json' },
	body: '{"errors":[{"code":"missing_expired_token","message":"is missing"}]}',
};
