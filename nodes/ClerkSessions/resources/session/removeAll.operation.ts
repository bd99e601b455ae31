import type { Operation } from '../../operation';
import { clientAnswer } from '../answers';
import { simplifyRemovedSessions } from '../simplify';
import { endsSession } from './endsSession';

/** `removeClientSessionsAndRetainCookie` in Clerk's OpenAPI file. */
export const removeAll: Operation = {
	name: 'Remove All',
	value: 'removeAll',
	action: 'Remove all sessions',
	description: 'Sign out of all sessions of the client and remove them; the client itself stays',
	routing: { request: { method: 'DELETE', url: '/v1/client/sessions' } },
	path: {},
	retry: 'idempotent',
	...endsSession,
	answer: clientAnswer,
	simplify: simplifyRemovedSessions,
};
