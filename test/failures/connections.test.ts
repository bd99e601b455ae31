import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import type { ApiHost } from '../../frontendApi/protocol/apiHost';
import { networkFailure } from '../../frontendApi/protocol/networkFailure';
import { closedPort, listen, type LocalServer } from '../support/localServer';
import { selfSignedCertificate } from '../support/selfSignedCertificate';
import { setup } from '../support/setup';

const env = setup();
const HOST: ApiHost = { name: 'example.com', field: 'Proxy URL', askedBy: 'step' };
const servers: LocalServer[] = [];
let reached = 0;

afterEach(async () => {
	for (const server of servers.splice(0)) await server.stop();
});

/** @returns the host it listens at until the test ends */
async function open(server: Server): Promise<string> {
	const opened = await listen(server);
	servers.push(opened);
	return opened.host;
}

/** Where nobody can be reached, and what is said of it. */
const CASES: Array<{
	what: string;
	timeoutMs?: number;
	open: () => Promise<string>;
	scheme: 'http' | 'https';
	says: (host: string) => string;
	code: RegExp;
}> = [
	{
		what: 'a name that does not exist',
		open: () => Promise.resolve('clerk.sandbox.invalid'),
		scheme: 'http',
		says: (host) => `The host ${host} was not found`,
		code: /^(ENOTFOUND|EAI_AGAIN)$/,
	},
	{
		what: 'a port where nothing listens',
		open: closedPort,
		scheme: 'http',
		says: (host) => `${host} refused the connection`,
		code: /^ECONNREFUSED$/,
	},
	{
		what: 'a certificate that nobody vouches for',
		open: () => open(createHttpsServer(selfSignedCertificate(), () => reached++)),
		scheme: 'https',
		says: (host) => `The certificate of ${host} is not trusted`,
		code: /^DEPTH_ZERO_SELF_SIGNED_CERT$/,
	},
	{
		what: 'a server that speaks no TLS',
		open: () => open(createHttpServer(() => reached++)),
		scheme: 'https',
		says: (host) => `No secure connection to ${host} could be made`,
		code: /^(EPROTO|ERR_SSL_\w+)$/,
	},
	{
		what: 'a server that speaks no HTTP',
		open: () => open(createTcpServer((socket) => void socket.end('220 mail.example ESMTP\r\n'))),
		scheme: 'http',
		says: (host) => `${host} answered with something that is no HTTP`,
		code: /^HPE_/,
	},
	{
		what: 'a server that hangs up',
		open: () => open(createTcpServer((socket) => void socket.destroy())),
		scheme: 'http',
		says: (host) => `${host} closed the connection before it answered`,
		code: /^(ECONNRESET|EPIPE)$/,
	},
	{
		what: 'a server that does not answer in time',
		timeoutMs: 100,
		open: () => {
			env.sandbox.faults.add({ delayMs: 300 });
			return Promise.resolve(new URL(env.sandbox.url).host);
		},
		scheme: 'http',
		says: (host) => `${host} did not answer in time`,
		code: /^(ECONNABORTED|ETIMEDOUT)$/,
	},
	{
		what: 'a connection cut in the middle of the answer',
		open: () => {
			env.sandbox.faults.add({ cut: 'midAnswer' });
			return Promise.resolve(new URL(env.sandbox.url).host);
		},
		scheme: 'http',
		says: (host) => `${host} closed the connection before it answered`,
		code: /^(ECONNRESET|ERR_BAD_RESPONSE)$/,
	},
];

test.each(CASES)('$what has a sentence of its own, with the host', async (row) => {
	reached = 0;
	const host = await row.open();
	const credential = env.addCredential({
		connectUsing: 'clientToken',
		clientToken: env.client.clientToken ?? '',
		proxyUrl: `${row.scheme}://${host}`,
	});
	const parameters = {
		resource: 'session',
		operation: 'get',
		options: { maxRetries: 0 },
		// Enough to find out all else on a machine that is busy.
		requestOptions: { timeout: row.timeoutMs ?? 5_000 },
	};
	const { error } = await env.runNode(parameters, { credential });
	expect(error).toMatchObject({
		name: 'NodeApiError',
		message: row.says(host),
		description: expect.stringMatching(/^[A-Z].*\.$/),
		// n8n shows it where the status would stand.
		httpCode: expect.stringMatching(row.code),
		context: { data: { code: expect.stringMatching(row.code) } },
	});

	const { items } = await env.runNode(parameters, {
		credential,
		onError: 'continueRegularOutput',
	});
	expect(items).toEqual([
		{
			json: {
				error: {
					message: row.says(host),
					description: error?.description,
					code: expect.stringMatching(row.code),
				},
			},
			pairedItem: { item: 0 },
		},
	]);
	expect(reached).toBe(0);
});

test('a proxy of the step that hangs up has one, too', async () => {
	const proxy = createHttpServer().on('connect', (_request, socket) => void socket.end());
	const credential = env.addCredential({
		connectUsing: 'clientToken',
		clientToken: env.client.clientToken ?? '',
		proxyUrl: 'https://clerk.sandbox.invalid',
	});
	const { error } = await env.runNode(
		{
			resource: 'session',
			operation: 'get',
			options: { maxRetries: 0 },
			requestOptions: { proxy: `http://${await open(proxy)}` },
		},
		{ credential },
	);
	expect(error).toMatchObject({
		message: 'The proxy closed the connection before it led to clerk.sandbox.invalid',
		description: expect.stringContaining("Nothing was sent. Check 'Proxy'"),
		httpCode: 'ERR_PROXY_HUNG_UP',
	});
});

test('a code that nobody knows is passed on beside a plain sentence', () => {
	expect(networkFailure('EWHATEVER', HOST)).toMatchObject({
		message: 'The request to example.com brought no answer that could be read',
		code: 'EWHATEVER',
	});
	expect(networkFailure(undefined, HOST).code).toBeUndefined();
	expect(networkFailure('constructor', HOST).message).toContain('brought no answer');
});
