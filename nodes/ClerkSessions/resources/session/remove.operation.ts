import { sessionToEnd } from '../../fields/session';
import type { Operation } from '../../operation';
import { simplifyRemovedSession } from '../../requests/simplify';

/** `removeSession` in Clerk's OpenAPI file. */
export const remove: Operation = {
	name: 'Remove',
	value: 'remove',
	action: 'Remove session',
	description: 'Sign out of a session and remove it from its client',
	routing: { request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/remove' } },
	target: [sessionToEnd],
	repeat: 'safe',
	effect: 'endsSession',
	answer: 'session',
	simplify: simplifyRemovedSession,
};
