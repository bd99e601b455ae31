import type { Preset } from '../../sandbox';
import { ask, had, NativeApp, person, sandboxForTests, signedIn } from './support';

const SIGN_INS = '/v1/client/sign_ins';
const TODAY: Preset = 'madeToday';

describe.each<Preset>(['madeIn2024', 'madeToday'])('an application %s', (preset) => {
	const isToday = preset === TODAY;
	const sandbox = sandboxForTests({ preset });

	const byTicket = async (firstName: string, more: Record<string, unknown> = {}) => {
		const { backendApiUrl, secretKey } = sandbox().details;
		const answer = await fetch(`${backendApiUrl}/v1/sign_in_tokens`, {
			method: 'POST',
			headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
			body: JSON.stringify({ user_id: person(sandbox(), firstName).id, ...more }),
		});
		const { token }: { token: string } = JSON.parse(await answer.text());
		const app = new NativeApp(sandbox());
		const { body } = await app.post(SIGN_INS, { strategy: 'ticket', ticket: token });
		return { app, session: body.client.sessions[0] };
	};

	const byPassword = async (firstName: string) => {
		const { identifier, password } = person(sandbox(), firstName);
		const form = { strategy: 'password', identifier, password: had(password) };
		return (await new NativeApp(sandbox()).post(SIGN_INS, form)).body;
	};

	it('has everybody choose an organization, if it is made today', async () => {
		const { app, session } = await byTicket('grace');
		expect(session).toMatchObject(
			isToday
				? { status: 'pending', tasks: [{ key: 'choose-organization' }] }
				: { status: 'active', tasks: null },
		);
		const [organization] = person(sandbox(), 'grace').organizations;
		const { body } = await app.post(`/v1/client/sessions/${session.id}/touch`, {
			active_organization_id: had(organization),
		});
		expect(body.response).toMatchObject({
			status: 'active',
			tasks: null,
			last_active_organization_id: organization,
		});
		const environment = await ask(sandbox(), 'GET', '/v1/environment');
		expect(environment.body.organization_settings.force_organization_selection).toBe(isToday);
	});

	it.each(['grace', 'joan'])(
		'takes %s in at once by a ticket with an organization',
		async (name) => {
			const [organization] = person(sandbox(), name).organizations;
			const { session } = await byTicket(name, { org_id: organization });
			expect(session).toMatchObject({
				status: 'active',
				tasks: null,
				last_active_organization_id: organization,
			});
		},
	);

	it('has a password changed before the session is active, or before there is one', async () => {
		const { response, client } = await byPassword('margaret');
		expect(response.status).toBe(isToday ? 'needs_client_trust' : 'needs_new_password');
		expect(client.sessions).toEqual([]);
		sandbox().settings.deviceTrust = false;
		const [session] = (await byPassword('margaret')).client.sessions;
		expect(session?.tasks).toEqual(
			isToday ? [{ key: 'choose-organization' }, { key: 'reset-password' }] : undefined,
		);
	});

	it('asks for Device Trust if it is made today, and only where a code can arrive', async () => {
		expect((await byPassword('grace')).response.status).toBe(
			isToday ? 'needs_client_trust' : 'complete',
		);
		expect((await byPassword('dorothy')).response.status).toBe('complete');
	});

	it('has two-step verification set up where that is required', async () => {
		sandbox().settings.requireSecondFactor = true;
		const [organization] = person(sandbox(), 'grace').organizations;
		const { session } = await byTicket('grace', { org_id: organization });
		expect(session).toMatchObject({ status: 'pending', tasks: [{ key: 'setup-mfa' }] });
		sandbox().completeTasks(session.id);
		expect(sandbox().statusOf(session.id)).toBe('active');
		const [ofAda] = person(sandbox(), 'ada').organizations;
		expect((await byTicket('ada', { org_id: ofAda })).session.status).toBe('active');
	});

	it('stays pending until the last task is done', async () => {
		sandbox().settings.requireSecondFactor = true;
		const { sessionId } = sandbox().signIn(person(sandbox(), 'joan').id);
		sandbox().completeTasks(sessionId, 'choose-organization');
		expect(sandbox().statusOf(sessionId)).toBe('pending');
		sandbox().completeTasks(sessionId, 'setup-mfa');
		expect(sandbox().statusOf(sessionId)).toBe('active');
		expect(() => sandbox().completeTasks('sess_unknown')).toThrow(/no session/);
	});

	it('refuses what changes something with requires_captcha, and keeps the session', async () => {
		const { app, path, sessionId } = signedIn(sandbox());
		sandbox().settings.requireCaptcha = true;
		const refused = await app.post(`${path}/tokens`);
		expect(refused).toMatchObject({ status: 401, code: 'requires_captcha' });
		expect((await app.ask('GET', '/v1/client')).body.response.sessions).toMatchObject([
			{ id: sessionId },
		]);
		sandbox().settings.requireCaptcha = false;
		expect((await app.post(`${path}/tokens`)).status).toBe(200);
	});

	it('goes by one version, wherever it is given', async () => {
		const version = '2025-03-12';
		const query = { __clerk_api_version: version };
		const headers = { 'clerk-api-version': version };
		const client = async (given: object) => await ask(sandbox(), 'GET', '/v1/client', given);
		expect((await client({ query })).status).toBe(200);
		expect((await client({ headers })).status).toBe(200);
		expect(await client({ query, headers })).toMatchObject({
			status: 400,
			code: 'api_version_invalid',
		});
	});

	it('hands a browser its dev browser as ID and as token', async () => {
		const { body } = await ask(sandbox(), 'POST', '/v1/dev_browser');
		expect(body.token).toEqual(expect.stringMatching(/^dvb_/));
		const query = { __clerk_db_jwt: body.token };
		expect((await ask(sandbox(), 'GET', '/v1/client', { query })).status).toBe(200);
		expect(body.id).toBe(body.token);
	});

	it('is made anew by a reset', () => {
		sandbox().settings.forceOrganizationSelection = !isToday;
		sandbox().reset();
		expect(sandbox().settings.forceOrganizationSelection).toBe(isToday);
	});
});
