import type { Instance } from '../instance';
import type { SignIn } from '../state/entities';
import { expireSignInIfDue, signInFactors } from '../state/signIns';
import { serializePublicUserData } from './person';
import { serializeVerification } from './verification';

/** Clerk's OpenAPI file, `Client.SignIn`. */
export function serializeSignIn(instance: Instance, signIn: SignIn) {
	const { status } = expireSignInIfDue(instance, signIn);
	const person = signIn.personId ? instance.store.person(signIn.personId) : undefined;
	const open = person !== undefined && status !== 'complete' && status !== 'abandoned';
	return {
		object: 'sign_in_attempt',
		id: signIn.id,
		status,
		supported_identifiers: ['email_address', 'phone_number'],
		supported_first_factors: open ? signInFactors(signIn, person, 'first') : null,
		supported_second_factors:
			status === 'needs_second_factor' || status === 'needs_client_trust'
				? person && signInFactors(signIn, person, 'second')
				: null,
		first_factor_verification: serializeVerification(signIn.first),
		second_factor_verification: serializeVerification(signIn.second),
		identifier: signIn.identifier ?? null,
		user_data: person ? signInUserData(serializePublicUserData(person)) : null,
		created_session_id: signIn.createdSessionId ?? null,
		abandon_at: signIn.abandonAt,
		client_trust_state: signIn.clientTrust ?? null,
	};
}

function signInUserData(person: ReturnType<typeof serializePublicUserData>) {
	const { first_name, last_name, image_url, has_image } = person;
	return { first_name, last_name, image_url, has_image };
}
