import { ClerkError } from '../errors/clerkError';
import type { ErrorName } from '../errors/catalogue';
import type { Instance } from '../instance';
import type { FactorAttempt, StrategyName, Verification } from '../state/entities';
import type { Person } from '../state/people';
import { ownIdentification, sendCode } from './codes';
import { checkPasskey, passkeyRequest } from './passkeys';
import { isTotpValid } from './totp';
import { preparedVerification } from './verification';

/** What a preparation may name. */
export interface FactorPreparation {
	emailAddressId?: string;
	phoneNumberId?: string;
	redirectUrl?: string;
}

/** One way to show who one is. */
interface Strategy {
	/** Missing where nothing has to be prepared. Throws ClerkError. */
	prepare?(instance: Instance, person: Person, request: FactorPreparation): Verification;
	/** Missing where the proof is given elsewhere. Throws ClerkError when the proof is no good. */
	check?(instance: Instance, person: Person, proof: FactorAttempt, prepared: Verification): void;
}

const sentTo = (
	strategy: StrategyName,
	parameter: 'email_address_id' | 'phone_number_id',
): Strategy => ({
	prepare: (instance, person, request) => {
		const id = parameter === 'email_address_id' ? request.emailAddressId : request.phoneNumberId;
		if (!id) {
			throw new ClerkError('FormMissingParameter', { parameter, fill: { param: parameter } });
		}
		const code = sendCode(instance, ownIdentification(instance, person, id, parameter));
		return preparedVerification(instance, strategy, { code });
	},
	check: (_instance, _person, { code }, prepared) => {
		assertOrThrow(code === prepared.code, 'FormIncorrectCode', 'code');
	},
});

const strategies: Readonly<Record<StrategyName, Strategy>> = {
	password: {
		check: (_instance, person, { password }) => {
			if (person.password === undefined) throw new ClerkError('InvalidStrategyForUser');
			assertOrThrow(password === person.password, 'FormPasswordIncorrect', 'password');
		},
	},
	ticket: {},
	email_code: sentTo('email_code', 'email_address_id'),
	reset_password_email_code: sentTo('reset_password_email_code', 'email_address_id'),
	phone_code: sentTo('phone_code', 'phone_number_id'),
	reset_password_phone_code: sentTo('reset_password_phone_code', 'phone_number_id'),
	totp: {
		check: (instance, person, { code = '' }) => {
			assertOrThrow(isTotpValid(instance, person, code), 'FormIncorrectCode', 'code');
		},
	},
	backup_code: {
		check: (_instance, person, { code = '' }) => {
			assertOrThrow(person.backupCodes.includes(code), 'FormIncorrectCode', 'code');
			person.backupCodes = person.backupCodes.filter((left) => left !== code);
		},
	},
	passkey: {
		prepare: (instance, person) =>
			preparedVerification(instance, 'passkey', { nonce: passkeyRequest(instance, person) }),
		check: (_instance, _person, { publicKeyCredential = '' }, { nonce = '' }) => {
			checkPasskey(nonce, publicKeyCredential);
		},
	},
	enterprise_sso: {
		prepare: (instance, { enterpriseConnection }, { redirectUrl }) => {
			if (!enterpriseConnection) throw new ClerkError('EnterpriseSSOSignInConnectionMissing');
			if (redirectUrl && !URL.canParse(redirectUrl)) throw new ClerkError('InvalidRedirectURL');
			const away = new URL(enterpriseConnection.signOnUrl);
			away.searchParams.set('SAMLRequest', instance.random.text(40));
			if (redirectUrl) away.searchParams.set('RelayState', redirectUrl);
			return preparedVerification(instance, 'enterprise_sso', {
				externalVerificationRedirectUrl: away.href,
			});
		},
	},
};

/** @throws ClerkError when the strategy needs no preparing, or this one cannot be prepared */
export function prepareStrategy(
	instance: Instance,
	person: Person,
	strategy: StrategyName,
	request: FactorPreparation,
): Verification {
	const prepared = strategies[strategy].prepare?.(instance, person, request);
	if (!prepared) throw new ClerkError('InvalidStrategyForUser');
	return prepared;
}

/**
 * Tries a proof and counts it.
 *
 * @param prepared what was prepared before, whatever its strategy
 * @returns the verification, verified
 * @throws ClerkError for a wrong proof, and for one that comes unprepared, late or once too often
 */
export function attemptStrategy(
	instance: Instance,
	person: Person,
	strategy: StrategyName,
	proof: FactorAttempt,
	prepared: Verification | undefined,
): Verification {
	assertNotLocked(instance, person);
	const { prepare, check } = strategies[strategy];
	if (prepared?.status === 'verified') throw new ClerkError('VerificationAlreadyVerified');
	const verification: Verification = prepare
		? usable(prepared, strategy)
		: { strategy, status: 'unverified', attempts: 0 };
	if (!check) throw new ClerkError('VerificationInvalidStrategy');
	verification.attempts += 1;
	try {
		check(instance, person, proof, verification);
		verification.status = 'verified';
		person.failedAttempts = 0;
	} finally {
		if (verification.status !== 'verified') countFailure(instance, person, verification);
	}
	return verification;
}

/** @throws ClerkError 403 while too many failures keep the person out */
export function assertNotLocked({ clock }: Instance, person: Person): void {
	const leftMs = (person.lockedUntil ?? 0) - clock.now();
	if (leftMs <= 0) return;
	throw new ClerkError('UserLocked', {
		fill: { timeRemaining: `${Math.ceil(leftMs / 60_000)} minutes`, support: 'support' },
	});
}

const whyUnusable: Readonly<Record<'verified' | 'failed' | 'expired', ErrorName>> = {
	verified: 'VerificationAlreadyVerified',
	failed: 'VerificationFailed',
	expired: 'VerificationExpired',
};

function usable(prepared: Verification | undefined, strategy: StrategyName): Verification {
	if (!prepared) throw new ClerkError('VerificationMissing');
	if (prepared.strategy !== strategy) throw new ClerkError('VerificationInvalidStrategy');
	if (prepared.status !== 'unverified') throw new ClerkError(whyUnusable[prepared.status]);
	return prepared;
}

function countFailure(
	{ clock, settings }: Instance,
	person: Person,
	verification: Verification,
): void {
	if (verification.attempts >= settings.verificationAttempts) verification.status = 'failed';
	person.failedAttempts += 1;
	if (person.failedAttempts < settings.lockout.attempts) return;
	person.failedAttempts = 0;
	person.lockedUntil = clock.now() + settings.lockout.minutes * 60_000;
}

function assertOrThrow(right: boolean, name: ErrorName, parameter: string): void {
	if (!right) throw new ClerkError(name, { parameter });
}
