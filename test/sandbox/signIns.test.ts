import { ask, had, NativeApp, person, sandboxForTests, signedIn } from './support';

const SIGN_INS = '/v1/client/sign_ins';
const sandbox = sandboxForTests();

async function byPassword(firstName: string, app = new NativeApp(sandbox())) {
	const { identifier, password } = person(sandbox(), firstName);
	const form = { strategy: 'password', identifier, password: had(password) };
	const answer = await app.post(SIGN_INS, form);
	const path = `${SIGN_INS}/${answer.body.response?.id}`;
	return { app, answer, path, signIn: answer.body.response };
}

async function ticketFor(firstName: string, more: Record<string, unknown> = {}) {
	const answer = await fetch(`${sandbox().details.backendApiUrl}/v1/sign_in_tokens`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${sandbox().details.secretKey}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ user_id: person(sandbox(), firstName).id, ...more }),
	});
	const body: unknown = await answer.json();
	return body as { token: string; id: string; status: string };
}

describe('with a password', () => {
	it('makes a client and a session', async () => {
		const { app, answer, signIn } = await byPassword('grace');
		expect(signIn).toMatchObject({ status: 'complete', object: 'sign_in_attempt' });
		expect(answer.body.client.sessions).toMatchObject([
			{ id: signIn.created_session_id, status: 'active' },
		]);
		const client = (await app.ask('GET', '/v1/client')).body.response;
		expect(client.last_active_session_id).toBe(signIn.created_session_id);
	});

	it.each([
		['grace+clerk_test@example.com', 'wrong', 'form_password_incorrect', 'password'],
		['nobody@example.com', 'wrong', 'form_identifier_not_found', 'identifier'],
	])('refuses %s with %s, and gives no client', async (identifier, password, code, parameter) => {
		const app = new NativeApp(sandbox());
		const answer = await app.post(SIGN_INS, { strategy: 'password', identifier, password });
		expect(answer).toMatchObject({ status: 422, code, parameter });
		expect(app.token).toBe('');
	});

	it('is refused while signed in, in either kind of instance', async () => {
		const { app } = signedIn(sandbox(), person(sandbox(), 'grace').id);
		const { answer } = await byPassword('grace', app);
		expect([answer.status, answer.code]).toEqual([400, 'session_exists']);
		sandbox().settings.singleSession = false;
		expect((await byPassword('grace', app)).answer.code).toBe('identifier_already_signed_in');
		expect((await byPassword('edith', app)).signIn.status).toBe('complete');
	});

	it('asks for a second factor where there is one', async () => {
		const { app, path, signIn } = await byPassword('ada');
		expect(signIn).toMatchObject({ status: 'needs_second_factor', created_session_id: null });
		const strategies = signIn.supported_second_factors.map(
			({ strategy }: { strategy: string }) => strategy,
		);
		expect(strategies).toEqual(['totp', 'phone_code', 'backup_code']);
		const wrong = await app.post(`${path}/attempt_second_factor`, {
			strategy: 'totp',
			code: '000000',
		});
		expect([wrong.status, wrong.code]).toEqual([422, 'form_code_incorrect']);
		const older = app.token;
		const right = await app.post(`${path}/attempt_second_factor`, {
			strategy: 'totp',
			code: had(sandbox().totpCodeOf(person(sandbox(), 'ada').id)),
		});
		expect(right.body.response.status).toBe('complete');
		expect(right.body.client.sessions[0].factor_verification_age).toEqual([0, 0]);
		expect(app.token).not.toBe(older);
	});

	it('takes a code by phone and each backup code once', async () => {
		const first = await byPassword('ada');
		await first.app.post(`${first.path}/prepare_second_factor`, { strategy: 'phone_code' });
		const form = { strategy: 'phone_code', code: '424242' };
		const done = await first.app.post(`${first.path}/attempt_second_factor`, form);
		expect(done.body.response.status).toBe('complete');
		const code = had(person(sandbox(), 'ada').backupCodes[0]);
		const statuses = [];
		for (let round = 0; round < 2; round += 1) {
			const { app, path } = await byPassword('ada');
			const form2 = { strategy: 'backup_code', code };
			statuses.push((await app.post(`${path}/attempt_second_factor`, form2)).status);
		}
		expect(statuses).toEqual([200, 422]);
	});

	it('asks for a new password where one is due', async () => {
		const { app, path, signIn } = await byPassword('margaret');
		expect(signIn.status).toBe('needs_new_password');
		const { password } = person(sandbox(), 'margaret');
		const reset = async (next: string) =>
			await app.post(`${path}/reset_password`, { password: next });
		expect((await reset('short')).code).toBe('form_password_length_too_short');
		expect((await reset(had(password))).status).toBe(422);
		expect((await reset('a-newer-one-altogether')).body.response.status).toBe('complete');
	});

	it('asks an unknown client for trust on demand, and knows it afterwards', async () => {
		sandbox().settings.deviceTrust = true;
		const { app, path, signIn } = await byPassword('grace');
		expect(signIn).toMatchObject({ status: 'needs_client_trust', client_trust_state: 'new' });
		await app.post(`${path}/prepare_second_factor`, { strategy: 'email_code' });
		const form = { strategy: 'email_code', code: '424242' };
		const trusted = await app.post(`${path}/attempt_second_factor`, form);
		expect(trusted.body.response.status).toBe('complete');
		await app.ask('DELETE', '/v1/client/sessions');
		expect((await byPassword('grace', app)).signIn.status).toBe('complete');
	});

	it('locks a person out after too many failures, for a while', async () => {
		sandbox().settings.lockout = { attempts: 2, minutes: 10 };
		const { identifier } = person(sandbox(), 'grace');
		const wrong = { identifier, password: 'wrong' };
		for (let round = 0; round < 2; round += 1) {
			await new NativeApp(sandbox()).post(SIGN_INS, wrong);
		}
		const { answer } = await byPassword('grace');
		expect([answer.status, answer.code]).toEqual([403, 'user_locked']);
		sandbox().clock.advance(600_000);
		expect((await byPassword('grace')).signIn.status).toBe('complete');
	});
});

describe('with a ticket', () => {
	it('lets one in once, without any other factor', async () => {
		const { token } = await ticketFor('ada');
		const form = { strategy: 'ticket', ticket: token };
		const answer = await new NativeApp(sandbox()).post(SIGN_INS, form);
		expect(answer.body.response.status).toBe('complete');
		const again = await new NativeApp(sandbox()).post(SIGN_INS, form);
		expect([again.status, again.code]).toEqual([400, 'sign_in_token_already_used_code']);
	});

	it('refuses one that is late, revoked or made up', async () => {
		const enter = async (ticket: string) =>
			(await new NativeApp(sandbox()).post(SIGN_INS, { strategy: 'ticket', ticket })).code;
		const { token } = await ticketFor('ada', { expires_in_seconds: 30 });
		const other = await ticketFor('ada');
		await ask(sandbox(), 'POST', `/backend/v1/sign_in_tokens/${other.id}/revoke`, {
			headers: { authorization: `Bearer ${sandbox().details.secretKey}` },
		});
		expect(await enter(other.token)).toBe('sign_in_token_revoked_code');
		sandbox().clock.advance(30_000);
		expect(await enter(token)).toBe('ticket_expired_code');
		expect(await enter(`${token}x`)).toBe('ticket_invalid_code');
	});

	it('activates the organization it names', async () => {
		const organization = had(person(sandbox(), 'ada').organizations[1]);
		const { token } = await ticketFor('ada', { org_id: organization });
		const answer = await new NativeApp(sandbox()).post(SIGN_INS, {
			strategy: 'ticket',
			ticket: token,
		});
		expect(answer.body.client.sessions[0].last_active_organization_id).toBe(organization);
	});
});

describe('with a code by email', () => {
	it('goes from identifier to code', async () => {
		const { identifier, emailAddressId } = person(sandbox(), 'katherine');
		const app = new NativeApp(sandbox());
		const started = (await app.post(SIGN_INS, { identifier })).body.response;
		expect(started.status).toBe('needs_first_factor');
		const path = `${SIGN_INS}/${started.id}`;
		const attempt = async () =>
			await app.post(`${path}/attempt_first_factor`, { strategy: 'email_code', code: '424242' });
		expect((await attempt()).code).toBe('verification_missing');
		await app.post(`${path}/prepare_first_factor`, {
			strategy: 'email_code',
			email_address_id: had(emailAddressId),
		});
		expect((await attempt()).body.response.status).toBe('complete');
		expect((await app.ask('GET', path)).body.response.status).toBe('complete');
	});

	it('refuses steps out of order, older sign-ins and other clients’', async () => {
		const { identifier } = person(sandbox(), 'katherine');
		const app = new NativeApp(sandbox());
		const older = (await app.post(SIGN_INS, { identifier })).body.response.id;
		const newer = (await app.post(SIGN_INS, { identifier })).body.response.id;
		const attempt = async (who: NativeApp, id: string) =>
			await who.post(`${SIGN_INS}/${id}/attempt_second_factor`, {
				strategy: 'totp',
				code: '123456',
			});
		expect((await attempt(app, newer)).code).toBe('client_state_invalid');
		const replaced = await attempt(app, older);
		expect([replaced.status, replaced.code]).toEqual([403, 'resource_forbidden']);
		const stranger = await attempt(signedIn(sandbox()).app, newer);
		expect([stranger.status, stranger.code]).toEqual([404, 'resource_not_found']);
	});
});

describe('the Backend API', () => {
	const post = async (body: string, headers: Record<string, string>) => {
		const answer = await fetch(`${sandbox().details.backendApiUrl}/v1/sign_in_tokens`, {
			method: 'POST',
			headers,
			body,
		});
		const { errors } = (await answer.json()) as { errors: Array<{ code: string }> };
		return [answer.status, errors[0]?.code];
	};
	const json = { 'content-type': 'application/json' };
	const signed = () => ({ ...json, authorization: `Bearer ${sandbox().details.secretKey}` });

	it('wants its key', async () => {
		expect(await post('{}', json)).toEqual([401, 'authorization_header_format_invalid']);
		const wrong = { ...json, authorization: 'Bearer sk_test_wrong' };
		expect(await post('{}', wrong)).toEqual([401, 'clerk_key_invalid']);
	});

	it.each([
		['{"user_id":', 400, 'request_body_invalid'],
		['{}', 422, 'form_param_missing'],
		['{"user_id":1}', 422, 'form_param_type_invalid'],
		['{"user_id":"user_x","who":1}', 422, 'form_param_unknown'],
		['{"user_id":"user_x","expires_in_seconds":0}', 422, 'form_param_value_invalid'],
		['{"user_id":"user_x"}', 404, 'resource_not_found'],
	])('refuses %s with %i %s', async (body, status, code) => {
		expect(await post(body, signed())).toEqual([status, code]);
	});

	it('takes JSON only', async () => {
		const form = { ...signed(), 'content-type': 'application/x-www-form-urlencoded' };
		expect(await post('user_id=user_x', form)).toEqual([415, 'unsupported_content_type']);
	});
});
