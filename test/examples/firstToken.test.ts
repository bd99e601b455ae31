import { createClerkClient } from '@clerk/backend';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { fieldsFor, person } from '../signIn/account';
import { PACKAGE, setup } from '../support/setup';
import { importExample } from './example';

/** What a new application has before anybody has opened its settings. */
const env = setup({ sandbox: { preset: 'madeToday', settings: { nativeApi: false } } });
const page = readFileSync(join(PACKAGE, 'docs', 'first-token.md'), 'utf8');
const EXAMPLE = 'hand-on-a-session-token.json';

let server: Server;
let apiUrl: string;

/** An API as Clerk's documentation has it: who is signed in, `@clerk/backend` says. */
beforeAll(async () => {
	server = createServer((request, response) => {
		const { publishableKey, secretKey, backendApiUrl } = env.sandbox.details;
		const clerk = createClerkClient({
			publishableKey,
			secretKey,
			apiUrl: backendApiUrl,
			telemetry: { disabled: true },
		});
		const headers = { authorization: request.headers.authorization ?? '' };
		clerk.authenticateRequest(new Request('https://api.example.com/', { headers })).then(
			(state) => {
				const { userId = null, orgId = null } = state.toAuth() ?? {};
				response.writeHead(userId === null ? 401 : 200, { 'content-type': 'application/json' });
				response.end(JSON.stringify({ userId, orgId }));
			},
			() => response.writeHead(500).end(),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	apiUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const addCredential = (more: ICredentialDataDecryptedObject = {}) =>
	env.addCredential({ ...fieldsFor(env, 'signInTicket', 'grace'), ...more });
const organizationId = () => person(env, 'grace').organizations[0] ?? '';

/** Runs the example of step 6. */
const callApi = async (credential: string) => {
	const workflow = importExample(EXAMPLE, credential, { apiUrl });
	return await env.engine.run(workflow, { mode: 'trigger' });
};

test('the way of docs/first-token.md leads from nothing to a token that the API accepts', async () => {
	// Step 1.
	const isOff = await env.engine.testCredential(addCredential());
	expect(isOff.status).toBe('Error');
	expect(page).toContain(`the credential's test says: "${isOff.message}"`);
	env.sandbox.settings.nativeApi = true;
	// Step 4.
	const isPending = await env.engine.testCredential(addCredential());
	expect(isPending.status).toBe('Error');
	expect(page).toContain(`the test says: "${isPending.message}"`);
	// Step 5.
	const credential = addCredential({ organizationId: organizationId() });
	const works = await env.engine.testCredential(credential);
	expect(works.status).toBe('OK');
	// Steps 6 and 7.
	const result = await callApi(credential);
	expect(result.error).toBeUndefined();
	expect(result.json('Call the API')).toEqual([
		{ userId: person(env, 'grace').id, orgId: organizationId() },
	]);
});

test('without an organization, nothing reaches the API', async () => {
	env.sandbox.settings.nativeApi = true;
	const result = await callApi(addCredential());
	expect(result.error?.message).toMatch(/^The session is pending/);
	expect(result.json('Call the API')).toEqual([]);
});

test('the token of a pending session, which a step can let out, is one that the API refuses', async () => {
	env.sandbox.settings.nativeApi = true;
	const workflow = importExample(EXAMPLE, addCredential(), { apiUrl });
	for (const { parameters, type } of workflow.nodes) {
		if (type.endsWith('clerkSessions')) parameters.options = { allowPendingSession: true };
	}
	const result = await env.engine.run(workflow, { mode: 'trigger' });
	expect(result.error).toMatchObject({ httpCode: '401' });
});

test('the README leads here', () => {
	const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
	expect(readme).toContain('(docs/first-token.md)');
	expect(readme).toContain('**Organization ID**');
});
