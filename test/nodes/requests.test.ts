import { OPERATIONS, type OperationCase, pathOf, queryOf } from '../support/operations';
import { devBrowserRequest, nativeRequest, withQuery } from '../support/seenRequest';
import { setup } from '../support/setup';
import { lastActive } from '../support/workflows';

const env = setup();
const get = { resource: 'session', operation: 'get' };
const sessionPath = () => `/v1/client/sessions/${env.client.sessionId}`;

/** What each operation sends when nothing but the least is filled in. */
const BODIES: Record<string, string> = {
	start: 'level=first_factor',
	prepareFirstFactor: 'strategy=email_code',
	attemptFirstFactor: 'strategy=email_code&code=424242',
	prepareSecondFactor: 'strategy=phone_code',
	attemptSecondFactor: 'strategy=totp&code=424242',
};
const parametersOf = ({ resource, operation, needs }: OperationCase) => ({
	resource,
	operation,
	...needs,
});

describe.each(OPERATIONS)('$resource: $operation', (entry) => {
	const { operation, method } = entry;

	test('goes out once, with the client token', async () => {
		const path = pathOf(entry, env.client.sessionId);
		const { requests } = await env.runNode(parametersOf(entry));
		const query = queryOf(entry, env.client.sessionId);
		expect(requests).toEqual([withQuery(nativeRequest(method, path, BODIES[operation]), query)]);
	});

	test('goes out once, with the dev browser token', async () => {
		const as = env.browser;
		const { requests } = await env.runNode(parametersOf(entry), { as });
		const path = pathOf(entry, as.sessionId);
		const query = queryOf(entry, as.sessionId);
		const request = devBrowserRequest(method, path, BODIES[operation]);
		expect(requests).toEqual([withQuery(request, query)]);
	});

	test('goes out once when it is answered 401', async () => {
		const path = pathOf(entry, env.client.sessionId);
		const errors = [{ code: 'authentication_invalid', message: 'Invalid authentication' }];
		env.sandbox.faults.add({
			path,
			status: 401,
			body: JSON.stringify({ errors, clerk_trace_id: 'trace' }),
			headers: { 'Content-Type': 'application/json' },
		});
		const { requests, error } = await env.runNode(parametersOf(entry));
		expect(error).toMatchObject({ httpCode: '401' });
		expect(requests.map((request) => request.path)).toEqual([path]);
	});
});

test('the look-up of the last active session is signed like any other request', async () => {
	const { requests } = await env.runNode({ ...get, sessionId: lastActive });
	expect(requests).toEqual([
		nativeRequest('GET', '/v1/client'),
		nativeRequest('GET', sessionPath()),
	]);
});

test('a dead client token is sent once, and its own words come out', async () => {
	const credential = env.addCredential({ connectUsing: 'clientToken', clientToken: 'dead' });
	const { recorded, error } = await env.runNode(
		{
			resource: 'reverification',
			operation: 'attemptFirstFactor',
			strategy: 'password',
			password: 'a guess',
		},
		{ credential },
	);
	expect(recorded.map(({ path }) => path)).toEqual([
		`${sessionPath()}/verify/attempt_first_factor`,
	]);
	expect(error).toMatchObject({ httpCode: '401', context: { data: { code: 'signed_out' } } });
});

test.each([301, 302, 303, 307, 308])('a redirect (%d) is not followed', async (status) => {
	const Location = `${env.sandbox.url}/v1/client`;
	env.sandbox.faults.add({ path: sessionPath(), status, headers: { Location } });
	const { requests, error } = await env.runNode(get);
	expect(error?.message).toBe(
		`${new URL(env.sandbox.url).host} redirected the request (HTTP ${status})`,
	);
	expect(requests.map(({ path }) => path)).toEqual([sessionPath()]);
});

test("the user's timeout is kept", async () => {
	env.sandbox.faults.add({ path: sessionPath(), delayMs: 1_000 });
	const { error } = await env.runNode({
		...get,
		requestOptions: { timeout: 100 },
		options: { maxRetries: 0 },
	});
	expect(error).toMatchObject({
		message: `${new URL(env.sandbox.url).host} did not answer in time`,
		description: expect.stringContaining("'Request Options'"),
	});
});

test("the user's timeout holds for the look-up of the last active session, too", async () => {
	env.sandbox.faults.add({ path: '/v1/client', delayMs: 1_000 });
	const { error, requests } = await env.runNode({
		...get,
		sessionId: lastActive,
		requestOptions: { timeout: 100 },
		options: { maxRetries: 0 },
	});
	expect(error?.message).toContain('did not answer in time');
	expect(requests.map(({ path }) => path)).toEqual(['/v1/client']);
});

describe('an answer that is not one of Clerk’s is named as what it is', () => {
	const json = { 'Content-Type': 'application/json' };
	const html = { 'Content-Type': 'text/html' };
	test.each([
		["answered with a web page instead of Clerk's JSON (HTTP 200)", 200, '<html></html>', html],
		["answered with nothing instead of Clerk's JSON (HTTP 200)", 200, '', json],
		["answered with nothing instead of Clerk's JSON (HTTP 204)", 204, '', {}],
		["answered with incomplete JSON instead of Clerk's JSON (HTTP 200)", 200, '{"resp', json],
		["answered with other JSON instead of Clerk's JSON (HTTP 200)", 200, '[]', json],
		["answered with a web page instead of Clerk's JSON (HTTP 404)", 404, '<html>', html],
		["answered with text instead of Clerk's JSON (HTTP 403)", 403, 'no', {}],
		["answered with other JSON instead of Clerk's JSON (HTTP 400)", 400, '{}', json],
	])('%s', async (message, status, body, headers) => {
		env.sandbox.faults.add({ status, body, headers });
		const { error } = await env.runNode({ ...get, options: { maxRetries: 0 } });
		expect(error?.message).toBe(`${new URL(env.sandbox.url).host} ${message}`);
	});
});

test('a connection that is refused is named as that', async () => {
	const credential = env.addCredential({
		connectUsing: 'clientToken',
		clientToken: env.client.clientToken ?? '',
		proxyUrl: 'http://127.0.0.1:1',
	});
	const { error } = await env.runNode({ ...get, options: { maxRetries: 0 } }, { credential });
	expect(error).toMatchObject({
		message: '127.0.0.1:1 refused the connection',
		description: expect.stringContaining("'Proxy URL'"),
	});
});

test('a proxy path comes before the path of the request', async () => {
	const credential = env.addCredential({
		connectUsing: 'clientToken',
		clientToken: env.client.clientToken ?? '',
		proxyUrl: `${env.sandbox.url}/__clerk/`,
	});
	const { requests } = await env.runNode(get, { credential });
	expect(requests).toEqual([nativeRequest('GET', `/__clerk${sessionPath()}`)]);
});
