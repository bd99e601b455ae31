import { sessionFilters } from '../../fields/filters';
import { scope } from '../../fields/scope';
import { sessionOfPerson } from '../../fields/session';
import type { Operation } from '../../operation';
import { simplifyPersonSession, simplifySession } from '../simplify';

/** `getClient` in Clerk's OpenAPI file; `getSessions` for all of a person's, on every device. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many sessions',
	description: 'List the sessions of the client, or of the person on every device',
	choices: [scope],
	routing: { request: { method: 'GET', url: '/v1/client' } },
	path: {},
	retry: 'idempotent',
	filters: sessionFilters,
	answer: {
		object: 'session',
		in: 'response.sessions',
		isList: true,
		nullMeansUnknownClient: true,
	},
	simplify: simplifySession,
	variant: {
		parameter: 'scope',
		value: 'person',
		routing: { request: { method: 'GET', url: '/v1/me/sessions/active' } },
		query: { _clerk_session_id: sessionOfPerson },
		// Without wrapper and person: so clerk-js (`User.getSessions`), clerk-ios and clerk-android read it.
		answer: { object: 'session', in: 'body', isList: true, withheld: ['last_active_token'] },
		simplify: simplifyPersonSession,
	},
};
