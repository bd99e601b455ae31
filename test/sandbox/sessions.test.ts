import { verifyToken } from '@clerk/backend';
import { startSandbox } from '../../sandbox';
import { had, NativeApp, person, sandboxForTests, signedIn, TEN_OCLOCK } from './support';

const MINUTE_MS = 60_000;
const DAY = 24 * 60 * MINUTE_MS;
const sandbox = sandboxForTests();

const claimsOf = (jwt: string) =>
	JSON.parse(Buffer.from(had(jwt.split('.')[1]), 'base64url').toString());

describe('touch', () => {
	it('activates an organization by ID or slug, and the personal account by nothing', async () => {
		const { app, path } = signedIn(sandbox());
		const [first, second] = person(sandbox(), 'ada').organizations;
		const activate = async (form: Record<string, string>) =>
			(await app.post(`${path}/touch`, form)).body.response.last_active_organization_id;
		expect(await activate({ active_organization_id: had(first) })).toBe(first);
		expect(await activate({ intent: 'focus' })).toBe(first);
		expect(await activate({ active_organization_id: 'difference-co' })).toBe(second);
		expect(await activate({ active_organization_id: '' })).toBeNull();
	});

	it('keeps the organization where nothing is asked for and selection is forced', async () => {
		const { app, path } = signedIn(sandbox());
		const [first, second] = person(sandbox(), 'ada').organizations;
		const activate = async (form: Record<string, string>) =>
			(await app.post(`${path}/touch`, form)).body.response.last_active_organization_id;
		sandbox().settings.forceOrganizationSelection = true;
		expect(await activate({ active_organization_id: '' })).toBeNull();
		expect(await activate({ active_organization_id: had(first) })).toBe(first);
		expect(await activate({ active_organization_id: '' })).toBe(first);
		expect(await activate({ active_organization_id: had(second) })).toBe(second);
	});

	it('refuses an organization the person is not in', async () => {
		const { app, path } = signedIn(sandbox(), person(sandbox(), 'grace').id);
		const answer = await app.post(`${path}/touch`, {
			active_organization_id: 'analytical-engines',
		});
		expect([answer.status, answer.code]).toEqual([404, 'organization_not_found_or_unauthorized']);
	});

	it('makes the session the client’s active one', async () => {
		const { app, clientId, path, sessionId } = signedIn(sandbox());
		const added = sandbox().addSession(clientId, person(sandbox(), 'grace').id);
		app.token = added.clientToken;
		const active = async () =>
			(await app.ask('GET', '/v1/client')).body.response.last_active_session_id;
		expect(await active()).toBe(added.sessionId);
		await app.post(`${path}/touch`);
		expect(await active()).toBe(sessionId);
	});

	it('finishes the task of choosing an organization', async () => {
		const { app, path } = signedIn(sandbox(), person(sandbox(), 'joan').id);
		const before = await app.ask('GET', path);
		expect(before.body.response).toMatchObject({
			status: 'pending',
			tasks: [{ key: 'choose-organization' }],
		});
		const after = await app.post(`${path}/touch`, {
			active_organization_id: 'analytical-engines',
		});
		expect(after.body.response).toMatchObject({ status: 'active', tasks: null });
	});
});

describe('the end of a session', () => {
	it('leaves an ended session to be seen and nothing else', async () => {
		const { app, path } = signedIn(sandbox());
		expect((await app.post(`${path}/end`)).body.response.status).toBe('ended');
		expect((await app.ask('GET', path)).body.response.status).toBe('ended');
		const again = await app.post(`${path}/end`);
		expect([again.status, again.code]).toEqual([400, 'invalid_action_for_session']);
		for (const step of ['touch', 'tokens', 'tokens/hasura']) {
			const answer = await app.post(`${path}/${step}`);
			expect([answer.status, answer.code]).toEqual([401, 'authentication_invalid']);
		}
	});

	it('leaves nothing of a removed session, and passes its place on', async () => {
		const { app, clientId, path } = signedIn(sandbox());
		const added = sandbox().addSession(clientId, person(sandbox(), 'grace').id);
		app.token = added.clientToken;
		await app.post(`${path}/touch`);
		const removed = await app.post(`${path}/remove`);
		expect(removed.body.response.status).toBe('removed');
		expect(removed.body.client).toMatchObject({
			sessions: [{ id: added.sessionId }],
			last_active_session_id: added.sessionId,
		});
		const gone = await app.ask('GET', path);
		expect([gone.status, gone.code]).toEqual([404, 'resource_not_found']);
	});

	it('signs the client out when all sessions are removed', async () => {
		const { app, clientId, path } = signedIn(sandbox());
		const answer = await app.ask('DELETE', '/v1/client/sessions');
		expect(answer.body.response).toMatchObject({ id: clientId, sessions: [] });
		for (const [method, at] of [
			['DELETE', '/v1/client/sessions'],
			['GET', path],
		] as const) {
			const late = await app.ask(method, at);
			expect([late.status, late.code]).toEqual([401, 'signed_out']);
		}
	});

	it.each([
		['expired', 'seven days', 7 * DAY, false],
		['abandoned', 'two idle days, where that is the limit', 2 * DAY, true],
	])('comes as %s after %s', async (status, _after, ms, idle) => {
		if (idle) sandbox().settings.sessionInactivityMs = ms;
		const { app, path } = signedIn(sandbox());
		sandbox().clock.advance(ms - 1);
		expect((await app.ask('GET', path)).body.response.status).toBe('active');
		sandbox().clock.advance(1);
		expect((await app.ask('GET', path)).body.response.status).toBe(status);
		expect((await app.post(`${path}/tokens`)).code).toBe('authentication_invalid');
	});

	it('can come from elsewhere, the client’s token unharmed', async () => {
		const { app, path, sessionId } = signedIn(sandbox());
		sandbox().endSession(sessionId, 'revoked');
		expect((await app.ask('GET', path)).body.response.status).toBe('revoked');
	});
});

describe('a session token', () => {
	it('is one that Clerk’s own SDK verifies, with claims of version 2', async () => {
		// A sandbox on real time: verifyToken goes by the machine's clock.
		const real = await startSandbox();
		try {
			const { app, path, sessionId } = signedIn(real);
			const [organization] = person(real, 'ada').organizations;
			const { body } = await app.post(`${path}/tokens`, { organization_id: had(organization) });
			const { secretKey, backendApiUrl } = real.details;
			const claims = await verifyToken(body.jwt, { secretKey, apiUrl: backendApiUrl });
			expect(body).toEqual({ object: 'token', jwt: expect.any(String) });
			expect(claims).toMatchObject({
				v: 2,
				sid: sessionId,
				sub: person(real, 'ada').id,
				iss: 'https://clerk.sandbox.example',
				sts: 'active',
				fva: [0, -1],
				o: { id: organization, slg: 'analytical-engines', rol: 'admin' },
			});
		} finally {
			await real.stop();
		}
	});

	it('lives sixty seconds by the sandbox’s clock', async () => {
		const { app, path } = signedIn(sandbox());
		const { jwt } = (await app.post(`${path}/tokens`)).body;
		const { iat, exp } = claimsOf(jwt);
		expect([iat, exp]).toEqual([TEN_OCLOCK / 1000, TEN_OCLOCK / 1000 + 60]);
		const header = JSON.parse(Buffer.from(had(jwt.split('.')[0]), 'base64url').toString());
		expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: expect.any(String), oiat: iat });
	});

	it('speaks for the organization asked for, else for the session’s', async () => {
		const { app, path } = signedIn(sandbox());
		const [first, second] = person(sandbox(), 'ada').organizations;
		await app.post(`${path}/touch`, { active_organization_id: had(first) });
		const organizationIn = async (form: Record<string, string>) =>
			claimsOf((await app.post(`${path}/tokens`, form)).body.jwt).o?.id;
		expect(await organizationIn({})).toBe(first);
		expect(await organizationIn({ organization_id: had(second) })).toBe(second);
		expect(await organizationIn({ organization_id: '' })).toBeUndefined();
		sandbox().settings.forceOrganizationSelection = true;
		expect(await organizationIn({ organization_id: '' })).toBe(first);
		const bySlug = await app.post(`${path}/tokens`, { organization_id: 'difference-co' });
		expect(bySlug.code).toBe('organization_not_found_or_unauthorized');
	});

	it('follows a template, without the claims of a session', async () => {
		const { app, path } = signedIn(sandbox());
		const claims = claimsOf((await app.post(`${path}/tokens/hasura`)).body.jwt);
		const { id } = person(sandbox(), 'ada');
		expect(claims).toMatchObject({
			sub: id,
			exp: claims.iat + 300,
			'https://hasura.io/jwt/claims': { 'x-hasura-user-id': id, 'x-hasura-org-id': null },
		});
		expect(claims).not.toHaveProperty('sid');
		const unknown = await app.post(`${path}/tokens/none`);
		expect([unknown.status, unknown.code]).toEqual([404, 'resource_not_found']);
	});

	it('is given for the last one only, on demand', async () => {
		const { app, path } = signedIn(sandbox());
		const { jwt } = (await app.post(`${path}/tokens`)).body;
		sandbox().settings.requireExpiredToken = true;
		sandbox().clock.advance(10 * MINUTE_MS);
		const askWith = async (token: string) =>
			await fetch(`${sandbox().url}${path}/tokens?_is_native=1&expired_token=${token}`, {
				method: 'POST',
				headers: { authorization: app.token },
			});
		const refused = await app.post(`${path}/tokens`);
		expect([refused.status, refused.code]).toEqual([422, 'missing_expired_token']);
		expect((await askWith(`${jwt}x`)).status).toBe(422);
		expect((await askWith(jwt)).status).toBe(200);
	});
});

describe('GET /v1/me', () => {
	it('shows the person of a live session', async () => {
		const { app, sessionId } = signedIn(sandbox());
		const { identifier, id } = person(sandbox(), 'ada');
		const answer = await app.ask('GET', '/v1/me');
		expect(answer.body.response).toMatchObject({
			id,
			email_addresses: [{ email_address: identifier }],
		});
		sandbox().endSession(sessionId);
		const late = await app.ask('GET', '/v1/me');
		expect([late.status, late.code]).toEqual([401, 'authentication_invalid']);
	});

	it('shows nobody to nobody', async () => {
		expect((await new NativeApp(sandbox()).ask('GET', '/v1/me')).code).toBe('signed_out');
	});
});

it('is back where it began after a reset, under the same names', async () => {
	const { details } = sandbox();
	const app = new NativeApp(sandbox(), details.clientToken);
	await app.ask('DELETE', '/v1/client');
	sandbox().settings.nativeApi = false;
	sandbox().clock.advance(DAY);
	sandbox().reset();
	app.token = details.clientToken;
	const client = (await app.ask('GET', '/v1/client')).body.response;
	expect(client.sessions[0].user.id).toBe(details.people[0]?.id);
	expect(sandbox().clock.now()).toBe(TEN_OCLOCK);
	expect(sandbox().requestLog).toHaveLength(1);
});
