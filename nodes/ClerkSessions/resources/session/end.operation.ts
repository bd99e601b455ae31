import { sessionToEnd } from '../../fields/session';
import type { Operation } from '../../operation';
import { sessionAnswer } from '../answers';
import { simplifySession } from '../simplify';
import { endsSession } from './endsSession';

/** `endSession` in Clerk's OpenAPI file. */
export const end: Operation = {
	name: 'End',
	value: 'end',
	action: 'End session',
	description: 'End a session: it cannot be used any more, but the client still lists it',
	routing: { request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/end' } },
	path: { sessionId: sessionToEnd },
	retry: 'idempotent',
	...endsSession,
	answer: sessionAnswer,
	simplify: simplifySession,
};
