import { session } from '../../fields/session';
import type { Operation } from '../../operation';
import { simplifySession } from '../../requests/simplify';

/** `getSession` in Clerk's OpenAPI file. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get session',
	description: 'Retrieve a session',
	routing: { request: { method: 'GET', url: '/v1/client/sessions/{sessionId}' } },
	target: [session],
	repeat: 'safe',
	effect: 'none',
	answer: 'session',
	simplify: simplifySession,
};
