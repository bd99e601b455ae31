import { hasSecondFactor, type Person } from '../state/people';
import type { Instance } from '../instance';
import { serializeMembership } from './organization';
import { serializeDoneVerification } from './verification';

/** A person as they see themselves (Clerk's OpenAPI file, `Client.User`). */
export function serializeUser(instance: Instance, person: Person) {
	const { clock, settings } = instance;
	const lockedMs = Math.max(0, (person.lockedUntil ?? 0) - clock.now());
	const times = { created_at: person.createdAt, updated_at: person.createdAt };
	return {
		object: 'user',
		id: person.id,
		username: null,
		first_name: person.firstName,
		last_name: person.lastName,
		image_url: '',
		has_image: false,
		primary_email_address_id: person.emailAddresses[0]?.id ?? null,
		primary_phone_number_id: person.phoneNumbers[0]?.id ?? null,
		primary_web3_wallet_id: null,
		password_enabled: person.password !== undefined,
		two_factor_enabled: hasSecondFactor(person),
		totp_enabled: person.totpSecret !== undefined,
		backup_code_enabled: person.backupCodes.length > 0,
		email_addresses: person.emailAddresses.map(({ id, value, verified = true }) => ({
			object: 'email_address',
			id,
			email_address: value,
			reserved: false,
			verification: verified ? serializeDoneVerification('email_code', person.createdAt) : null,
			linked_to: [],
			matches_sso_connection: person.enterpriseConnection !== undefined,
			...times,
		})),
		phone_numbers: person.phoneNumbers.map(({ id, value, secondFactor = false }) => ({
			object: 'phone_number',
			id,
			phone_number: value,
			reserved_for_second_factor: secondFactor,
			default_second_factor: secondFactor,
			reserved: false,
			verification: serializeDoneVerification('phone_code', person.createdAt),
			linked_to: [],
			backup_codes: null,
			...times,
		})),
		web3_wallets: [],
		passkeys: person.passkeys.map(({ id, name }) => ({
			object: 'passkey',
			id,
			name,
			last_used_at: null,
			verification: null,
			...times,
		})),
		organization_memberships: person.memberships.map((one) =>
			serializeMembership(instance, person, one),
		),
		external_accounts: [],
		saml_accounts: [],
		enterprise_accounts: [],
		password_last_updated_at: person.password === undefined ? null : person.createdAt,
		public_metadata: {},
		unsafe_metadata: {},
		external_id: null,
		last_sign_in_at: person.lastSignInAt ?? null,
		banned: false,
		locked: lockedMs > 0,
		lockout_expires_in_seconds: lockedMs > 0 ? Math.ceil(lockedMs / 1000) : null,
		verification_attempts_remaining: settings.lockout.attempts - person.failedAttempts,
		...times,
		delete_self_enabled: true,
		create_organization_enabled: true,
		last_active_at: person.lastSignInAt ?? null,
		mfa_enabled_at: hasSecondFactor(person) ? person.createdAt : null,
		mfa_disabled_at: null,
		legal_accepted_at: null,
	};
}
