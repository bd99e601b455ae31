import { session } from '../../fields/session';
import { templateName } from '../../fields/templateName';
import type { Operation } from '../../operation';
import { tokenAnswer } from '../answers';
import { simplifyToken } from '../simplify';

/** `createSessionTokenWithTemplate` in Clerk's OpenAPI file. */
export const createFromTemplate: Operation = {
	name: 'Create From Template',
	value: 'createFromTemplate',
	action: 'Create session token from template',
	description: 'Create a token with the claims of a JWT template, for example for a third party',
	routing: {
		request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/tokens/{templateName}' },
	},
	path: { sessionId: session, templateName },
	retry: 'idempotent',
	advice: {
		resource_not_found:
			"Check 'Template Name': the Clerk Dashboard lists the templates of the instance under JWT templates. If Clerk misses the session instead, choose it 'From list', or use the last active session.",
	},
	answer: tokenAnswer,
	simplify: simplifyToken,
};
