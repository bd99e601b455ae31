import { ClerkError } from '../errors/clerkError';
import type { StrategyName } from '../state/entities';
import type { Identification, Person } from '../state/people';
import type { FactorPreparation } from './strategies';

/** A way that is open to a person (Clerk's OpenAPI file, `Stubs.SignInFactor`). */
export interface SupportedFactor {
	readonly strategy: StrategyName;
	readonly safe_identifier?: string;
	readonly email_address_id?: string;
	readonly phone_number_id?: string;
	readonly enterprise_connection_id?: string;
	readonly enterprise_connection_name?: string;
	readonly primary?: boolean;
	readonly default?: boolean;
}

/** What a person can start with, when signing in and when proving again who they are. */
export function firstFactors(person: Person): SupportedFactor[] {
	const connection = person.enterpriseConnection;
	return [
		...only(person.password !== undefined, { strategy: 'password' as const }),
		...person.emailAddresses.map(byEmail),
		...person.phoneNumbers.map(byPhone),
		...only(person.passkeys.length > 0, { strategy: 'passkey' as const }),
		...(connection
			? [
					{
						strategy: 'enterprise_sso' as const,
						safe_identifier: person.emailAddresses[0]?.value,
						email_address_id: person.emailAddresses[0]?.id,
						enterprise_connection_id: connection.id,
						enterprise_connection_name: connection.name,
					},
				]
			: []),
	];
}

/** What a person can add; backup codes only beside another second factor. */
export function secondFactors(person: Person): SupportedFactor[] {
	const others: SupportedFactor[] = [
		...only(person.totpSecret !== undefined, { strategy: 'totp' as const }),
		...person.phoneNumbers
			.filter(({ secondFactor }) => secondFactor)
			.map((number, index) => ({ ...byPhone(number, index), default: index === 0 })),
	];
	const withBackup = others.length > 0 && person.backupCodes.length > 0;
	return [...others, ...only(withBackup, { strategy: 'backup_code' as const })];
}

/** What makes an unknown client trusted (Device Trust): a code to a verified address or number. */
export function clientTrustFactors(person: Person): SupportedFactor[] {
	const isVerified = ({ verified = true }: Identification) => verified;
	return [
		...person.emailAddresses.filter(isVerified).map(byEmail),
		...person.phoneNumbers.filter(isVerified).map(byPhone),
	];
}

/** What lets a person set a new password. */
export function passwordResetFactors(person: Person): SupportedFactor[] {
	return [
		...person.emailAddresses.map((address, index) => ({
			...byEmail(address, index),
			strategy: 'reset_password_email_code' as const,
		})),
		...person.phoneNumbers.map((number, index) => ({
			...byPhone(number, index),
			strategy: 'reset_password_phone_code' as const,
		})),
	];
}

/**
 * @returns the factor of that strategy; undefined where the strategy itself says what is missing
 * @throws ClerkError 400 for a strategy that is not open to the person
 */
export function requireFactor(
	factors: SupportedFactor[],
	stage: 'first' | 'second',
	strategy: StrategyName,
): SupportedFactor | undefined {
	const factor = factors.find((open) => open.strategy === strategy);
	if (factor || strategy === 'enterprise_sso' || strategy === 'passkey') return factor;
	throw stage === 'first'
		? new ClerkError('InvalidStrategyForUser')
		: new ClerkError('NoSecondFactorsForStrategy', { fill: { strategy } });
}

/** @returns the preparation, which means the person's first such factor where it names none */
export function withDefault(
	request: FactorPreparation,
	factor: SupportedFactor | undefined,
): FactorPreparation {
	return {
		...request,
		emailAddressId: request.emailAddressId ?? factor?.email_address_id,
		phoneNumberId: request.phoneNumberId ?? factor?.phone_number_id,
	};
}

const byEmail = ({ id, value }: Identification, index: number): SupportedFactor => ({
	strategy: 'email_code',
	safe_identifier: value,
	email_address_id: id,
	primary: index === 0,
});

const byPhone = ({ id, value }: Identification, index: number): SupportedFactor => ({
	strategy: 'phone_code',
	safe_identifier: value,
	phone_number_id: id,
	primary: index === 0,
});

const only = (condition: boolean, factor: SupportedFactor): SupportedFactor[] =>
	condition ? [factor] : [];
