import { organization, organizationId } from '../../fields/organization';
import { session } from '../../fields/session';
import type { Operation } from '../../operation';
import { tokenAnswer } from '../answers';
import { simplifyToken } from '../simplify';

/** `createSessionToken` in Clerk's OpenAPI file. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create session token',
	description: 'Create a short-lived token that proves to your API who is signed in',
	routing: { request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/tokens' } },
	path: { sessionId: session },
	form: [organization, organizationId],
	organizationParameter: 'organization_id',
	retry: 'idempotent',
	answer: tokenAnswer,
	simplify: simplifyToken,
};
