import type { Instance } from '../instance';
import type { StrategyName, Verification } from '../state/entities';

/** @returns a verification that waits for its attempt, for as long as the instance allows */
export function preparedVerification(
	{ clock, settings }: Instance,
	strategy: StrategyName,
	rest: Pick<Verification, 'code' | 'nonce' | 'externalVerificationRedirectUrl'>,
): Verification {
	return {
		strategy,
		status: 'unverified',
		attempts: 0,
		expireAt: clock.now() + settings.verificationLifetimeMs,
		...rest,
	};
}

/** Marks a verification whose time is up. @returns the same one */
export function expireVerificationIfDue<Kind extends Verification | undefined>(
	{ clock }: Instance,
	verification: Kind,
): Kind {
	if (verification?.status === 'unverified' && clock.now() >= (verification.expireAt ?? Infinity)) {
		verification.status = 'expired';
	}
	return verification;
}
