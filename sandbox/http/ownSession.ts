import { ClerkError } from '../errors/clerkError';
import type { Instance } from '../instance';
import type { Session } from '../state/entities';
import { isActive, sessionsOf } from '../state/sessions';
import { requireClient } from './requestClient';
import { requestClient, type SandboxContext } from './context';

/**
 * The session a request names, whatever its status.
 *
 * @throws ClerkError 401 for a caller without a client or with nothing left to speak of, 404 for a
 * session that is not the caller's
 */
export function requireSession(c: SandboxContext, instance: Instance): Session {
	const id = c.req.param('sessionId') ?? '';
	const sessions = sessionsOf(instance, requireClient(requestClient(c)));
	const session = sessions.find((one) => one.id === id);
	if (session) return session;
	if (!sessions.some(isActive)) throw new ClerkError('SignedOut');
	throw new ClerkError('SessionNotFound', { fill: { sessionID: id } });
}

/**
 * The session a request names, which has to be live.
 *
 * @throws ClerkError as `ownSession`, and 401 when the session has come to its end
 */
export function requireActiveSession(c: SandboxContext, instance: Instance): Session {
	const session = requireSession(c, instance);
	if (!isActive(session)) throw new ClerkError('InvalidAuthentication');
	return session;
}
