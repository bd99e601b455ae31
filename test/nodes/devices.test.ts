import { type INodeParameters, NodeHelpers } from 'n8n-workflow';
import { minutes } from '../../sandbox/clock';
import { answers } from '../failures/clerkAnswer';
import { addAccount, requestLines, person, signInCount, WAYS } from '../signIn/account';
import { IPHONE, IPHONE_SHOWN } from '../support/devices';
import { type Caller, type NodeRunOptions, setup } from '../support/setup';
import {
	byId,
	CLERK_SESSIONS,
	clerkSessions,
	CREDENTIAL_TYPE,
	lastActive,
} from '../support/workflows';

// Every device of a person: Session: Get Many and Revoke.

const env = setup();

const ACTIVE = 'GET /v1/me/sessions/active 200';
const grace = () => person(env, 'grace').id;

async function getMany(parameters: INodeParameters, options?: NodeRunOptions) {
	return await env.runNode({ resource: 'session', operation: 'getAll', ...parameters }, options);
}

async function revoke(sessionId: string, more: INodeParameters = {}, options?: NodeRunOptions) {
	const parameters = { revokedSessionId: byId(sessionId), sessionId: lastActive, ...more };
	return await env.runNode(
		{ resource: 'session', operation: 'revoke', ...parameters },
		{ as: env.signIn(grace()), ...options },
	);
}

describe('Get Many, of the client', () => {
	test('puts out every session, whoever is signed in, as Get does', async () => {
		const { clientId, sessionId } = env.sandbox.signIn(grace());
		const { clientToken } = env.sandbox.addSession(clientId, person(env, 'ada').id);
		env.sandbox.endSession(sessionId);
		const credential = env.addCredential({ connectUsing: 'clientToken', clientToken });
		const { json } = await getMany({}, { credential });
		expect(json).toMatchObject([
			{ id: sessionId, status: 'ended', userId: grace() },
			{ status: 'active', userId: person(env, 'ada').id },
		]);
		const { json: ended } = await getMany({ filters: { status: ['ended'] } }, { credential });
		expect(ended.map(({ id }) => id)).toEqual([sessionId]);
	});

	test('puts out nothing where no session is left', async () => {
		const as = env.signIn(grace());
		env.sandbox.endSession(as.sessionId, 'removed');
		const { error, json } = await getMany({}, { as });
		expect(error).toBeUndefined();
		expect(json).toEqual([]);
	});

	test('asks for no session, which it would not use', () => {
		const { description } = env.engine.nodeTypes.getByNameAndVersion(CLERK_SESSIONS);
		const issuesWith = (parameters: INodeParameters) =>
			NodeHelpers.getNodeParametersIssues(
				description.properties,
				{
					...clerkSessions({ resource: 'session', operation: 'getAll', ...parameters }, 'any'),
					id: 'step',
				},
				description,
			);
		expect(issuesWith({ scope: 'client', sessionId: byId('') })).toBeNull();
		expect(issuesWith({ scope: 'person', sessionId: byId('') })).toEqual({
			parameters: { sessionId: ['Parameter "Session" is required.'] },
		});
	});

	test('says so where Clerk does not know the client', async () => {
		const credential = env.addCredential({
			connectUsing: 'clientToken',
			clientToken: `${'a'.repeat(40)}`,
		});
		const { error } = await getMany({}, { credential });
		expect(error?.message).toBe('Clerk does not know the client of this credential');
	});
});

describe('Get Many, of the person', () => {
	const ofPerson = { scope: 'person', sessionId: lastActive };

	test('puts out each active session with device and place, and marks the one that asks', async () => {
		const as = env.signIn(grace());
		const { sessionId } = env.sandbox.signIn(grace(), 'native', { activity: IPHONE });
		const ended = env.sandbox.signIn(grace());
		env.sandbox.endSession(ended.sessionId);
		env.sandbox.signIn(person(env, 'ada').id);
		const { json } = await getMany(ofPerson, { as });
		expect(json).toEqual([
			{
				id: as.sessionId,
				status: 'active',
				isCurrent: true,
				lastActiveAt: expect.stringMatching(/^2\d{3}-/),
			},
			{
				id: sessionId,
				status: 'active',
				isCurrent: false,
				lastActiveAt: expect.stringMatching(/^2\d{3}-/),
				...IPHONE_SHOWN,
			},
		]);
	});

	test.each(['raw', 'selectedFields'])(
		'never puts out another device’s token: %s',
		async (output) => {
			env.sandbox.signIn(person(env, 'ada').id);
			const outputFields = 'id, last_active_token, last_active_token.jwt';
			const { json } = await getMany({ ...ofPerson, output, outputFields });
			expect(json.length).toBeGreaterThan(1);
			expect(JSON.stringify(json)).not.toMatch(/eyJ|last_active_token/);
		},
	);

	test('names who acts as the person on another device', async () => {
		env.sandbox.signIn(grace(), 'native', { actor: { sub: 'user_robot' } });
		const { json } = await getMany(ofPerson, { as: env.signIn(grace()) });
		expect(json.map(({ actorId }) => actorId)).toEqual(['user_robot', undefined]);
	});

	test('leaves out the sessions of this client where that is asked for', async () => {
		const { clientId, sessionId } = env.sandbox.signIn(grace());
		const { clientToken } = env.sandbox.addSession(clientId, grace());
		const credential = env.addCredential({ connectUsing: 'clientToken', clientToken });
		const other = env.sandbox.signIn(grace());
		const asked = { ...ofPerson, sessionId: byId(sessionId) };
		expect((await getMany(asked, { credential })).json).toHaveLength(3);
		const { json } = await getMany({ ...asked, filters: { exceptOwn: true } }, { credential });
		expect(json.map(({ id }) => id)).toEqual([other.sessionId]);
	});

	test('takes no more than Limit', async () => {
		env.sandbox.signIn();
		expect((await getMany({ ...ofPerson, limit: 1 })).json).toHaveLength(1);
	});

	test.each([
		['Status', { status: '={{ ["asleep"] }}' }, "'Status' has no valid choice"],
		['Scope', { scope: '={{ "world" }}' }, "'Scope' has no valid choice"],
	])('refuses an odd %s before anything is sent', async (_field, odd, message) => {
		const { scope = 'person', ...filters } = odd as INodeParameters;
		const { error, requests } = await getMany({ scope, filters });
		expect(error?.message).toContain(message);
		expect(requests).toEqual([]);
	});

	test.each(WAYS)('signs in where the session has expired (%s)', async (way) => {
		const credential = addAccount(env, way);
		await getMany(ofPerson, { credential });
		env.sandbox.clock.advance(8 * 24 * 60 * 60_000);
		const { error, json } = await getMany(ofPerson, { credential });
		expect(error).toBeUndefined();
		expect(json.map(({ isCurrent }) => isCurrent)).toEqual([true]);
		expect(signInCount(env.sandbox.requestLog)).toBe(2);
	});
});

describe('Revoke', () => {
	test('ends the session on the other device, and only that', async () => {
		const { sessionId } = env.sandbox.signIn(grace());
		const { json, recorded } = await revoke(sessionId);
		expect(json).toMatchObject([{ id: sessionId, status: 'revoked' }]);
		expect(requestLines(recorded).at(-1)).toBe(`POST /v1/me/sessions/{id}/revoke 200`);
		expect(env.sandbox.statusOf(sessionId)).toBe('revoked');
	});

	test.each([
		['by ID', (own: string) => byId(own)],
		['as the last active one', () => lastActive],
	])('refuses the session that asks, %s, before it is sent', async (_how, asking) => {
		const as = env.signIn(grace());
		const parameters = { sessionId: asking(as.sessionId) };
		const { error, recorded } = await revoke(as.sessionId, parameters, { as });
		expect(error?.message).toContain("'Session to Revoke' is the session that asks");
		expect(recorded.filter(({ method }) => method === 'POST')).toEqual([]);
		const allowed = { ...parameters, options: { allowOwnSession: true } };
		const { error: refusal } = await revoke(as.sessionId, allowed, { as });
		expect(refusal).toMatchObject({ httpCode: '400', message: expect.stringContaining('revoke') });
		expect(env.sandbox.statusOf(as.sessionId)).toBe('active');
	});

	test('hands on that Clerk asks for reverification, and what to do', async () => {
		const as = env.signIn(grace());
		const { sessionId } = env.sandbox.signIn(grace());
		env.sandbox.clock.advance(minutes(11));
		const { error } = await revoke(sessionId, {}, { as });
		expect(error).toMatchObject({
			httpCode: '403',
			description: expect.stringMatching(/Reverification: Start.*Prepare.*Attempt/),
		});
		expect(env.sandbox.statusOf(sessionId)).toBe('active');
	});

	test.each(WAYS)('signs in before it where the own session has expired (%s)', async (way) => {
		const credential = addAccount(env, way);
		await getMany({ scope: 'person', sessionId: lastActive }, { credential });
		env.sandbox.clock.advance(8 * 24 * 60 * 60_000);
		const { sessionId } = env.sandbox.signIn(person(env, 'grace').id);
		const { error } = await revoke(sessionId, {}, { credential });
		expect(error).toBeUndefined();
		expect(signInCount(env.sandbox.requestLog)).toBe(2);
		expect(env.sandbox.statusOf(sessionId)).toBe('revoked');
	});

	test.each(WAYS)('signs nobody in because it was refused (%s)', async (way) => {
		const credential = addAccount(env, way);
		const { json } = await getMany({ scope: 'person', sessionId: lastActive }, { credential });
		const { sessionId } = env.sandbox.signIn(person(env, 'grace').id);
		const asking = byId(String(json[0]?.id));
		env.sandbox.endSession(asking.value as string);
		const { error, recorded } = await revoke(sessionId, { sessionId: asking }, { credential });
		expect(error).toMatchObject({ httpCode: '401' });
		expect(requestLines(recorded)).toEqual(['POST /v1/me/sessions/{id}/revoke 401']);
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});

	test('is not sent again where the first may have been carried out', async () => {
		const { sessionId } = env.sandbox.signIn(grace());
		env.sandbox.faults.add({ path: /revoke$/, cut: 'afterRequestIsHandled', times: 1 });
		const { error, recorded } = await revoke(sessionId);
		expect(error).toBeDefined();
		expect(recorded.filter(({ path }) => path.endsWith('/revoke'))).toHaveLength(1);
		expect(env.sandbox.statusOf(sessionId)).toBe('revoked');
	});
});

describe('the list of sessions to revoke', () => {
	const search = async ({ credential }: Caller, filter?: string) =>
		await env.engine.listSearch(
			CLERK_SESSIONS,
			'searchPersonSessions',
			{ resource: 'session', operation: 'revoke', sessionId: lastActive },
			{ [CREDENTIAL_TYPE]: { id: credential, name: credential } },
			filter,
		);

	test('names device, place and last activity, but not the one that asks', async () => {
		const as = env.signIn(grace());
		const phone = env.sandbox.signIn(grace(), 'native', { activity: IPHONE });
		const unknown = env.sandbox.signIn(grace());
		const { results } = await search(as);
		expect(results.map(({ value }) => value).sort()).toEqual(
			[phone.sessionId, unknown.sessionId].sort(),
		);
		const nameOf = (id: string) => results.find(({ value }) => value === id)?.name;
		expect(nameOf(phone.sessionId)).toMatch(
			/^Safari on iPhone, London GB, active, \d{4}-\d\d-\d\d \d\d:\d\d UTC$/,
		);
		expect(nameOf(unknown.sessionId)).toMatch(/^Unknown device, active, .* UTC$/);
		const { results: found } = await search(as, 'london');
		expect(found.map(({ value }) => value)).toEqual([phone.sessionId]);
	});

	test('is shown without the entries that are no session', async () => {
		const session = { object: 'session', id: 'sess_1', status: 'active' };
		const odd = [null, {}, { ...session, id: 7 }, { ...session, object: 'user', id: 'user_1' }];
		env.sandbox.faults.add({ path: '/v1/me/sessions/active', ...answers(200, [...odd, session]) });
		const { results } = await search(env.signIn(grace()));
		expect(results).toEqual([{ name: 'Unknown device, active', value: 'sess_1' }]);
	});
});

test('the requests say in which session they are made', async () => {
	const as = env.signIn(grace());
	const { recorded } = await getMany({ scope: 'person', sessionId: lastActive }, { as });
	expect(requestLines(recorded)).toEqual(['GET /v1/client 200', ACTIVE]);
	expect(recorded[1]?.query._clerk_session_id).toBe(as.sessionId);
});
