import type { StrategyName, Verification } from '../state/entities';

/** What each strategy's verification is called (Clerk's OpenAPI file, `Stubs.Verification.*`). */
const objectOf: Readonly<Record<StrategyName, string>> = {
	password: 'verification_password',
	ticket: 'verification_ticket',
	email_code: 'verification_otp',
	phone_code: 'verification_otp',
	reset_password_email_code: 'verification_otp',
	reset_password_phone_code: 'verification_otp',
	totp: 'verification_totp',
	backup_code: 'verification_backup_code',
	passkey: 'verification_passkey',
	enterprise_sso: 'verification_saml',
};

/** A verification as it goes out: never with the code. */
export function serializeVerification(verification: Verification | undefined) {
	if (!verification) return null;
	const { strategy, status, attempts, expireAt, nonce, externalVerificationRedirectUrl } =
		verification;
	return {
		object: objectOf[strategy],
		status,
		strategy: strategy === 'enterprise_sso' ? 'saml' : strategy,
		attempts: attempts > 0 ? attempts : null,
		expire_at: expireAt ?? null,
		...(nonce !== undefined && { nonce }),
		...(externalVerificationRedirectUrl !== undefined && {
			external_verification_redirect_url: externalVerificationRedirectUrl,
		}),
	};
}

/** A verification that was done long ago, as addresses and numbers carry it. */
export function serializeDoneVerification(strategy: 'email_code' | 'phone_code', expireAt: number) {
	return {
		object: 'verification_otp',
		status: 'verified',
		strategy,
		attempts: 1,
		expire_at: expireAt,
	};
}
