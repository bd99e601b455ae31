import { isObject, type JsonObject } from './objects';
import { decodeToken, organizationIdIn } from './sessionToken';

/** A session of a person, on whatever device, as the list of all of them has it. */
export interface PersonSession {
	id: string;
	status: string;
	/** Milliseconds since 1970. */
	lastActiveAt?: number;
	/** From where it is used; Clerk may not know. */
	activity: JsonObject;
	/** null for the personal account; undefined where Clerk does not say. */
	organizationId: string | null | undefined;
	/** The whole entry, which may hold the device's live token: it is never put out. */
	entry: JsonObject;
}

/** What such a list holds: undefined stands for an entry that is no session. */
export type PersonSessionList = Array<PersonSession | undefined>;

/**
 * Reads the answer to `GET /v1/me/sessions/active`: a bare list (clerk-js, clerk-ios and clerk-android).
 *
 * @returns undefined for anything else
 */
export function readPersonSessions(body: unknown): PersonSessionList | undefined {
	return Array.isArray(body) ? body.map(readPersonSession) : undefined;
}

/** Clerk's OpenAPI file, `Client.ActiveSession`. */
function readPersonSession(entry: unknown): PersonSession | undefined {
	if (!isObject(entry) || entry.object !== 'session') return undefined;
	const { id, status, last_active_at: at, latest_activity: activity } = entry;
	if (typeof id !== 'string' || typeof status !== 'string') return undefined;
	return {
		id,
		status,
		lastActiveAt: typeof at === 'number' ? at : undefined,
		activity: isObject(activity) ? activity : {},
		organizationId: organizationIn(entry),
		entry,
	};
}

/**
 * The organization that is chosen in a session. An entry has no field for it in Clerk's OpenAPI file; its
 * last token says it, where there is one.
 */
function organizationIn(entry: JsonObject): string | null | undefined {
	const { last_active_organization_id: named, last_active_token: token } = entry;
	if (typeof named === 'string' || named === null) return named;
	const jwt = isObject(token) ? token.jwt : undefined;
	const claims = typeof jwt === 'string' ? decodeToken(jwt)?.claims : undefined;
	return claims && (organizationIdIn(claims) ?? null);
}
