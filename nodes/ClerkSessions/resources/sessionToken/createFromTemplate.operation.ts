import { session } from '../../fields/session';
import type { Operation } from '../../operation';
import { simplifyToken } from '../../requests/simplify';

/** `createSessionTokenWithTemplate` in Clerk's OpenAPI file. */
export const createFromTemplate: Operation = {
	name: 'Create From Template',
	value: 'createFromTemplate',
	action: 'Create session token from template',
	description: 'Create a token with the claims of a JWT template, for example for a third party',
	routing: {
		request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/tokens/{templateName}' },
	},
	target: [
		session,
		{
			displayName: 'Template Name',
			name: 'templateName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. hasura',
			description: 'The name of a JWT template, as the Clerk Dashboard lists it',
		},
	],
	repeat: 'safe',
	effect: 'makesToken',
	answer: 'token',
	simplify: simplifyToken,
};
