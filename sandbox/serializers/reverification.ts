import type { Instance } from '../instance';
import type { Reverification, Session } from '../state/entities';
import { reverificationFactors } from '../state/reverifications';
import { serializeSession } from './session';
import { serializeVerification } from './verification';

/** Clerk's OpenAPI file, `Client.SessionReverification`. */
export async function serializeReverification(
	instance: Instance,
	session: Session,
	reverification: Reverification,
	origin: string | undefined,
) {
	const person = instance.store.person(session.personId);
	return {
		object: 'session_reverification',
		status: reverification.status,
		level: reverification.level,
		supported_first_factors: reverificationFactors(reverification, person, 'first'),
		supported_second_factors: reverificationFactors(reverification, person, 'second'),
		first_factor_verification: serializeVerification(reverification.first),
		second_factor_verification: serializeVerification(reverification.second),
		session: await serializeSession(instance, session, origin),
	};
}
