import { organization, organizationId } from '../../fields/organization';
import { session } from '../../fields/session';
import type { Operation } from '../../operation';
import { simplifyToken } from '../../requests/simplify';

/** `createSessionToken` in Clerk's OpenAPI file. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create session token',
	description: 'Create a short-lived token that proves to your API who is signed in',
	routing: { request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/tokens' } },
	target: [session],
	form: [organization, organizationId],
	organizationParameter: 'organization_id',
	repeat: 'safe',
	effect: 'makesToken',
	answer: 'token',
	simplify: simplifyToken,
};
