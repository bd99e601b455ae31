import { had, person, sandboxForTests, signedIn } from './support';

const sandbox = sandboxForTests();

function session(firstName = 'ada') {
	const who = person(sandbox(), firstName);
	const { app, path, ...rest } = signedIn(sandbox(), who.id);
	const post = async (step: string, form: Record<string, string>) =>
		await app.post(`${path}/verify${step}`, form);
	return {
		...rest,
		who,
		start: async (level: string) => await post('', { level }),
		prepare: async (stage: string, form: Record<string, string>) =>
			await post(`/prepare_${stage}_factor`, form),
		attempt: async (stage: string, form: Record<string, string>) =>
			await post(`/attempt_${stage}_factor`, form),
	};
}

const CODE = { code: '424242' };

describe('the course of it', () => {
	it('goes through both factors and sets their ages back', async () => {
		const { who, start, prepare, attempt } = session();
		sandbox().clock.advance(5 * 60_000);
		const started = (await start('multi_factor')).body.response;
		expect(started).toMatchObject({
			object: 'session_reverification',
			status: 'needs_first_factor',
			session: { factor_verification_age: [5, -1] },
		});
		await prepare('first', { strategy: 'email_code', email_address_id: had(who.emailAddressId) });
		const first = (await attempt('first', { strategy: 'email_code', ...CODE })).body.response;
		expect(first).toMatchObject({
			status: 'needs_second_factor',
			first_factor_verification: { status: 'verified', strategy: 'email_code' },
		});
		await prepare('second', { strategy: 'phone_code', phone_number_id: had(who.phoneNumberId) });
		const second = await attempt('second', { strategy: 'phone_code', ...CODE });
		expect(second.body.response).toMatchObject({
			status: 'complete',
			session: { factor_verification_age: [0, 0] },
		});
	});

	it('is over after the one factor that a level asks for', async () => {
		const { who, start, attempt } = session();
		expect((await start('first_factor')).body.response.supported_second_factors).toBeNull();
		const form = { strategy: 'password', password: had(who.password) };
		expect((await attempt('first', form)).body.response.status).toBe('complete');
		expect((await start('second_factor')).body.response).toMatchObject({
			status: 'needs_second_factor',
			supported_first_factors: null,
		});
	});

	it.each(['second_factor', 'multi_factor'])(
		'falls back from %s to the first factor for who has no second',
		async (level) => {
			const { start } = session('grace');
			expect((await start(level)).body.response).toMatchObject({
				level: 'first_factor',
				status: 'needs_first_factor',
			});
		},
	);

	it('lists the factors with their IDs', async () => {
		const { who, start } = session();
		const { supported_first_factors: first, supported_second_factors: second } = (
			await start('multi_factor')
		).body.response;
		expect(first).toMatchObject([
			{ strategy: 'password' },
			{ strategy: 'email_code', email_address_id: who.emailAddressId },
			{ strategy: 'phone_code', phone_number_id: who.phoneNumberId },
			{ strategy: 'passkey' },
		]);
		expect(second).toMatchObject([
			{ strategy: 'totp' },
			{ strategy: 'phone_code', phone_number_id: who.phoneNumberId },
			{ strategy: 'backup_code' },
		]);
	});
});

describe('the order of it', () => {
	const password = { strategy: 'password', password: 'calculating-bernoulli-numbers' };

	it('cannot go on before it has begun', async () => {
		const { attempt } = session();
		const answer = await attempt('first', password);
		expect([answer.status, answer.code]).toEqual([400, 'session_reverification_missing']);
	});

	it('takes one factor after the other', async () => {
		const { start, prepare, attempt } = session();
		await start('multi_factor');
		for (const answer of [
			await prepare('second', { strategy: 'phone_code' }),
			await attempt('second', { strategy: 'totp', code: '123456' }),
		]) {
			expect([answer.status, answer.code]).toEqual([
				400,
				'invalid_action_for_session_reverification',
			]);
		}
		await attempt('first', password);
		expect((await attempt('first', password)).code).toBe('verification_already_verified');
	});

	it('wants a code sent before one is shown', async () => {
		const { who, start, prepare, attempt } = session();
		await start('first_factor');
		const shown = { strategy: 'phone_code', ...CODE };
		expect((await attempt('first', shown)).code).toBe('verification_missing');
		await prepare('first', { strategy: 'email_code', email_address_id: had(who.emailAddressId) });
		expect((await attempt('first', shown)).code).toBe('verification_strategy_invalid');
	});
});

describe('a code', () => {
	async function sent(email = { strategy: 'email_code' }) {
		const run = session();
		await run.start('first_factor');
		const form = { ...email, email_address_id: had(run.who.emailAddressId) };
		expect((await run.prepare('first', form)).status).toBe(200);
		return { ...run, form };
	}

	it('is good for ten minutes', async () => {
		const { attempt } = await sent();
		sandbox().clock.advance(10 * 60_000);
		const late = await attempt('first', { strategy: 'email_code', ...CODE });
		expect([late.status, late.code]).toEqual([400, 'verification_expired']);
	});

	it('can be guessed wrong five times', async () => {
		const { attempt } = await sent();
		const guess = async () =>
			(await attempt('first', { strategy: 'email_code', code: '000000' })).code;
		for (let round = 0; round < 5; round += 1) expect(await guess()).toBe('form_code_incorrect');
		expect(await guess()).toBe('verification_failed');
		const right = await attempt('first', { strategy: 'email_code', ...CODE });
		expect([right.status, right.code]).toEqual([400, 'verification_failed']);
	});

	it('need not be waited for at a test address, unless codes are strict', async () => {
		const { form, prepare } = await sent();
		expect((await prepare('first', form)).status).toBe(200);
		sandbox().settings.enforceCodeLimits = true;
		const soon = await prepare('first', form);
		expect([soon.status, soon.code]).toEqual([429, 'verification_code_too_many_requests']);
		expect(soon.headers['retry-after']).toBe('30');
		sandbox().clock.advance(30_000);
		expect((await prepare('first', form)).status).toBe(200);
	});

	it('goes only where the person can be reached', async () => {
		const { prepare } = await sent();
		const to = async (id: string) =>
			await prepare('first', { strategy: 'email_code', email_address_id: id });
		expect((await to('idn_unknown')).code).toBe('form_resource_not_found');
		const theirs = await to(had(person(sandbox(), 'grace').emailAddressId));
		expect([theirs.status, theirs.code]).toEqual([403, 'resource_forbidden']);
	});
});

describe('a second factor', () => {
	it('by TOTP works again within its window, unless codes are strict', async () => {
		const { who, start, attempt } = session();
		const show = async () => {
			await start('second_factor');
			const code = had(sandbox().totpCodeOf(who.id));
			return (await attempt('second', { strategy: 'totp', code })).status;
		};
		expect([await show(), await show()]).toEqual([200, 200]);
		sandbox().settings.enforceCodeLimits = true;
		expect(await show()).toBe(422);
		sandbox().clock.advance(30_000);
		expect(await show()).toBe(200);
	});

	it('by TOTP is of its time', async () => {
		const { who, start, attempt } = session();
		await start('second_factor');
		const code = had(sandbox().totpCodeOf(who.id));
		sandbox().clock.advance(90_000);
		expect((await attempt('second', { strategy: 'totp', code })).code).toBe('form_code_incorrect');
	});

	it('by backup code is used up', async () => {
		const { who, start, attempt } = session();
		const show = async () => {
			await start('second_factor');
			const code = had(who.backupCodes[0]);
			return (await attempt('second', { strategy: 'backup_code', code })).status;
		};
		expect([await show(), await show()]).toEqual([200, 422]);
	});
});

describe('a passkey', () => {
	async function asked(firstName = 'ada') {
		const run = session(firstName);
		await run.start('first_factor');
		const answer = await run.prepare('first', { strategy: 'passkey' });
		return {
			answer,
			show: async (credential: string) =>
				await run.attempt('first', {
					strategy: 'passkey',
					public_key_credential: credential,
				}),
		};
	}

	it('answers the challenge it was asked with', async () => {
		const { answer, show } = await asked();
		const { nonce } = answer.body.response.first_factor_verification;
		expect(JSON.parse(nonce)).toHaveProperty('challenge');
		const shown = await show(sandbox().passkeyFor(nonce));
		expect(shown.body.response.status).toBe('complete');
	});

	it('does not answer another’s', async () => {
		const { show } = await asked();
		const other = await asked();
		const { nonce } = other.answer.body.response.first_factor_verification;
		const refused = await show(sandbox().passkeyFor(nonce));
		expect([refused.status, refused.code]).toEqual([400, 'passkey_invalid_verification']);
		const nonsense = await show('{"id":');
		expect([nonsense.status, nonsense.code]).toEqual([
			422,
			'passkey_invalid_public_key_credential',
		]);
	});

	it('cannot be asked of who has none', async () => {
		expect((await asked('grace')).answer.code).toBe('no_passkeys_found_for_user');
	});
});

it('sends who has an enterprise connection to it, and nobody else', async () => {
	const request = { strategy: 'enterprise_sso', redirect_url: 'https://app.example.com/back' };
	const edith = session('edith');
	await edith.start('first_factor');
	const { first_factor_verification: sent } = (await edith.prepare('first', request)).body.response;
	const away = new URL(sent.external_verification_redirect_url);
	expect(away.searchParams.get('RelayState')).toBe(request.redirect_url);
	const grace = session('grace');
	await grace.start('first_factor');
	const refused = await grace.prepare('first', request);
	expect([refused.status, refused.code]).toEqual([
		422,
		'enterprise_sso_sign_in_connection_missing',
	]);
});

it('refuses strategies the person does not have', async () => {
	const katherine = session('katherine');
	await katherine.start('first_factor');
	const password = await katherine.attempt('first', { strategy: 'password', password: 'x' });
	expect([password.status, password.code]).toEqual([400, 'strategy_for_user_invalid']);
});

it('is not for a session that has ended', async () => {
	const { start, sessionId } = session();
	sandbox().endSession(sessionId);
	const answer = await start('first_factor');
	expect([answer.status, answer.code]).toEqual([401, 'authentication_invalid']);
});
