import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import type { Preset } from '../../sandbox';
import { decodeToken } from '../../frontendApi/protocol/sessionToken';
import { type Caller, setup } from '../support/setup';
import { sampled } from '../support/size';
import { byId } from '../support/workflows';
import { fieldsFor, type PersonName, person, runStep, signInCount } from './account';

const OK = { status: 'OK', message: 'Connection successful!' };
const CHOOSE = 'The session is pending: an organization has to be chosen first';
const template = { operation: 'createFromTemplate', templateName: 'hasura' };
const touch = { resource: 'session', operation: 'touch' };

describe.each<Preset>(['madeIn2024', 'madeToday'])('an application %s', (preset) => {
	const env = setup({ sandbox: { preset } });
	/** Joan has to choose an organization in either; the others in one that is made today. */
	const isPending = (name: PersonName) => name === 'joan' || preset === 'madeToday';
	const organizationOf = (name: PersonName) => person(env, name).organizations[0] ?? '';

	const withTicket = (name: PersonName, more: ICredentialDataDecryptedObject = {}) =>
		env.addCredential({ ...fieldsFor(env, 'signInTicket', name), ...more });
	const withPassword = (name: PersonName) => {
		// Device Trust would stop it before there is a session.
		env.sandbox.settings.deviceTrust = false;
		return env.addCredential(fieldsFor(env, 'password', name));
	};
	const run = async (credential: string, parameters: INodeParameters = {}) =>
		await runStep(env, credential, parameters);
	const press = async (credential: string) => await env.engine.testCredential(credential);

	/** Ways to come by a session of Joan's, and what the way out of its being pending says. */
	const WAYS: Record<string, { credentialOf: () => string; advice: RegExp }> = {
		'a ticket': {
			credentialOf: () => withTicket('joan'),
			advice: /^Enter an 'Organization ID' in the credential/,
		},
		'a password': {
			credentialOf: () => withPassword('joan'),
			advice: /^Signing in again does not help: run 'Session: Touch' with an organization before/,
		},
		'a client token': {
			credentialOf: () => env.signIn(person(env, 'joan').id).credential,
			advice: /^Signing in again does not help: run 'Session: Touch' with an organization once/,
		},
		'a dev browser token': {
			credentialOf: () => env.signIn(person(env, 'joan').id, 'devBrowser').credential,
			advice: /^Signing in again does not help: run 'Session: Touch' with an organization once/,
		},
	};

	const ways = Object.entries(WAYS);

	// The ways are the same in both: `npm test` tries all of them in one.
	describe.each(preset === 'madeIn2024' ? ways : sampled(ways))(
		'a pending session by %s',
		(_way, { credentialOf, advice }) => {
			test('fails the credential test, which says what is missing and what to do', async () => {
				const { status, message } = await press(credentialOf());
				expect(status).toBe('Error');
				const [what, ...rest] = message.split(' first. ');
				expect(`${what} first`).toBe(CHOOSE);
				expect(rest.join('')).toMatch(advice);
			});

			test.each([
				['a token', {}],
				['a token from a template', template],
			])('fails a run that makes %s', async (_what, parameters) => {
				const { error, requests } = await run(credentialOf(), parameters);
				expect(error).toMatchObject({
					message: CHOOSE,
					description: expect.stringMatching(advice),
				});
				expect(signInCount(requests)).toBeLessThanOrEqual(1);
			});

			test('brings a token with its status where the step allows that', async () => {
				const { json } = await run(credentialOf(), { options: { allowPendingSession: true } });
				expect(json).toMatchObject([{ status: 'pending', claims: { sts: 'pending' } }]);
			});

			test('is cured by Touch with an organization', async () => {
				const credential = credentialOf();
				const organizationId = byId(organizationOf('joan'));
				const touched = await run(credential, { ...touch, organization: 'byId', organizationId });
				expect(touched.json).toMatchObject([{ status: 'active' }]);
				expect(touched.json[0]).not.toHaveProperty('tasks');
				const { error, json } = await run(credential);
				expect(error).toBeUndefined();
				expect(json).toMatchObject([{ organizationId: organizationOf('joan') }]);
				expect(json[0]).not.toHaveProperty('status');
				expect(await press(credential)).toEqual(OK);
			});
		},
	);

	test('a session given by its ID is found out by its token', async () => {
		const joan: Caller = env.signIn(person(env, 'joan').id);
		const create = { resource: 'sessionToken', operation: 'create' };
		const { error } = await env.runNode(create, { as: joan });
		expect(error?.message).toBe(CHOOSE);
		const onError = 'continueRegularOutput' as const;
		const { json } = await env.runNode(create, { as: joan, onError });
		expect(json).toMatchObject([{ error: { code: 'session_pending', message: CHOOSE } }]);
	});

	test('a token that is reused is refused as long as the session is pending, and no longer', async () => {
		const credential = withTicket('joan');
		const options = { reuseToken: true };
		await run(credential, { options: { ...options, allowPendingSession: true } });
		const refused = await run(credential, { options });
		expect(refused.error?.message).toBe(CHOOSE);
		const [session] = (await run(credential, { resource: 'session', operation: 'get' })).json;
		env.sandbox.completeTasks(String(session?.id));
		const after = await run(credential, { options });
		expect(after.error).toBeUndefined();
		expect(decodeToken(String(after.json[0]?.jwt))?.claims.sts).toBe('active');
	});

	test('a ticket with an organization begins in it', async () => {
		const credential = withTicket('joan', { organizationId: ` ${organizationOf('joan')} ` });
		expect(await press(credential)).toEqual(OK);
		const { json } = await run(credential);
		expect(json).toMatchObject([{ organizationId: organizationOf('joan') }]);
		const asked = env.sandbox.requestLog.find(({ path }) => path.endsWith('/sign_in_tokens'));
		expect(JSON.parse(asked?.body ?? '')).toEqual({
			user_id: person(env, 'joan').id,
			expires_in_seconds: 120,
			org_id: organizationOf('joan'),
		});
	});

	test('a ticket without one sends nothing of it, and does where nothing has to be chosen', async () => {
		const { error } = await run(withTicket('grace'));
		expect(error?.message).toBe(isPending('grace') ? CHOOSE : undefined);
		const asked = env.sandbox.requestLog.find(({ path }) => path.endsWith('/sign_in_tokens'));
		expect(Object.keys(JSON.parse(asked?.body ?? ''))).toEqual(['user_id', 'expires_in_seconds']);
	});

	test('an organization that the user is not in is named', async () => {
		const { error } = await run(withTicket('joan', { organizationId: organizationOf('grace') }));
		expect(error).toMatchObject({
			httpCode: '404',
			description: expect.stringContaining("Check 'Organization ID' in the credential"),
		});
	});

	test.each(['analytical-engines', 'org_', 'org_../x'])(
		'%s is no organization ID, and nothing is sent',
		async (organizationId) => {
			const { error, requests } = await run(withTicket('joan', { organizationId }));
			expect(error?.message).toBe("'Organization ID' is not an organization ID");
			expect(requests).toEqual([]);
		},
	);

	test('another way to connect takes no notice of an organization that was typed for a ticket', async () => {
		env.sandbox.settings.deviceTrust = false;
		const fields = fieldsFor(env, 'password', 'grace');
		const credential = env.addCredential({ ...fields, organizationId: 'org_left' });
		const { json } = await run(credential, { resource: 'session', operation: 'get' });
		expect(json).toMatchObject([{ status: isPending('grace') ? 'pending' : 'active' }]);
	});

	test.each([
		['setup-mfa', 'grace', 'two-step verification has to be set up'],
		['reset-password', 'margaret', 'the password has to be changed'],
	] as const)('%s is for the person to do', async (task, name, missing) => {
		Object.assign(env.sandbox.settings, {
			forceOrganizationSelection: false,
			passwordResetIsTask: true,
			requireSecondFactor: task === 'setup-mfa',
		});
		const credential = withTicket(name);
		const { error } = await run(credential);
		expect(error).toMatchObject({
			message: `The session is pending: ${missing} first`,
			description: expect.stringMatching(/^The person has to do that in the application/),
		});
		expect(await press(credential)).toMatchObject({ message: expect.stringContaining(missing) });
		const [session] = (await run(credential, { resource: 'session', operation: 'get' })).json;
		expect(session).toMatchObject({ status: 'pending', tasks: [task] });
		env.sandbox.completeTasks(String(session?.id));
		const after = await run(credential);
		expect([after.error, signInCount(after.requests)]).toEqual([undefined, 0]);
	});

	test('all tasks are shown and named', async () => {
		Object.assign(env.sandbox.settings, {
			passwordResetIsTask: true,
			requireSecondFactor: true,
			forceOrganizationSelection: true,
		});
		const credential = withTicket('margaret');
		const { json } = await run(credential, { resource: 'session', operation: 'get' });
		const tasks = ['choose-organization', 'reset-password', 'setup-mfa'];
		expect(json).toMatchObject([{ tasks }]);
		expect((await run(credential)).error?.message).toBe(
			'The session is pending: an organization has to be chosen, and the password has to be changed, and two-step verification has to be set up first',
		);
	});

	test('where the tasks cannot be looked up, the run fails all the same', async () => {
		const joan = env.signIn(person(env, 'joan').id);
		env.sandbox.faults.add({ path: '/v1/client', status: 403 });
		const create = { resource: 'sessionToken', operation: 'create' };
		const { error } = await env.runNode(create, { as: joan });
		expect(error?.message).toBe('The session is pending: something has to be done first');
	});
});
