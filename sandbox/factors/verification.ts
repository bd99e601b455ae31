import type { Instance } from '../instance';

export type StrategyName =
	| 'password'
	| 'ticket'
	| 'email_code'
	| 'phone_code'
	| 'totp'
	| 'backup_code'
	| 'passkey'
	| 'enterprise_sso'
	| 'reset_password_email_code'
	| 'reset_password_phone_code';

/** How far showing one factor has come (Clerk's OpenAPI file, `Stubs.Verification.*`). */
export interface Verification {
	readonly strategy: StrategyName;
	status: 'unverified' | 'verified' | 'failed' | 'expired';
	attempts: number;
	/** Milliseconds since 1970; missing for what needs no preparation. */
	readonly expireAt?: number;
	/** The code that was sent. */
	readonly code?: string;
	/** The WebAuthn request, as a JSON string. */
	readonly nonce?: string;
	readonly externalVerificationRedirectUrl?: string;
}

/** What a person shows: the parameters of an attempt. */
export interface Proof {
	code?: string;
	password?: string;
	publicKeyCredential?: string;
}

/** @returns a verification that waits for its attempt, for as long as the instance allows */
export function preparedVerification(
	{ clock, switches }: Instance,
	strategy: StrategyName,
	rest: Pick<Verification, 'code' | 'nonce' | 'externalVerificationRedirectUrl'>,
): Verification {
	return {
		strategy,
		status: 'unverified',
		attempts: 0,
		expireAt: clock.now() + switches.verificationLifetimeMs,
		...rest,
	};
}

/** Marks a verification whose time is up. @returns the same one */
export function agedVerification<Kind extends Verification | undefined>(
	{ clock }: Instance,
	verification: Kind,
): Kind {
	if (verification?.status === 'unverified' && clock.now() >= (verification.expireAt ?? Infinity)) {
		verification.status = 'expired';
	}
	return verification;
}
