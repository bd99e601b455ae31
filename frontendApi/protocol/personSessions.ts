import { isObject, type JsonObject } from './objects';

/** A session of a person, on whatever device, as the list of all of them has it. */
export interface PersonSession {
	id: string;
	status: string;
	/** Milliseconds since 1970. */
	lastActiveAt?: number;
	/** From where it is used; Clerk may not know. */
	activity: JsonObject;
}

/**
 * Reads the answer to `GET /v1/me/sessions/active`: a bare list (clerk-js, clerk-ios and clerk-android).
 *
 * @returns undefined for anything else; entries that are no session are left out
 */
export function readPersonSessions(body: unknown): PersonSession[] | undefined {
	if (!Array.isArray(body)) return undefined;
	return body.filter(isObject).flatMap((entry) => {
		const { id, status, last_active_at: at, latest_activity: activity } = entry;
		if (typeof id !== 'string' || typeof status !== 'string') return [];
		return [
			{
				id,
				status,
				lastActiveAt: typeof at === 'number' ? at : undefined,
				activity: isObject(activity) ? activity : {},
			},
		];
	});
}
