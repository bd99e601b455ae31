import type { IDataObject } from 'n8n-workflow';
import { isObject, type JsonObject } from '../../../frontendApi/protocol/objects';
import { decodeToken, organizationIdIn } from '../../../frontendApi/protocol/sessionToken';

/** The fields of a session that help most. Times as ISO 8601; a live token is never among them. */
export function simplifySession(session: IDataObject): IDataObject {
	const tasks = listAt(session, 'tasks')
		.filter(isObject)
		.map(({ key }) => key);
	const ages = listAt(session, 'factor_verification_age');
	return withoutMissing({
		id: session.id,
		status: session.status,
		/** What a pending session has to do first. */
		tasks: tasks.length > 0 ? tasks : undefined,
		userId: objectAt(session, 'user').id ?? objectAt(session, 'public_user_data').user_id,
		identifier: objectAt(session, 'public_user_data').identifier,
		/** Who acts as the person: impersonation, agents. */
		actorId: objectAt(session, 'actor').sub,
		organizationId: session.last_active_organization_id,
		lastActiveAt: isoTime(session.last_active_at),
		expireAt: isoTime(session.expire_at),
		/** Minutes since each factor was verified, -1 for never. */
		firstFactorAge: ages[0],
		secondFactorAge: ages[1],
	});
}

/** A session among all of a person's: where it is used, and whether it is the one that asks. */
export function simplifyPersonSession(
	session: JsonObject,
	query: Record<string, string>,
): IDataObject {
	const activity = objectAt(session, 'latest_activity');
	return withoutMissing({
		id: session.id,
		status: session.status,
		isCurrent: session.id === query._clerk_session_id,
		/** Only where somebody acts as the person. */
		actorId: objectAt(session, 'actor').sub,
		lastActiveAt: isoTime(session.last_active_at),
		deviceType: activity.device_type,
		isMobile: activity.is_mobile,
		browser: activity.browser_name,
		city: activity.city,
		country: activity.country,
		ipAddress: activity.ip_address,
	});
}

/** A session that was just removed. */
export function simplifyRemovedSession(session: IDataObject): IDataObject {
	const { id, status, userId, identifier } = simplifySession(session);
	return withoutMissing({ id, status, userId, identifier, deleted: true });
}

/** A client whose sessions were all removed. */
export function simplifyRemovedSessions(client: IDataObject): IDataObject {
	return withoutMissing({ clientId: client.id, deleted: true });
}

/** A session token with what it says; one that cannot be decoded comes out alone. */
export function simplifyToken(token: IDataObject): IDataObject {
	const { jwt } = token;
	const claims = typeof jwt === 'string' ? decodeToken(jwt)?.claims : undefined;
	if (!claims) return withoutMissing({ jwt });
	return withoutMissing({ jwt, ...whoseToken(claims), claims });
}

function whoseToken(claims: JsonObject): JsonObject {
	return {
		expiresAt: typeof claims.exp === 'number' ? isoTime(claims.exp * 1000) : undefined,
		sessionId: claims.sid,
		userId: claims.sub,
		actorId: objectAt(claims, 'act').sub,
		organizationId: organizationIdIn(claims),
		/** Of a session that has something to do first. */
		status: claims.sts === 'active' ? undefined : claims.sts,
	};
}

/** Whether a session token is valid, and whose it is. Of one that is not, nothing can be believed. */
export function simplifyVerifiedToken(verified: IDataObject): IDataObject {
	const { isValid, reason } = verified;
	if (isValid !== true) return withoutMissing({ isValid, reason });
	const claims = objectAt(verified, 'claims');
	return withoutMissing({ isValid, ...whoseToken(claims), claims });
}

/** Where a reverification stands, and the factors that can be used next, with their IDs. */
export function simplifyReverification(reverification: IDataObject): IDataObject {
	const isSecond = reverification.status === 'needs_second_factor';
	const first = objectAt(reverification, 'first_factor_verification');
	const second = objectAt(reverification, 'second_factor_verification');
	const isComplete = reverification.status === 'complete';
	const verification = isSecond || (isComplete && second.status !== undefined) ? second : first;
	const factors = listAt(
		reverification,
		isSecond ? 'supported_second_factors' : 'supported_first_factors',
	);
	return withoutMissing({
		status: reverification.status,
		level: reverification.level,
		sessionId: objectAt(reverification, 'session').id,
		factors: isComplete ? [] : factors.filter(isObject).map(simplifyFactor),
		/** The verification in progress. */
		strategy: verification.strategy,
		verificationStatus: verification.status,
		attempts: verification.attempts,
		expireAt: isoTime(verification.expire_at),
		/** The WebAuthn request of a passkey, and where enterprise SSO goes on. */
		nonce: verification.nonce,
		redirectUrl: verification.external_verification_redirect_url,
	});
}

function simplifyFactor(factor: JsonObject): IDataObject {
	return withoutMissing({
		strategy: factor.strategy,
		safeIdentifier: factor.safe_identifier,
		emailAddressId: factor.email_address_id,
		phoneNumberId: factor.phone_number_id,
		enterpriseConnectionId: factor.enterprise_connection_id,
	});
}

function objectAt(object: JsonObject, name: string): JsonObject {
	const value = object[name];
	return isObject(value) ? value : {};
}

function listAt(object: JsonObject, name: string): unknown[] {
	const value = object[name];
	return Array.isArray(value) ? value : [];
}

/** Clerk's times are milliseconds since 1970. */
function isoTime(milliseconds: unknown): string | undefined {
	if (typeof milliseconds !== 'number') return undefined;
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Clerk's answers are JSON: whatever is left is a value an item can hold. */
function withoutMissing(fields: JsonObject): IDataObject {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined),
	) as IDataObject;
}
