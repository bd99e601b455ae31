/** An address or number a person is known by. Clerk calls these identifications (`idn_…`). */
export interface Identification {
	readonly id: string;
	/** The email address, or the number in E.164 form. */
	readonly value: string;
	/** False for one that nobody has shown to be theirs. */
	readonly verified?: boolean;
	/** Only numbers: may serve as a second factor. */
	readonly secondFactor?: boolean;
}

export interface Passkey {
	readonly id: string;
	readonly name: string;
	/** The credential's ID, base64url, as a browser would send it. */
	readonly credentialId: string;
}

export interface EnterpriseConnection {
	readonly id: string;
	readonly name: string;
	readonly provider: string;
	/** Where the identity provider takes people in. */
	readonly signOnUrl: string;
}

export interface Membership {
	readonly id: string;
	readonly organizationId: string;
	readonly role: RoleKey;
}

export type RoleKey = 'org:admin' | 'org:member';

export interface Role {
	readonly name: string;
	/** Actions on the feature `reports`, beside Clerk's own (`org:sys_…`), which tokens leave out. */
	readonly actions: readonly string[];
	readonly permissions: readonly string[];
}

/** A user. */
export interface Person {
	readonly id: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly emailAddresses: readonly Identification[];
	readonly phoneNumbers: readonly Identification[];
	readonly passkeys: readonly Passkey[];
	readonly enterpriseConnection?: EnterpriseConnection;
	readonly memberships: readonly Membership[];
	/** In base32. */
	readonly totpSecret?: string;
	/** What a new session must do before it is active (`choose-organization`). */
	readonly tasks: readonly string[];
	readonly createdAt: number;
	password?: string;
	/** The next sign-in with the password answers `needs_new_password`. */
	passwordMustChange: boolean;
	/** Those not used yet. */
	backupCodes: string[];
	/** The time step of the TOTP code used last. */
	lastTotpStep?: number;
	lastSignInAt?: number;
	failedAttempts: number;
	/** Milliseconds since 1970. */
	lockedUntil?: number;
}

export interface Organization {
	readonly id: string;
	readonly name: string;
	readonly slug: string;
	readonly createdAt: number;
}

/** A JWT template of the instance. `{{user.id}}` and the like are filled in, see `tokens/templates`. */
export interface Template {
	readonly name: string;
	readonly lifetimeMs: number;
	readonly claims: Readonly<Record<string, unknown>>;
}

/** The feature that the organizations' plan has, as it stands in tokens (`fea`). */
export const ORGANIZATION_FEATURE = 'reports';

export const roles: Readonly<Record<RoleKey, Role>> = {
	'org:admin': {
		name: 'Admin',
		actions: ['read', 'manage'],
		permissions: [
			'org:sys_profile:manage',
			'org:sys_memberships:manage',
			'org:reports:read',
			'org:reports:manage',
		],
	},
	'org:member': {
		name: 'Member',
		actions: ['read'],
		permissions: ['org:sys_memberships:read', 'org:reports:read'],
	},
};

/** @returns what a person is called in lists: the first address, else the first number */
export function identifierOf(person: Person): string {
	return person.emailAddresses[0]?.value ?? person.phoneNumbers[0]?.value ?? person.id;
}

/** @returns the address or number of a person with that ID */
export function identificationOf(person: Person, id: string): Identification | undefined {
	return [...person.emailAddresses, ...person.phoneNumbers].find((known) => known.id === id);
}

/** @returns whether a person has to show a second factor when signing in */
export function hasSecondFactor(person: Person): boolean {
	return person.totpSecret !== undefined || person.phoneNumbers.some((n) => n.secondFactor);
}
