import type { Instance } from '../instance';
import type { Client } from '../state/entities';
import { sessionsOf } from '../state/sessions';
import { serializeSession } from './session';
import { serializeSignIn } from './signIn';

/**
 * A client with its sessions and the sign-in under way (Clerk's OpenAPI file, `Client.Client`).
 *
 * @param origin the request's `Origin`, for the sessions' tokens
 */
export async function serializeClient(
	instance: Instance,
	client: Client,
	origin: string | undefined,
) {
	const sessions = sessionsOf(instance, client);
	const signIn = instance.store.signIns.get(client.signInId ?? '');
	return {
		object: 'client',
		id: client.id,
		sessions: await Promise.all(
			sessions.map(async (session) => await serializeSession(instance, session, origin)),
		),
		sign_in: signIn && signIn.status !== 'complete' ? serializeSignIn(instance, signIn) : null,
		sign_up: null,
		last_active_session_id: client.lastActiveSessionId ?? null,
		last_authentication_strategy: client.lastAuthenticationStrategy ?? null,
		cookie_expires_at: null,
		captcha_bypass: false,
		created_at: client.createdAt,
		updated_at: client.updatedAt,
	};
}
