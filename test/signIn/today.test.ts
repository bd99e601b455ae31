import { verifyToken } from '@clerk/backend';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Preset } from '../../sandbox';
import { answers, clerkAnswers } from '../failures/clerkAnswer';
import { setup } from '../support/setup';
import { afterManualTrigger, byId, CREDENTIAL_TYPE, lastActive, node } from '../support/workflows';
import {
	addAccount,
	clientOf,
	fieldsFor,
	requestLines,
	type PersonName,
	person,
	runStep,
	signInCount,
	storedToken,
	TOKEN,
} from './account';

const get = { resource: 'session', operation: 'get', sessionId: lastActive };
const OK = { status: 'OK', message: 'Connection successful!' };

describe.each<Preset>(['madeIn2024', 'madeToday'])('an application %s', (preset) => {
	const env = setup({ sandbox: { preset } });

	/** By a ticket, in an organization: active at once in either. */
	const ticketFor = (name: PersonName = 'grace', more: ICredentialDataDecryptedObject = {}) => {
		const [organizationId = ''] = person(env, name).organizations;
		const fields = fieldsFor(env, 'signInTicket', name);
		return env.addCredential({ ...fields, organizationId, ...more });
	};

	describe('a captcha', () => {
		test('that is wanted amid a session is no sign-out', async () => {
			const credential = ticketFor();
			await runStep(env, credential);
			const stored = storedToken(env, credential);
			env.sandbox.settings.requireCaptcha = true;
			const { error, requests } = await runStep(env, credential);
			expect(error).toMatchObject({
				httpCode: '401',
				description: expect.stringMatching(/captcha, which only a browser can solve. Nobody was/),
				context: { data: { code: 'requires_captcha' } },
			});
			expect(requestLines(requests).filter((line) => line.startsWith('POST'))).toHaveLength(1);
			env.sandbox.settings.requireCaptcha = false;
			expect((await runStep(env, credential)).error).toBeUndefined();
			expect(signInCount(env.sandbox.requestLog)).toBe(1);
			expect(storedToken(env, credential) === stored).toBe(true);
		});

		test('that is wanted for signing in costs one ticket', async () => {
			const credential = ticketFor();
			env.sandbox.settings.requireCaptcha = true;
			const { error, requests } = await runStep(env, credential);
			expect(error?.description).toContain('captcha');
			expect(requestLines(requests)).toEqual([
				'POST /backend/v1/sign_in_tokens 200',
				'POST /v1/client/sign_ins 401',
			]);
		});
	});

	describe('a client that Clerk has blocked', () => {
		test('is forgotten where the credential signs in: it goes on with another', async () => {
			const credential = ticketFor();
			await runStep(env, credential);
			const blocked = clientOf(storedToken(env, credential));
			env.sandbox.blockClient(blocked);
			expect((await runStep(env, credential)).error).toBeUndefined();
			expect(clientOf(storedToken(env, credential))).not.toBe(blocked);
			env.sandbox.clearRequestLog();
			expect((await runStep(env, credential)).error).toBeUndefined();
			expect(signInCount(env.sandbox.requestLog)).toBe(0);
		});

		test('is forgotten where Clerk still takes sign-ins on it', async () => {
			const credential = ticketFor();
			const [token] = (await runStep(env, credential)).json;
			const blocked = clientOf(storedToken(env, credential));
			const path = new RegExp(`^/v1/client(/sessions/${String(token?.sessionId)}/tokens)?$`);
			env.sandbox.faults.add({
				...clerkAnswers({ status: 403, code: 'device_blocked' }),
				path,
				times: 3,
			});
			await runStep(env, credential);
			env.sandbox.faults.clear();
			expect((await runStep(env, credential)).error).toBeUndefined();
			expect(clientOf(storedToken(env, credential))).not.toBe(blocked);
		});

		test('is what a pasted token is told, in Clerk’s words', async () => {
			const as = env.signIn(person(env, 'grace').id);
			env.sandbox.blockClient(as.clientId);
			const { error } = await env.runNode({ ...get, sessionId: byId(as.sessionId) }, { as });
			expect(error).toMatchObject({
				httpCode: '403',
				message: expect.stringContaining('has been blocked'),
				description: expect.stringContaining('Sign in on a new one'),
			});
			expect((await env.engine.testCredential(as.credential)).message).not.toBe(OK.message);
		});
	});

	describe('the Test button', () => {
		const session = { object: 'session', id: 'sess_1', status: 'active', tasks: null };
		const client = { object: 'client', id: 'client_1', sessions: [session] };
		const pasted = () => env.signIn(person(env, 'grace').id).credential;

		test('is green where sessions live and none is the last active one', async () => {
			const response = { ...client, last_active_session_id: null };
			env.sandbox.faults.add({
				...answers(200, { response, client: null }),
				path: '/v1/client',
			});
			expect(await env.engine.testCredential(pasted())).toEqual(OK);
		});

		test.each([
			['a code of tomorrow', { status: 400, code: 'a_code_of_tomorrow' }],
			['a code that it does not explain', { status: 422, code: 'form_param_unknown' }],
		])('hands on what Clerk says: %s', async (_what, answer) => {
			const longMessage = 'All about it.';
			env.sandbox.faults.add({ ...clerkAnswers({ ...answer, longMessage }), path: '/v1/client' });
			const { status, message } = await env.engine.testCredential(pasted());
			expect(status).toBe('Error');
			expect(message).toMatch(/^All about it\. .{10,}/);
		});
	});

	test.each([
		['locked', 403, 'user_locked', /unlock|lock/i],
		['banned', 403, 'user_banned', /Unban them/],
		['not on the allow list', 403, 'not_allowed_access', /restrictions in the Clerk Dashboard/],
	])(
		'a user who is %s stops a ticket, and is not tried again',
		async (_who, status, code, advice) => {
			const credential = ticketFor();
			env.sandbox.faults.add({
				...clerkAnswers({ status, code, longMessage: 'Not this one.' }),
				path: '/v1/client/sign_ins',
			});
			const { error } = await runStep(env, credential);
			expect(error).toMatchObject({
				message: expect.stringContaining('Not this one.'),
				description: expect.stringMatching(advice),
			});
			expect(signInCount(env.sandbox.requestLog)).toBe(1);
		},
	);

	describe('Actor ID', () => {
		test('has every token say who acts, and sessions as well', async () => {
			// As pasted.
			const credential = ticketFor('grace', { organizationId: '', actorId: ' user_robot\n' });
			const options = { allowPendingSession: true };
			const [token] = (await runStep(env, credential, { options })).json;
			expect(token).toMatchObject({ userId: person(env, 'grace').id, actorId: 'user_robot' });
			const { secretKey, backendApiUrl: apiUrl } = env.sandbox.details;
			const claims = await verifyToken(String(token?.jwt), { secretKey, apiUrl });
			expect(claims.act).toEqual({ sub: 'user_robot' });
			const [session] = (await runStep(env, credential, get)).json;
			expect(session).toMatchObject({ actorId: 'user_robot' });
			expect(requestLines(env.sandbox.requestLog)[0]).toBe('POST /backend/v1/actor_tokens 200');
			env.sandbox.clock.advance(31 * 60_000);
			expect((await runStep(env, credential, { options })).error).toBeUndefined();
			expect(signInCount(env.sandbox.requestLog)).toBe(2);
		});

		test.each([
			['with spaces', { actorId: 'the robot', organizationId: '' }, "'Actor ID' is not an ID"],
			['beside an organization', { actorId: 'user_robot' }, "'Actor ID' and 'Organization ID'"],
		])('%s is refused before anything is sent', async (_how, fields, message) => {
			const { error, requests } = await runStep(env, ticketFor('grace', fields));
			expect(error?.message).toContain(message);
			expect(requests).toEqual([]);
		});
	});

	test('the last token is at hand when Clerk asks for it, also where it can answer nothing else', async () => {
		const credential = ticketFor();
		const [token] = (await runStep(env, credential)).json;
		const sessionId = byId(String(token?.sessionId));
		env.sandbox.settings.requireExpiredToken = true;
		env.sandbox.faults.add({ path: /^\/v1\/client(\/sessions\/\w+)?$/, status: 503 });
		const { error, requests } = await runStep(env, credential, { sessionId });
		expect(error).toBeUndefined();
		expect(requestLines(requests)).toEqual([TOKEN.replace('200', '422'), TOKEN]);
		expect(requests[1]?.query.expired_token).toBe(token?.jwt);
	});

	test('every request of ours says that it is ours', async () => {
		const credential = ticketFor();
		await runStep(env, credential);
		const agents = env.sandbox.requestLog.map(({ headers }) => headers['user-agent']);
		expect(agents.length).toBeGreaterThan(3);
		expect(new Set(agents)).toEqual(new Set(['n8n-nodes-clerk-sessions']));
	});

	test.each(['Clerk-API-Version', 'clerk-api-version'])(
		'the HTTP Request node names a version of its own in %s, and no other goes along',
		async (name) => {
			const credential = addAccount(env, 'signInTicket');
			const step = node(
				'HTTP Request',
				'n8n-nodes-base.httpRequest',
				{
					url: `${env.sandbox.url}/v1/client`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: CREDENTIAL_TYPE,
					sendHeaders: true,
					headerParameters: { parameters: [{ name, value: '2025-04-10' }] },
					options: {},
				},
				{ typeVersion: 4.2, credentials: { [CREDENTIAL_TYPE]: { id: credential, name: 'Clerk' } } },
			);
			const result = await env.engine.run(afterManualTrigger(step));
			expect(result.error).toBeUndefined();
			const request = env.sandbox.requestLog.at(-1);
			expect(request?.headers['clerk-api-version']).toBe('2025-04-10');
			expect(request?.query).not.toHaveProperty('__clerk_api_version');
		},
	);
});
