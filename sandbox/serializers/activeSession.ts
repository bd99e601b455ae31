import type { Instance } from '../instance';
import type { Session, SessionActivity } from '../state/entities';
import { lastActiveToken } from '../tokens/sessionToken';
import { serializeSessionBase } from './sessionBase';

/**
 * A session among all of a person's: without person and organization, as clerk-js, clerk-ios and
 * clerk-android read it (Clerk's OpenAPI file, `Client.ActiveSession`).
 *
 * @param origin the request's `Origin`, for the token
 */
export async function serializeActiveSession(
	instance: Instance,
	session: Session,
	origin: string | undefined,
) {
	return {
		...serializeSessionBase(session),
		last_active_token: {
			object: 'token',
			jwt: await lastActiveToken(instance, session, origin),
		},
		...(session.activity ? { latest_activity: serializeActivity(session.activity) } : {}),
	};
}

function serializeActivity(activity: SessionActivity) {
	return {
		object: 'session_activity',
		id: activity.id,
		is_mobile: activity.isMobile,
		device_type: activity.deviceType,
		browser_name: activity.browserName,
		browser_version: activity.browserVersion,
		ip_address: activity.ipAddress,
		city: activity.city,
		country: activity.country,
	};
}
