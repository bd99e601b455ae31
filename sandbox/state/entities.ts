// What the instance keeps. Types alone, so that what works on one of them needs no other's file.

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
export interface FactorAttempt {
	code?: string;
	password?: string;
	publicKeyCredential?: string;
}

/** A device. It holds sessions, and is known by its token. */
export interface Client {
	readonly id: string;
	readonly createdAt: number;
	updatedAt: number;
	/** In the order they were made; removed ones are gone. */
	sessionIds: string[];
	lastActiveSessionId?: string;
	lastAuthenticationStrategy?: string;
	/** The sign-in under way. */
	signInId?: string;
	/** Refused with everything it asks for. */
	isBlocked?: true;
	/** Who signed in here before: Device Trust lets them in with a password alone. */
	readonly knownPeople: Set<string>;
}

/** A browser on a test instance, where third-party cookies do not work. It may hold a client. */
export interface DevBrowser {
	readonly id: string;
	clientId?: string;
}

/** Clerk's OpenAPI file, `Client.SessionBase`. */
export type SessionStatus =
	'active' | 'pending' | 'ended' | 'removed' | 'expired' | 'abandoned' | 'revoked';

/** One person signed in on one client. All times in milliseconds since 1970. */
export interface Session {
	readonly id: string;
	readonly clientId: string;
	readonly personId: string;
	readonly createdAt: number;
	readonly expireAt: number;
	status: SessionStatus;
	updatedAt: number;
	lastActiveAt: number;
	abandonAt: number;
	lastActiveOrganizationId?: string;
	/** What has to be done before the session is active. */
	tasks: string[];
	firstFactorVerifiedAt?: number;
	secondFactorVerifiedAt?: number;
	reverification?: Reverification;
	/** Who acts as the person, where it is not they themselves. */
	actor?: Actor;
	/** From where it was last used; missing where that was never over HTTP. */
	activity?: SessionActivity;
	lastActiveToken?: { jwt: string; issuedAt: number };
}

/** From where a session was last used (Clerk's OpenAPI file, `Client.SessionActivity`). */
export interface SessionActivity {
	readonly id: string;
	isMobile: boolean;
	deviceType?: string;
	browserName?: string;
	browserVersion?: string;
	ipAddress?: string;
	city?: string;
	country?: string;
}

/** Somebody who acts as somebody else: `sub` says who (Clerk's guide to impersonation). */
export interface Actor {
	sub: string;
	[property: string]: unknown;
}

/** How somebody came in. */
export interface SessionOptions {
	strategy: string;
	organizationId?: string;
	secondFactor?: boolean;
	activity?: Omit<SessionActivity, 'id'>;
	actor?: Actor;
	/** Milliseconds; the instance's own lifetime when missing. */
	lifetimeMs?: number;
}

export type ReverificationLevel = 'first_factor' | 'second_factor' | 'multi_factor';

/** A person proving again who they are, within a session. */
export interface Reverification {
	/** As it is, which may be less than what was asked for. */
	readonly level: ReverificationLevel;
	status: 'needs_first_factor' | 'needs_second_factor' | 'complete';
	first?: Verification;
	second?: Verification;
}

/** Clerk's OpenAPI file, `Client.SignIn`. */
export type SignInStatus =
	| 'abandoned'
	| 'needs_identifier'
	| 'needs_first_factor'
	| 'needs_second_factor'
	| 'needs_client_trust'
	| 'needs_new_password'
	| 'complete';

/** A person on the way in. Times in milliseconds since 1970. */
export interface SignIn {
	readonly id: string;
	readonly clientId: string;
	readonly abandonAt: number;
	identifier?: string;
	personId?: string;
	status: SignInStatus;
	first?: Verification;
	second?: Verification;
	clientTrust?: 'new' | 'known';
	createdSessionId?: string;
}

/** A sign-in token: lets one person in once, without any factor (Clerk's Backend API). */
export interface SignInToken {
	readonly id: string;
	readonly token: string;
	readonly personId: string;
	/** The organization to activate. */
	readonly organizationId?: string;
	/** Only of an actor token: who acts as the person, and how long the session lasts, in ms. */
	readonly actor?: Actor;
	readonly sessionLifetimeMs?: number;
	readonly createdAt: number;
	readonly expireAt: number;
	status: 'pending' | 'accepted' | 'revoked';
	updatedAt: number;
}
