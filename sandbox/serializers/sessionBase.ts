import type { Session } from '../state/entities';

/** What every session has, its own or among all of a person's (Clerk's OpenAPI file, `Client.SessionBase`). */
export function serializeSessionBase(session: Session) {
	return {
		object: 'session',
		id: session.id,
		status: session.status,
		expire_at: session.expireAt,
		abandon_at: session.abandonAt,
		last_active_at: session.lastActiveAt,
		actor: session.actor ?? null,
		tasks: session.tasks.length > 0 ? session.tasks.map((key) => ({ key })) : null,
	};
}
