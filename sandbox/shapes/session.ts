import type { Instance } from '../instance';
import type { Session } from '../state/entities';
import { factorVerificationAge, isLive } from '../state/sessions';
import { lastActiveToken } from '../tokens/sessionToken';
import { sessionBaseShape } from './sessionBase';
import { publicUserDataShape } from './person';
import { userShape } from './user';

/**
 * A session with its person and its token (Clerk's OpenAPI file, `Client.Session`).
 *
 * @param origin the request's `Origin`, for the token
 */
export async function sessionShape(
	instance: Instance,
	session: Session,
	origin: string | undefined,
) {
	const person = instance.store.person(session.personId);
	return {
		...sessionBaseShape(session),
		last_active_organization_id: session.lastActiveOrganizationId ?? null,
		user: userShape(instance, person),
		public_user_data: publicUserDataShape(person),
		factor_verification_age: factorVerificationAge(instance, session),
		last_active_token: isLive(session)
			? { object: 'token', jwt: await lastActiveToken(instance, session, origin) }
			: null,
		created_at: session.createdAt,
		updated_at: session.updatedAt,
	};
}
