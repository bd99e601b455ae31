import { session } from '../../fields/session';
import type { Operation } from '../../operation';
import { sessionAnswer } from '../answers';
import { simplifySession } from '../simplify';

/** `getSession` in Clerk's OpenAPI file. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get session',
	description: 'Retrieve a session',
	routing: { request: { method: 'GET', url: '/v1/client/sessions/{sessionId}' } },
	path: { sessionId: session },
	retry: 'idempotent',
	answer: sessionAnswer,
	simplify: simplifySession,
};
