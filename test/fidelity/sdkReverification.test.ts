import type { Clerk } from '@clerk/clerk-js';
import { startSignedInClerk } from './support/nativeClerk';
import { credentialFor, giveAuthenticator } from './support/passkeys';
import { had, personCalled } from './support/people';
import { sandboxForSdks } from './support/sandboxForSdks';
import {
	present,
	refusal,
	sessionOf,
	type SessionResource,
	type VerificationResource,
} from './support/understood';

const sandbox = sandboxForSdks();
const HOUR_MS = 3_600_000;
/** What an application asks clerk-js before something that needs a fresh first factor. */
const LATELY = { reverification: { level: 'first_factor', afterMinutes: 10 } } as const;

/** What a way of showing who one is does with clerk-js. */
interface Way {
	prepare?: (session: SessionResource) => Promise<VerificationResource>;
	attempt: (
		session: SessionResource,
		prepared: VerificationResource | undefined,
	) => Promise<VerificationResource>;
	/** What cannot be right. */
	fail?: (session: SessionResource) => Promise<VerificationResource>;
	code?: string;
}

const ada = () => personCalled(sandbox(), 'Ada');
const emailId = () => had(ada().emailAddressId);
const phoneId = () => had(ada().phoneNumberId);

const firstFactors: Record<string, Way> = {
	password: {
		attempt: (session) =>
			session.attemptFirstFactorVerification({
				strategy: 'password',
				password: had(ada().password),
			}),
		fail: (session) =>
			session.attemptFirstFactorVerification({ strategy: 'password', password: 'wrong' }),
		code: 'form_password_incorrect',
	},
	email_code: {
		prepare: (session) =>
			session.prepareFirstFactorVerification({
				strategy: 'email_code',
				emailAddressId: emailId(),
			}),
		attempt: (session) =>
			session.attemptFirstFactorVerification({
				strategy: 'email_code',
				code: had(sandbox().codeSentTo(emailId())),
			}),
		fail: (session) =>
			session.attemptFirstFactorVerification({ strategy: 'email_code', code: '000000' }),
		code: 'form_code_incorrect',
	},
	phone_code: {
		prepare: (session) =>
			session.prepareFirstFactorVerification({
				strategy: 'phone_code',
				phoneNumberId: phoneId(),
			}),
		attempt: (session) =>
			session.attemptFirstFactorVerification({
				strategy: 'phone_code',
				code: had(sandbox().codeSentTo(phoneId())),
			}),
		fail: (session) =>
			session.attemptFirstFactorVerification({ strategy: 'phone_code', code: '000000' }),
		code: 'form_code_incorrect',
	},
	passkey: {
		prepare: (session) => session.prepareFirstFactorVerification({ strategy: 'passkey' }),
		attempt: (session, prepared) =>
			session.attemptFirstFactorVerification({
				strategy: 'passkey',
				publicKeyCredential: credentialFor(sandbox(), had(prepared?.firstFactorVerification.nonce)),
			}),
	},
};

const secondFactors: Record<string, Way> = {
	phone_code: {
		prepare: (session) =>
			session.prepareSecondFactorVerification({
				strategy: 'phone_code',
				phoneNumberId: phoneId(),
			}),
		attempt: (session) =>
			session.attemptSecondFactorVerification({
				strategy: 'phone_code',
				code: had(sandbox().codeSentTo(phoneId())),
			}),
		fail: (session) =>
			session.attemptSecondFactorVerification({ strategy: 'phone_code', code: '000000' }),
		code: 'form_code_incorrect',
	},
	totp: {
		attempt: (session) =>
			session.attemptSecondFactorVerification({
				strategy: 'totp',
				code: had(sandbox().totpCodeOf(ada().id)),
			}),
		fail: (session) =>
			session.attemptSecondFactorVerification({ strategy: 'totp', code: '000000' }),
		code: 'form_code_incorrect',
	},
	backup_code: {
		attempt: (session) =>
			session.attemptSecondFactorVerification({
				strategy: 'backup_code',
				code: had(ada().backupCodes[0]),
			}),
		fail: (session) =>
			session.attemptSecondFactorVerification({ strategy: 'backup_code', code: '000000' }),
		code: 'form_code_incorrect',
	},
};

/** Ada's session, in which she showed who she is an hour ago. */
async function startOldSession(): Promise<{ clerk: Clerk; session: SessionResource }> {
	const clerk = await startSignedInClerk(sandbox());
	const session = sessionOf(clerk);
	sandbox().clock.advance(HOUR_MS);
	await session.reload();
	expect(session.factorVerificationAge).toEqual([60, -1]);
	expect(session.checkAuthorization(LATELY)).toBe(false);
	return { clerk, session };
}

test.each(Object.entries(firstFactors))('first factor: %s', async (strategy, way) => {
	const { session } = await startOldSession();
	const started = await session.startVerification({ level: 'first_factor' });
	expect(started).toMatchObject({
		status: 'needs_first_factor',
		level: 'first_factor',
		supportedSecondFactors: null,
		firstFactorVerification: { status: null },
		session: { id: session.id },
	});
	expect(started.supportedFirstFactors?.map((factor) => factor.strategy)).toEqual(
		Object.keys(firstFactors),
	);

	const prepared = await way.prepare?.(session);
	if (prepared) {
		expect(prepared).toMatchObject({
			status: 'needs_first_factor',
			firstFactorVerification: { status: 'unverified', strategy, expireAt: expect.any(Date) },
		});
	}
	if (way.fail && way.code) {
		await expect(way.fail(session)).rejects.toEqual(
			refusal(way.code, 422, strategy === 'password' ? 'password' : 'code'),
		);
	}
	expect(await way.attempt(session, prepared)).toMatchObject({
		status: 'complete',
		firstFactorVerification: { status: 'verified', strategy },
		session: { id: session.id, factorVerificationAge: [0, -1] },
	});
	await session.reload();
	expect(session.checkAuthorization(LATELY)).toBe(true);
});

test.each(Object.entries(secondFactors))('second factor: %s', async (strategy, way) => {
	const { session } = await startOldSession();
	const started = await session.startVerification({ level: 'second_factor' });
	expect(started).toMatchObject({
		status: 'needs_second_factor',
		level: 'second_factor',
		supportedFirstFactors: null,
	});
	expect(started.supportedSecondFactors?.map((factor) => factor.strategy).sort()).toEqual(
		Object.keys(secondFactors).sort(),
	);

	const prepared = await way.prepare?.(session);
	if (prepared) {
		expect(prepared.secondFactorVerification).toMatchObject({ status: 'unverified', strategy });
	}
	if (way.fail && way.code) {
		await expect(way.fail(session)).rejects.toEqual(refusal(way.code, 422, 'code'));
	}
	expect(await way.attempt(session, prepared)).toMatchObject({
		status: 'complete',
		secondFactorVerification: { status: 'verified', strategy },
		session: { factorVerificationAge: [60, 0] },
	});
});

test('both factors, one after the other', async () => {
	const { session } = await startOldSession();
	const started = await session.startVerification({ level: 'multi_factor' });
	expect(started).toMatchObject({ status: 'needs_first_factor', level: 'multi_factor' });
	const { password } = firstFactors;
	const { totp } = secondFactors;
	expect(await present(password).attempt(session, started)).toMatchObject({
		status: 'needs_second_factor',
		firstFactorVerification: { status: 'verified', strategy: 'password' },
		secondFactorVerification: { status: null },
	});
	expect(await present(totp).attempt(session, started)).toMatchObject({
		status: 'complete',
		session: { factorVerificationAge: [0, 0] },
	});
});

test('a passkey, all of it done by clerk-js', async () => {
	const { clerk, session } = await startOldSession();
	const shown = giveAuthenticator(clerk, sandbox());
	await session.startVerification({ level: 'first_factor' });
	expect(await session.verifyWithPasskey()).toMatchObject({ status: 'complete' });
	expect(shown).toHaveLength(1);
});

test('an identity provider', async () => {
	const clerk = await startSignedInClerk(sandbox(), 'edith+clerk_test@example.com');
	const session = sessionOf(clerk);
	const started = await session.startVerification({ level: 'first_factor' });
	const factor = started.supportedFirstFactors?.find((one) => one.strategy === 'enterprise_sso');
	expect(factor).toMatchObject({
		emailAddressId: personCalled(sandbox(), 'Edith').emailAddressId,
		enterpriseConnectionId: expect.stringMatching(/^ent_/),
		enterpriseConnectionName: 'Example Identity',
	});
	const { firstFactorVerification } = await session.prepareFirstFactorVerification({
		...present(factor),
		strategy: 'enterprise_sso',
		redirectUrl: 'https://app.example/callback',
	});
	expect(firstFactorVerification.externalVerificationRedirectURL?.href).toMatch(
		/^https:\/\/identity\.example\.com\/.*RelayState=https/,
	);
});

test.each(['second_factor', 'multi_factor'] as const)(
	'without a second factor, %s falls back to the first',
	async (level) => {
		const clerk = await startSignedInClerk(sandbox(), 'grace+clerk_test@example.com');
		expect(await sessionOf(clerk).startVerification({ level })).toMatchObject({
			level: 'first_factor',
			status: 'needs_first_factor',
			supportedFirstFactors: [{ strategy: 'password' }, { strategy: 'email_code' }],
			supportedSecondFactors: null,
		});
	},
);

describe('refusals', () => {
	test('an attempt without a start', async () => {
		const session = sessionOf(await startSignedInClerk(sandbox()));
		await expect(present(secondFactors.totp).attempt(session, undefined)).rejects.toEqual(
			refusal('session_reverification_missing', 400),
		);
	});

	test('a second factor before the first', async () => {
		const session = sessionOf(await startSignedInClerk(sandbox()));
		await session.startVerification({ level: 'multi_factor' });
		await expect(present(secondFactors.totp).attempt(session, undefined)).rejects.toEqual(
			refusal('invalid_action_for_session_reverification', 400),
		);
	});

	test('a code that was never sent, and one that came too late', async () => {
		const session = sessionOf(await startSignedInClerk(sandbox()));
		const way = present(firstFactors.email_code);
		await session.startVerification({ level: 'first_factor' });
		await expect(present(way.fail)(session)).rejects.toEqual(refusal('verification_missing', 400));
		await way.prepare?.(session);
		sandbox().clock.advance(HOUR_MS);
		await expect(way.attempt(session, undefined)).rejects.toEqual(
			refusal('verification_expired', 400),
		);
	});
});
