import { createServer } from 'node:http';
import { MAX_BODY_BYTES } from '../../frontendApi/client/responseBody';
import { listen, type LocalServer } from '../support/localServer';
import { setup } from '../support/setup';
import { sized } from '../support/size';
import { addAccount } from '../signIn/account';

const env = setup();
let server: LocalServer;
let sent = 0;

/** Answers everything without end, as fast as it is read. */
beforeAll(async () => {
	const chunk = Buffer.alloc(1024 * 1024, 'a');
	server = await listen(
		createServer((_request, response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			const write = () => {
				while (!response.destroyed && sent < 4 * MAX_BODY_BYTES) {
					sent += chunk.length;
					if (!response.write(chunk)) return;
				}
				response.end();
			};
			response.on('drain', write);
			write();
		}),
	);
});
afterAll(async () => await server.stop());
beforeEach(() => void (sent = 0));

test.each([
	['the answer to a request', () => env.client.credential],
	['the answer to a sign-in', () => addAccount(env, 'password')],
])('%s is read up to a bound, once', async (_what, credentialOf) => {
	const credential = credentialOf();
	env.engine.credentials.set(credential, { proxyUrl: `http://${server.host}` });
	const { error } = await env.runNode({ resource: 'session', operation: 'get' }, { credential });
	expect(error?.message).toContain(`${server.host} answered with far more than Clerk does`);
	expect(sent).toBeLessThan(1.5 * MAX_BODY_BYTES);
});

test('a long answer that Clerk may give is read whole', async () => {
	const megabytes = sized({ full: 20, short: 12 });
	const user = { id: 'user_1', note: 'x'.repeat(megabytes * 1024 * 1024) };
	const session = { object: 'session', id: env.client.sessionId, status: 'active', user };
	env.sandbox.faults.add({
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ response: session, client: null }),
	});
	const { json } = await env.runNode({ resource: 'session', operation: 'get' });
	expect(json).toMatchObject([{ id: env.client.sessionId, userId: 'user_1' }]);
});
