import type { Operation } from '../../operation';
import { simplifyRemovedSessions } from '../../requests/simplify';

/** `removeClientSessionsAndRetainCookie` in Clerk's OpenAPI file. */
export const removeAll: Operation = {
	name: 'Remove All',
	value: 'removeAll',
	action: 'Remove all sessions',
	description: 'Sign out of all sessions of the client and remove them; the client itself stays',
	routing: { request: { method: 'DELETE', url: '/v1/client/sessions' } },
	target: [],
	repeat: 'safe',
	effect: 'endsSession',
	answer: 'client',
	simplify: simplifyRemovedSessions,
};
