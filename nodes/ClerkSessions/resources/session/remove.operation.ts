import { sessionToEnd } from '../../fields/session';
import type { Operation } from '../../operation';
import { sessionAnswer } from '../answers';
import { simplifyRemovedSession } from '../simplify';
import { endsSession } from './endsSession';

/** `removeSession` in Clerk's OpenAPI file. */
export const remove: Operation = {
	name: 'Remove',
	value: 'remove',
	action: 'Remove session',
	description: 'Sign out of a session and remove it from its client',
	routing: { request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/remove' } },
	path: { sessionId: sessionToEnd },
	retry: 'idempotent',
	...endsSession,
	answer: sessionAnswer,
	simplify: simplifyRemovedSession,
};
