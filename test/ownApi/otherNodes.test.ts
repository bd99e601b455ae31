import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { LOOK_UP, SIGN_IN, TOKEN } from '../signIn/account';
import { type Engine, startEngine } from '../support/engine';
import { PACKAGE } from '../support/setup';
import { afterManualTrigger, node } from '../support/workflows';
import { CREDENTIAL_TYPE, setupWithApi } from './setup';

// Nodes other than the HTTP Request node make their requests by `httpRequestWithAuthentication`. After
// a 401, and only then, n8n calls `preAuthentication` and sends the request again, whatever that returns.

const env = setupWithApi();
let engine: Engine;
beforeAll(async () => {
	const packages = [PACKAGE, join(__dirname, 'fixture')];
	engine = await startEngine({ packages, credentialStore: env.engine.credentials });
});
afterAll(async () => await engine.stop());

const NAME = 'Own API';

async function run(credential: string, parameters: INodeParameters) {
	const clerkBefore = env.sandbox.requestLog.length;
	const apiBefore = env.api.requests.length;
	const step = node(NAME, 'n8n-nodes-own-api.ownApi', parameters, {
		credentials: { [CREDENTIAL_TYPE]: { id: credential, name: credential } },
	});
	const result = await engine.run(afterManualTrigger(step));
	return {
		error: result.error,
		json: result.json(NAME),
		clerk: env.sandbox.requestLog.slice(clerkBefore),
		api: env.api.requests.slice(apiBefore).map(({ method, status }) => `${method} ${status}`),
	};
}

const lines = (requests: Awaited<ReturnType<typeof run>>['clerk']) =>
	requests.map(({ method, path, status }) =>
		`${method} ${path} ${status}`.replace(/sess_\w+/, '{id}'),
	);

function endSession(): void {
	const sessionId = env.api.requests.at(-1)?.sessionId ?? '';
	env.sandbox.endSession(sessionId);
	env.api.endedSessions.add(sessionId);
}

test('a request is signed with a token that is made for it', async () => {
	const credential = env.addApiCredential();
	const { error, api, clerk } = await run(credential, { url: `${env.api.url}/me` });
	expect(error).toBeUndefined();
	expect(api).toEqual(['GET 200']);
	expect(lines(clerk)).toEqual([...SIGN_IN.signInTicket, LOOK_UP, TOKEN]);
});

test.each(['GET', 'POST'])(
	'%s that the API refuses while the session lives goes out once',
	async (method) => {
		const credential = env.addApiCredential();
		await run(credential, { url: `${env.api.url}/me` });
		const { error, api, clerk } = await run(credential, {
			method,
			url: `${env.api.url}/status/401`,
		});
		expect(error?.message).toBe('The API refused a session token that is valid (HTTP 401)');
		expect(error?.description).toMatch(/^Clerk says that the session lives/);
		expect(api).toEqual([`${method} 401`]);
		expect(lines(clerk)).toEqual([LOOK_UP]);
	},
);

test('one that the API refuses while Clerk cannot be asked goes out once, and says so', async () => {
	const credential = env.addApiCredential();
	await run(credential, { url: `${env.api.url}/me` });
	env.sandbox.faults.add({ path: '/v1/client', status: 503 });
	const { error, api } = await run(credential, { url: `${env.api.url}/status/401` });
	expect(error?.message).toBe('The API refused the session token (HTTP 401)');
	expect(error?.description).toMatch(/^Clerk could not be asked whether its session lives/);
	expect(api).toEqual(['GET 401']);
});

test('GET goes out again with a new token once the session has ended', async () => {
	const credential = env.addApiCredential();
	await run(credential, { url: `${env.api.url}/me` });
	endSession();
	const { error, api } = await run(credential, { url: `${env.api.url}/me` });
	expect(error).toBeUndefined();
	expect(api).toEqual(['GET 401', 'GET 200']);
});

test('POST does not, and says so', async () => {
	const credential = env.addApiCredential();
	const parameters = { method: 'POST', url: `${env.api.url}/me` };
	await run(credential, parameters);
	endSession();
	const failed = await run(credential, parameters);
	expect(failed.error?.message).toBe(
		'The API refused the session token (HTTP 401): its session has ended',
	);
	expect(failed.api).toEqual(['POST 401']);
	expect((await run(credential, parameters)).error).toBeUndefined();
});
