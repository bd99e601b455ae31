import type { Instance } from '../instance';
import type { Session } from '../state/entities';
import { factorVerificationAge, isActive } from '../state/sessions';
import { lastActiveToken } from '../tokens/sessionToken';
import { serializeSessionBase } from './sessionBase';
import { serializePublicUserData } from './person';
import { serializeUser } from './user';

/**
 * A session with its person and its token (Clerk's OpenAPI file, `Client.Session`).
 *
 * @param origin the request's `Origin`, for the token
 */
export async function serializeSession(
	instance: Instance,
	session: Session,
	origin: string | undefined,
) {
	const person = instance.store.person(session.personId);
	return {
		...serializeSessionBase(session),
		last_active_organization_id: session.lastActiveOrganizationId ?? null,
		user: serializeUser(instance, person),
		public_user_data: serializePublicUserData(person),
		factor_verification_age: factorVerificationAge(instance, session),
		last_active_token: isActive(session)
			? { object: 'token', jwt: await lastActiveToken(instance, session, origin) }
			: null,
		created_at: session.createdAt,
		updated_at: session.updatedAt,
	};
}
