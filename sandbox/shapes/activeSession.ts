import type { Instance } from '../instance';
import type { Session, SessionActivity } from '../state/entities';
import { lastActiveToken } from '../tokens/sessionToken';

/**
 * A session among all of a person's: without person and organization, as clerk-js, clerk-ios and
 * clerk-android read it (Clerk's OpenAPI file, `Client.ActiveSession`).
 *
 * @param origin the request's `Origin`, for the token
 */
export async function activeSessionShape(
	instance: Instance,
	session: Session,
	origin: string | undefined,
) {
	return {
		object: 'session',
		id: session.id,
		status: session.status,
		expire_at: session.expireAt,
		abandon_at: session.abandonAt,
		last_active_at: session.lastActiveAt,
		last_active_token: {
			object: 'token',
			jwt: await lastActiveToken(instance, session, origin),
		},
		actor: session.actor ?? null,
		tasks: session.tasks.length > 0 ? session.tasks.map((key) => ({ key })) : null,
		...(session.activity ? { latest_activity: activityShape(session.activity) } : {}),
	};
}

function activityShape(activity: SessionActivity) {
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
