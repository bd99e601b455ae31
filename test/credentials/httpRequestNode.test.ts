import type { INodeParameters } from 'n8n-workflow';
import { type OtherServer, startOtherServer } from '../support/otherServer';
import { devBrowserRequest, nativeRequest, seen } from '../support/seenRequest';
import { type Caller, setup } from '../support/setup';
import { afterManualTrigger, CREDENTIAL_TYPE, node } from '../support/workflows';

// The credential can be picked in n8n's HTTP Request node, for any address: its token goes to its
// own origin and no other.

const env = setup();
let other: OtherServer;
beforeEach(async () => {
	other = await startOtherServer();
});
afterEach(async () => await other.stop());

async function request(url: string, caller: Caller = env.client, more: INodeParameters = {}) {
	const parameters = {
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: CREDENTIAL_TYPE,
		options: {},
		...more,
	};
	const credentials = { [CREDENTIAL_TYPE]: { id: caller.credential, name: caller.credential } };
	const httpRequest = node('Request', 'n8n-nodes-base.httpRequest', parameters, {
		typeVersion: 4.2,
		credentials,
	});
	const result = await env.engine.run(afterManualTrigger(httpRequest));
	return {
		error: result.error,
		json: result.json('Request'),
		requests: env.sandbox.requestLog.map((recorded) => seen(recorded, caller)),
	};
}

const person = () =>
	expect.objectContaining({ object: 'user', id: env.sandbox.details.people[0]?.id });

/** This node asks for any kind of answer. */
const accept = expect.stringContaining('*/*');

test('a request to its own origin is signed with the client token', async () => {
	const { requests, json } = await request(`${env.sandbox.url}/v1/me`);
	const expected = nativeRequest('GET', '/v1/me');
	expect(requests).toEqual([{ ...expected, headers: { ...expected.headers, accept } }]);
	expect(json).toEqual([{ response: person(), client: expect.anything() }]);
});

test('a request to its own origin is signed with the dev browser token', async () => {
	const { requests, json } = await request(`${env.sandbox.url}/v1/me`, env.browser);
	expect(requests).toEqual([devBrowserRequest('GET', '/v1/me', '', { accept })]);
	expect(json).toEqual([{ response: person(), client: expect.anything() }]);
});

test('a query of its own is kept, the version it names too', async () => {
	const { requests } = await request(
		`${env.sandbox.url}/v1/me?a=b&__clerk_api_version=2025-04-10`,
		env.client,
		{ sendQuery: true, queryParameters: { parameters: [{ name: 'c', value: 'd' }] } },
	);
	expect(requests.map(({ query }) => query)).toEqual([
		{ a: 'b', c: 'd', __clerk_api_version: '2025-04-10', _is_native: '1' },
	]);
});

test('a form is sent as it is', async () => {
	const url = `${env.sandbox.url}/v1/client/sessions/${env.client.sessionId}/touch`;
	const { requests, error } = await request(url, env.client, {
		method: 'POST',
		sendBody: true,
		contentType: 'form-urlencoded',
		bodyParameters: { parameters: [{ name: 'intent', value: 'focus' }] },
	});
	expect(error).toBeUndefined();
	expect(requests.map(({ body }) => body)).toEqual(['intent=focus']);
});

const callers: Array<[string, () => Caller]> = [
	['client token', () => env.client],
	['dev browser token', () => env.browser],
];

describe.each(callers)('the %s', (_name, caller) => {
	const elsewhere: Array<[string, () => string]> = [
		['another port', () => `${other.url}/v1/me`],
		['another host name', () => env.sandbox.url.replace('127.0.0.1', 'localhost') + '/v1/me'],
		['another scheme', () => env.sandbox.url.replace('http:', 'https:') + '/v1/me'],
		['a user name that looks like the host', () => sandboxAsUser(other.url)],
		['no host', () => '//v1/me'],
	];
	test.each(elsewhere)('is not sent to %s', async (_where, url) => {
		const { error, requests } = await request(url(), caller());
		expect(error?.message).toBeDefined();
		expect(requests).toEqual([]);
		expect(other.requests).toHaveLength(0);
	});

	test('is refused with a reason', async () => {
		const { error } = await request(`${other.url}/v1/me`, caller());
		expect(JSON.stringify([error?.message, error?.description])).toContain(
			`This credential signs requests to ${new URL(env.sandbox.url).host} only`,
		);
	});

	test.each([301, 302, 307, 308])('does not follow a redirect (%d) elsewhere', async (status) => {
		const Location = `${other.url}/v1/me`;
		env.sandbox.faults.add({ path: '/v1/me', status, headers: { Location } });
		const { requests } = await request(`${env.sandbox.url}/v1/me`, caller(), {
			options: { redirect: { redirect: { followRedirects: true, maxRedirects: 21 } } },
		});
		expect(requests.map(({ path }) => path)).toEqual(['/v1/me']);
		expect(other.requests).toHaveLength(0);
	});
});

/** An address whose user part is the sandbox's host: `http://127.0.0.1:1@127.0.0.1:2/v1/me`. */
function sandboxAsUser(url: string): string {
	const { host } = new URL(env.sandbox.url);
	return `http://${host}@${new URL(url).host}/v1/me`;
}
