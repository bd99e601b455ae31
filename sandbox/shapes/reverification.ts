import type { Instance } from '../instance';
import type { Reverification, Session } from '../state/entities';
import { reverificationFactors } from '../state/reverifications';
import { sessionShape } from './session';
import { verificationShape } from './verification';

/** Clerk's OpenAPI file, `Client.SessionReverification`. */
export async function reverificationShape(
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
		first_factor_verification: verificationShape(reverification.first),
		second_factor_verification: verificationShape(reverification.second),
		session: await sessionShape(instance, session, origin),
	};
}
