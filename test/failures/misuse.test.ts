import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { listen, type LocalServer } from '../support/localServer';
import { type OtherServer, startOtherServer } from '../support/otherServer';
import { selfSignedCertificate } from '../support/selfSignedCertificate';
import { setup } from '../support/setup';
import { sampled } from '../support/size';
import { afterManualTrigger, byId, CREDENTIAL_TYPE, node } from '../support/workflows';

// Somebody may use a credential in a workflow but not read it. What they can set in a step must not
// carry its token elsewhere.

const env = setup();
const TOKEN = 'planted.client.token';
/** Names a key of somebody else's. */
const FORGED = `${Buffer.from('{"alg":"RS256","kid":"evil"}').toString('base64url')}.e30.c2ln`;
const JSON_ANSWER = {
	headers: { 'Content-Type': 'application/json' },
	body: '{"response":{"object":"user"}}',
};

let site: OtherServer;
const servers: LocalServer[] = [];
beforeEach(async () => {
	site = await startOtherServer(JSON_ANSWER);
});
afterEach(async () => {
	await site.stop();
	for (const server of servers.splice(0)) await server.stop();
});

function addCredential(proxyUrl: string, fields: ICredentialDataDecryptedObject = {}): string {
	return env.addCredential({
		connectUsing: 'clientToken',
		clientToken: TOKEN,
		proxyUrl,
		...fields,
	});
}

/** n8n's HTTP Request node with the credential. */
async function request(credential: string, url: string, more: INodeParameters = {}) {
	const parameters = {
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: CREDENTIAL_TYPE,
		options: {},
		...more,
	};
	const credentials = { [CREDENTIAL_TYPE]: { id: credential, name: credential } };
	const step = node('Request', 'n8n-nodes-base.httpRequest', parameters, {
		typeVersion: 4.2,
		credentials,
	});
	return await env.engine.run(afterManualTrigger(step));
}

const header = (name: string, value: string): INodeParameters => ({
	sendHeaders: true,
	headerParameters: { parameters: [{ name, value }] },
});

describe('a Host header in the HTTP Request node', () => {
	const NAMES = ['Host', 'host', 'HOST', ' Host', 'Host ', '\tHost'];

	test.each(sampled(NAMES))('%j sends nothing in the name of another host', async (name) => {
		const credential = addCredential(site.url);
		const own = new URL(site.url).host;
		for (const lowercaseHeaders of [true, false]) {
			await request(credential, `${site.url}/v1/me`, {
				...header(name, 'evil.example'),
				options: { lowercaseHeaders },
			});
		}
		expect(site.requests.map(({ headers }) => headers.host)).toEqual(site.requests.map(() => own));
	});

	test('written as JSON is no other way', async () => {
		await request(addCredential(site.url), `${site.url}/v1/me`, {
			sendHeaders: true,
			specifyHeaders: 'json',
			jsonHeaders: '{"hOsT":"evil.example"}',
		});
		expect(site.requests.filter(({ headers }) => headers.host === 'evil.example')).toEqual([]);
	});

	test('of the next page is no other way', async () => {
		await request(addCredential(site.url), `${site.url}/v1/me`, {
			options: {
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: {
							parameters: [{ type: 'headers', name: 'Host', value: '={{ "evil.example" }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: '={{ $pageCount >= 2 }}',
					},
				},
			},
		});
		expect(site.requests.filter(({ headers }) => headers.host === 'evil.example')).toEqual([]);
	});

	test('does no harm where it names the host itself', async () => {
		const { host } = new URL(site.url);
		const result = await request(
			addCredential(site.url),
			`${site.url}/v1/me`,
			header('Host', host),
		);
		expect(result.error).toBeUndefined();
		expect(site.requests).toHaveLength(1);
		expect(site.requests[0]?.headers.authorization === TOKEN).toBe(true);
	});
});

describe('a proxy of the step, towards an address without TLS', () => {
	const REFUSED = "'Proxy' cannot be used for an address that is not encrypted";
	let proxy: OtherServer;
	beforeEach(async () => {
		proxy = await startOtherServer(JSON_ANSWER);
	});
	afterEach(async () => await proxy.stop());

	test.each(['clientToken', 'devBrowser', 'nobody'])(
		'gets nothing of the HTTP Request node, connected by %s',
		async (connectUsing) => {
			const credential = addCredential(site.url, { connectUsing, devBrowserToken: TOKEN });
			const { error } = await request(credential, `${site.url}/v1/me`, {
				options: { proxy: proxy.url },
			});
			expect(error?.message).toBe(REFUSED);
			expect(proxy.requests).toEqual([]);
		},
	);

	test('gets nothing of the node, which says what to do', async () => {
		const { error } = await env.runNode(
			{
				resource: 'session',
				operation: 'get',
				sessionId: byId('sess_1'),
				requestOptions: { proxy: proxy.url },
			},
			{ credential: addCredential(site.url) },
		);
		expect(error).toMatchObject({
			message: REFUSED,
			description: expect.stringContaining("Leave 'Proxy' empty"),
		});
		expect([...proxy.requests, ...site.requests]).toEqual([]);
	});

	test('gives nobody public keys', async () => {
		const credential = addCredential(site.url, { connectUsing: 'nobody' });
		const { error } = await env.runNode(
			{
				resource: 'sessionToken',
				operation: 'verify',
				token: FORGED,
				requestOptions: { proxy: proxy.url },
			},
			{ credential },
		);
		expect(error?.message).toBe(REFUSED);
		expect(proxy.requests).toEqual([]);
	});
});

describe('a Proxy URL with a path', () => {
	const ELSEWHERE = [
		'/v1/me',
		'/',
		'/admin',
		'/__clerk',
		'/__clerkevil/v1/me',
		'/__CLERK/v1/me',
		'/__clerk/../admin',
		'/__clerk/./../admin',
		'/__clerk/%2e%2e/admin',
		'/__clerk/.%2E/admin',
		'/__clerk/.%2E%2fadmin',
		'/__clerk/%2e%2e;/admin',
		'/__clerk/%5c../admin',
		'/__clerk/..%252fadmin',
		'/__clerk\\..\\admin',
		'//__clerk/../admin',
		'/admin?/__clerk/v1/me',
		'/admin#/__clerk/v1/me',
	];

	test.each(sampled(ELSEWHERE))('does not have %s signed', async (path) => {
		const credential = addCredential(`${site.url}/__clerk`);
		const result = await request(credential, site.url + path);
		expect(result.error).toBeDefined();
		expect(site.requests).toHaveLength(0);
	});

	test.each(['/__clerk/v1/me', '/__clerk/v1/../v1/me'])('has %s signed', async (path) => {
		const credential = addCredential(`${site.url}/__clerk/`);
		const result = await request(credential, site.url + path);
		expect(result.error).toBeUndefined();
		expect(site.requests.map(({ url }) => url.replace(/\?.*/, ''))).toEqual(['/__clerk/v1/me']);
		expect(site.requests[0]?.headers.authorization === TOKEN).toBe(true);
	});

	test('comes before the paths of the node', async () => {
		const step = { resource: 'session', operation: 'get', sessionId: byId('sess_1') };
		await env.runNode(step, { credential: addCredential(`${site.url}/__clerk`) });
		expect(site.requests.map(({ url }) => url.replace(/\?.*/, ''))).toEqual([
			'/__clerk/v1/client/sessions/sess_1',
		]);
	});
});

describe('a proxy that shows a certificate of its own', () => {
	/** What it read of requests that were meant for another host. */
	let read: Array<Record<string, unknown>>;
	let proxyUrl: string;
	let certificate: ReturnType<typeof selfSignedCertificate>;
	/** An address that only the proxy can make something of. */
	const ADDRESS = 'https://clerk.sandbox.invalid';

	beforeEach(async () => {
		read = [];
		certificate = selfSignedCertificate('clerk.sandbox.invalid');
		const inside = createHttpsServer(certificate, (incoming, outgoing) => {
			read.push({ url: incoming.url, ...incoming.headers });
			outgoing.writeHead(200, { 'content-type': 'application/json' });
			outgoing.end(JSON_ANSWER.body);
		});
		servers.push(await listen(inside));
		const { port } = inside.address() as AddressInfo;
		const proxy = createServer();
		proxy.on('connect', (_request, socket: Socket) => {
			const tunnel = connect(port, '127.0.0.1', () => {
				socket.write('HTTP/1.1 200 OK\r\n\r\n');
				socket.pipe(tunnel).pipe(socket);
			});
			tunnel.on('error', () => socket.destroy());
			socket.on('error', () => tunnel.destroy());
		});
		const listening = await listen(proxy);
		servers.push(listening);
		proxyUrl = `http://${listening.host}`;
	});

	test('gets no token of the node, with Ignore SSL Issues', async () => {
		for (const mode of ['clientToken', 'devBrowser']) {
			const fields = { connectUsing: mode, devBrowserToken: TOKEN };
			await env.runNode(
				{
					resource: 'session',
					operation: 'get',
					sessionId: byId('sess_1'),
					options: { maxRetries: 0 },
					requestOptions: { proxy: proxyUrl, allowUnauthorizedCerts: true },
				},
				{ credential: addCredential(ADDRESS, fields) },
			);
		}
		expect(JSON.stringify(read).includes(TOKEN)).toBe(false);
	});

	test('gets no token of the HTTP Request node, with Ignore SSL Issues', async () => {
		for (const mode of ['clientToken', 'devBrowser']) {
			const fields = { connectUsing: mode, devBrowserToken: TOKEN };
			await request(addCredential(ADDRESS, fields), `${ADDRESS}/v1/me`, {
				options: { proxy: proxyUrl, allowUnauthorizedCerts: true },
			});
		}
		expect(JSON.stringify(read).includes(TOKEN)).toBe(false);
	});

	/** n8n's node for certificates of one's own, with the credential or without any. */
	async function requestWithAuthority(credential?: string) {
		env.engine.credentials.add('ssl', {
			name: 'ssl',
			type: 'httpSslAuth',
			data: { ca: certificate.cert },
		});
		const parameters = {
			url: `${ADDRESS}/v1/me`,
			provideSslCertificates: true,
			options: { proxy: proxyUrl },
			...(credential === undefined
				? {}
				: {
						authentication: 'predefinedCredentialType',
						nodeCredentialType: CREDENTIAL_TYPE,
					}),
		};
		const credentials = {
			httpSslAuth: { id: 'ssl', name: 'ssl' },
			...(credential === undefined
				? {}
				: { [CREDENTIAL_TYPE]: { id: credential, name: credential } }),
		};
		const step = node('Request', 'n8n-nodes-base.httpRequest', parameters, {
			typeVersion: 4.2,
			credentials,
		});
		await env.engine.run(afterManualTrigger(step));
	}

	test('gets no token of the HTTP Request node, with its own certificate authority', async () => {
		await requestWithAuthority(addCredential(ADDRESS));
		expect(JSON.stringify(read).includes(TOKEN)).toBe(false);
	});

	test('reads what holds no token, so that these tests mean something', async () => {
		await requestWithAuthority();
		expect(read.map(({ url }) => url)).toEqual(['/v1/me']);
		const step = node(
			'Request',
			'n8n-nodes-base.httpRequest',
			{ url: `${ADDRESS}/plain`, options: { proxy: proxyUrl, allowUnauthorizedCerts: true } },
			{ typeVersion: 4.2 },
		);
		await env.engine.run(afterManualTrigger(step));
		expect(read.map(({ url }) => url)).toEqual(['/v1/me', '/plain']);
	});
});
