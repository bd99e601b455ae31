import type { Clerk } from '@clerk/clerk-js';
import { createClerkClient } from '@clerk/backend';
import { startNativeClerk } from './support/nativeClerk';
import { giveAuthenticator } from './support/passkeys';
import { had, personCalled } from './support/people';
import { sandboxForSdks } from './support/sandboxForSdks';
import { clientOf, present, refusal, sessionOf } from './support/understood';

const sandbox = sandboxForSdks();

/** Starts a sign-in with a person's password. */
async function withPassword(clerk: Clerk, firstName: string) {
	const { identifier, password } = personCalled(sandbox(), firstName);
	return await clientOf(clerk).signIn.create({
		strategy: 'password',
		identifier,
		password: had(password),
	});
}

/** A sign-in is complete: clerk-js activates its session and knows who it is. */
async function expectSignedIn(clerk: Clerk, firstName: string) {
	const { id, identifier } = personCalled(sandbox(), firstName);
	const [session] = clientOf(clerk).signedInSessions;
	await clerk.setActive({ session: present(session).id });
	expect(clerk.isSignedIn).toBe(true);
	expect(clerk.user).toMatchObject({ id, firstName });
	expect(sessionOf(clerk)).toMatchObject({
		status: 'active',
		publicUserData: { userId: id, identifier },
	});
	expect(clientOf(clerk).lastActiveSessionId).toBe(sessionOf(clerk).id);
	expect(sessionOf(clerk).expireAt.getTime()).toBeGreaterThan(Date.now());
}

test('a new device has an environment and no client', async () => {
	const clerk = await startNativeClerk(sandbox());
	expect(clerk.isSignedIn).toBe(false);
	expect(clerk.instanceType).toBe('development');
	expect(clientOf(clerk)).toMatchObject({ sessions: [], signedInSessions: [] });
	expect(clerk.__internal_environment?.authConfig).toMatchObject({
		singleSessionMode: true,
		reverification: true,
	});
	expect(clerk.__internal_environment?.userSettings).toMatchObject({
		instanceIsPasswordBased: true,
		enabledFirstFactorIdentifiers: expect.arrayContaining(['email_address', 'phone_number']),
	});
});

test('a password', async () => {
	const clerk = await startNativeClerk(sandbox());
	const signIn = await withPassword(clerk, 'Grace');
	expect(signIn).toMatchObject({
		status: 'complete',
		createdSessionId: expect.stringMatching(/^sess_/),
		firstFactorVerification: { status: 'verified', strategy: 'password' },
	});
	expect(clientOf(clerk).lastAuthenticationStrategy).toBe('password');
	await expectSignedIn(clerk, 'Grace');
	expect(sessionOf(clerk).factorVerificationAge).toEqual([0, -1]);
});

test('a ticket that the Backend SDK made', async () => {
	const { secretKey, backendApiUrl } = sandbox().details;
	const backend = createClerkClient({ secretKey, apiUrl: backendApiUrl });
	const { id } = personCalled(sandbox(), 'Ada');
	const ticket = await backend.signInTokens.createSignInToken({
		userId: id,
		expiresInSeconds: 60,
	});
	expect(ticket).toMatchObject({ userId: id, status: 'pending' });

	const clerk = await startNativeClerk(sandbox());
	const { signIn } = clientOf(clerk);
	expect(await signIn.create({ strategy: 'ticket', ticket: ticket.token })).toMatchObject({
		status: 'complete',
		firstFactorVerification: { status: 'verified', strategy: 'ticket' },
	});
	await expectSignedIn(clerk, 'Ada');

	const other = await startNativeClerk(sandbox());
	await expect(
		clientOf(other).signIn.create({ strategy: 'ticket', ticket: ticket.token }),
	).rejects.toEqual(refusal('sign_in_token_already_used_code', 400));
});

test.each([
	['email_code', 'emailAddressId'],
	['phone_code', 'phoneNumberId'],
] as const)('%s', async (strategy, parameter) => {
	const person = personCalled(sandbox(), 'Katherine');
	const clerk = await startNativeClerk(sandbox());
	const { signIn } = clientOf(clerk);
	await signIn.create({ identifier: person.identifier });
	expect(signIn).toMatchObject({
		status: 'needs_first_factor',
		identifier: person.identifier,
		userData: { firstName: 'Katherine', lastName: 'Johnson' },
		supportedSecondFactors: null,
	});
	const factor = signIn.supportedFirstFactors?.find((open) => open.strategy === strategy);
	expect(factor).toMatchObject({ [parameter]: had(person[parameter]), primary: true });

	const id = had(person[parameter]);
	await (strategy === 'email_code'
		? signIn.prepareFirstFactor({ strategy, emailAddressId: id })
		: signIn.prepareFirstFactor({ strategy, phoneNumberId: id }));
	expect(signIn.firstFactorVerification).toMatchObject({ status: 'unverified', strategy });
	expect(present(signIn.firstFactorVerification.expireAt).getTime()).toBeGreaterThan(Date.now());

	await expect(signIn.attemptFirstFactor({ strategy, code: '000000' })).rejects.toEqual(
		refusal('form_code_incorrect', 422, 'code'),
	);
	expect(signIn.status).toBe('needs_first_factor');
	const code = had(sandbox().codeSentTo(id));
	expect(await signIn.attemptFirstFactor({ strategy, code })).toMatchObject({
		status: 'complete',
		firstFactorVerification: { status: 'verified', strategy },
	});
	await expectSignedIn(clerk, 'Katherine');
});

test('a passkey', async () => {
	const { identifier } = personCalled(sandbox(), 'Ada');
	const clerk = await startNativeClerk(sandbox());
	const shown = giveAuthenticator(clerk, sandbox());
	const { signIn } = clientOf(clerk);
	await signIn.create({ identifier });
	await signIn.authenticateWithPasskey();
	expect(shown).toEqual([
		expect.objectContaining({
			challenge: expect.anything(),
			rpId: 'sandbox.example',
			timeout: 60_000,
			allowCredentials: [expect.objectContaining({ type: 'public-key' })],
		}),
	]);
	expect(signIn).toMatchObject({
		status: 'complete',
		firstFactorVerification: { status: 'verified', strategy: 'passkey' },
	});
	await expectSignedIn(clerk, 'Ada');
});

test('an identity provider', async () => {
	const { identifier } = personCalled(sandbox(), 'Edith');
	const clerk = await startNativeClerk(sandbox());
	const { signIn } = clientOf(clerk);
	await signIn.create({ identifier });
	await signIn.prepareFirstFactor({
		strategy: 'enterprise_sso',
		redirectUrl: 'https://app.example/callback',
		actionCompleteRedirectUrl: 'https://app.example/',
	});
	const { status, externalVerificationRedirectURL } = signIn.firstFactorVerification;
	expect(status).toBe('unverified');
	expect(externalVerificationRedirectURL?.origin).toBe('https://identity.example.com');
	expect(externalVerificationRedirectURL?.searchParams.get('RelayState')).toBe(
		'https://app.example/callback',
	);
});

describe('a second factor', () => {
	async function atSecondFactor() {
		const clerk = await startNativeClerk(sandbox());
		const signIn = await withPassword(clerk, 'Ada');
		expect(signIn).toMatchObject({
			status: 'needs_second_factor',
			createdSessionId: null,
			firstFactorVerification: { status: 'verified', strategy: 'password' },
		});
		expect(signIn.supportedSecondFactors?.map(({ strategy }) => strategy)).toEqual([
			'totp',
			'phone_code',
			'backup_code',
		]);
		return { clerk, signIn };
	}

	test('phone_code', async () => {
		const { clerk, signIn } = await atSecondFactor();
		const phoneNumberId = had(personCalled(sandbox(), 'Ada').phoneNumberId);
		await signIn.prepareSecondFactor({ strategy: 'phone_code', phoneNumberId });
		expect(signIn.secondFactorVerification).toMatchObject({
			status: 'unverified',
			strategy: 'phone_code',
		});
		const code = had(sandbox().codeSentTo(phoneNumberId));
		await signIn.attemptSecondFactor({ strategy: 'phone_code', code });
		expect(signIn.secondFactorVerification.status).toBe('verified');
		await expectSignedIn(clerk, 'Ada');
		expect(sessionOf(clerk).factorVerificationAge).toEqual([0, 0]);
	});

	test.each(['totp', 'backup_code'] as const)('%s', async (strategy) => {
		const { clerk, signIn } = await atSecondFactor();
		const { id, backupCodes } = personCalled(sandbox(), 'Ada');
		await expect(signIn.attemptSecondFactor({ strategy, code: '000000' })).rejects.toEqual(
			refusal('form_code_incorrect', 422, 'code'),
		);
		const code = had(strategy === 'totp' ? sandbox().totpCodeOf(id) : backupCodes[0]);
		expect(await signIn.attemptSecondFactor({ strategy, code })).toMatchObject({
			status: 'complete',
			secondFactorVerification: { status: 'verified', strategy },
		});
		await expectSignedIn(clerk, 'Ada');
	});
});

test('a device that Clerk does not trust yet', async () => {
	sandbox().settings.deviceTrust = true;
	const emailAddressId = had(personCalled(sandbox(), 'Grace').emailAddressId);
	const clerk = await startNativeClerk(sandbox());
	const signIn = await withPassword(clerk, 'Grace');
	expect(signIn).toMatchObject({ status: 'needs_client_trust', clientTrustState: 'new' });
	await signIn.prepareSecondFactor({ strategy: 'email_code', emailAddressId });
	const code = had(sandbox().codeSentTo(emailAddressId));
	await signIn.attemptSecondFactor({ strategy: 'email_code', code });
	await expectSignedIn(clerk, 'Grace');

	await clerk.signOut();
	expect(await withPassword(clerk, 'Grace')).toMatchObject({
		status: 'complete',
		clientTrustState: 'known',
	});
});

test('a password that has to be changed', async () => {
	const clerk = await startNativeClerk(sandbox());
	const signIn = await withPassword(clerk, 'Margaret');
	expect(signIn.status).toBe('needs_new_password');
	await signIn.resetPassword({ password: 'a-password-never-used-before' });
	expect(signIn.status).toBe('complete');
	await expectSignedIn(clerk, 'Margaret');
});

test('a sign-in goes on where it was, after it was asked for again', async () => {
	const clerk = await startNativeClerk(sandbox());
	const { signIn } = clientOf(clerk);
	await signIn.create({ identifier: personCalled(sandbox(), 'Katherine').identifier });
	const { id } = signIn;
	await signIn.reload();
	expect(signIn).toMatchObject({ id, status: 'needs_first_factor' });
	expect(signIn.supportedFirstFactors).toHaveLength(2);
});

describe('refusals', () => {
	test('somebody unknown', async () => {
		const { signIn } = clientOf(await startNativeClerk(sandbox()));
		await expect(signIn.create({ identifier: 'nobody@example.com' })).rejects.toEqual(
			refusal('form_identifier_not_found', 422, 'identifier'),
		);
	});

	test('a wrong password, which leaves the device without a client', async () => {
		const { identifier } = personCalled(sandbox(), 'Grace');
		const clerk = await startNativeClerk(sandbox());
		await expect(
			clientOf(clerk).signIn.create({ strategy: 'password', identifier, password: 'wrong' }),
		).rejects.toEqual(refusal('form_password_incorrect', 422, 'password'));
		expect(clerk.isSignedIn).toBe(false);
	});

	test('signing in twice on an instance with one session a client', async () => {
		const clerk = await startNativeClerk(sandbox());
		await withPassword(clerk, 'Grace');
		await expect(withPassword(clerk, 'Edith')).rejects.toEqual(refusal('session_exists', 400));
	});

	test('the rate limit, with the seconds to wait', async () => {
		sandbox().settings.signInRateLimit = { requests: 1, perSeconds: 10 };
		const clerk = await startNativeClerk(sandbox());
		await withPassword(clerk, 'Grace');
		await expect(withPassword(clerk, 'Grace')).rejects.toEqual(
			expect.objectContaining({ status: 429, retryAfter: 10 }),
		);
	});
});
