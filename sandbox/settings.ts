import { days, minutes, seconds } from './clock';

/** So many within so many seconds. */
export interface RateLimit {
	requests: number;
	perSeconds: number;
}

/** How the instance is set up, and what it does on demand. Every one can be changed at any time. */
export interface Settings {
	/** Off: native requests are refused with `native_api_disabled`. */
	nativeApi: boolean;
	/** A new client token with every answer; the older one lives on for `rotationGraceMs`. */
	rotateTokenOnEveryResponse: boolean;
	rotationGraceMs: number;
	/** Test addresses wait 30 s between codes like any other, and a TOTP code works once. */
	enforceCodeLimits: boolean;
	/** A password from a client that never signed this person in answers `needs_client_trust`. */
	deviceTrust: boolean;
	/** Whoever signs in has to choose an organization first (`choose-organization`), and keeps having one. */
	forceOrganizationSelection: boolean;
	/** Whoever has no second factor has to set one up first (`setup-mfa`). */
	requireSecondFactor: boolean;
	/** A password that must change is a task of the session (`reset-password`), not of the sign-in. */
	passwordResetIsTask: boolean;
	/** What changes something on a client is refused with `requires_captcha`. */
	requireCaptcha: boolean;
	/** Signing in while signed in is refused with `session_exists` (Clerk's default). */
	singleSession: boolean;
	/** `/tokens` without `?expired_token=<last session token>` answers `missing_expired_token`. */
	requireExpiredToken: boolean;
	/** For every request, by address. */
	rateLimit: RateLimit | undefined;
	/** For the creation of sign-ins, by person and address. Clerk's: 5 in 10 s. */
	signInRateLimit: RateLimit | undefined;
	/** For attempts of sign-ins and reverifications, by person and address. Clerk's: 3 in 10 s. */
	attemptRateLimit: RateLimit | undefined;
	/** The share of connections cut before they are heard, 0 to 1, by the seeded random. */
	dropRate: number;
	/** The hosts a request may name; undefined: any. Others get `host_invalid`. */
	allowedHosts: string[] | undefined;
	/** Origins a live instance takes beside its own domain, as `https://example.com`. */
	allowedOrigins: string[];
	sessionLifetimeMs: number;
	/** A session not used for so long is abandoned. */
	sessionInactivityMs: number;
	sessionTokenLifetimeMs: number;
	verificationLifetimeMs: number;
	/** Wrong codes after which a verification has failed. */
	verificationAttempts: number;
	/** How long after a code another may be sent to the same address. */
	codeIntervalMs: number;
	/** Wrong passwords and codes in a row that lock a person, and for how long (Clerk's default). */
	lockout: { attempts: number; minutes: number };
}

/**
 * How applications differ by when they were made: Clerk changes its defaults for new ones only
 * (clerk-docs: `_partials/session-tasks-table`, Device Trust, Native API).
 */
export const presets = {
	/** Personal accounts, no Device Trust; a password that must change stops the sign-in. */
	madeIn2024: {
		deviceTrust: false,
		forceOrganizationSelection: false,
		passwordResetIsTask: false,
	},
	/** With organizations on. */
	madeToday: {
		deviceTrust: true,
		forceOrganizationSelection: true,
		passwordResetIsTask: true,
	},
} as const satisfies Record<string, Partial<Settings>>;

export type Preset = keyof typeof presets;

/** @returns the set-up an instance starts with: Clerk's defaults of 2024, no limits, no faults */
export function defaultSettings(): Settings {
	return {
		...presets.madeIn2024,
		nativeApi: true,
		rotateTokenOnEveryResponse: false,
		rotationGraceMs: seconds(10),
		enforceCodeLimits: false,
		requireSecondFactor: false,
		requireCaptcha: false,
		singleSession: true,
		requireExpiredToken: false,
		rateLimit: undefined,
		signInRateLimit: undefined,
		attemptRateLimit: undefined,
		dropRate: 0,
		allowedHosts: undefined,
		allowedOrigins: [],
		sessionLifetimeMs: days(7),
		sessionInactivityMs: days(30),
		sessionTokenLifetimeMs: seconds(60),
		verificationLifetimeMs: minutes(10),
		verificationAttempts: 5,
		codeIntervalMs: seconds(30),
		lockout: { attempts: 100, minutes: 60 },
	};
}
