import { sessionToEnd } from '../../fields/session';
import type { Operation } from '../../operation';
import { simplifySession } from '../../requests/simplify';

/** `endSession` in Clerk's OpenAPI file. */
export const end: Operation = {
	name: 'End',
	value: 'end',
	action: 'End session',
	description: 'End a session: it cannot be used any more, but the client still lists it',
	routing: { request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/end' } },
	target: [sessionToEnd],
	repeat: 'safe',
	effect: 'endsSession',
	answer: 'session',
	simplify: simplifySession,
};
