import { additionalFields } from '../../fields/factor';
import { organization, organizationId } from '../../fields/organization';
import { session } from '../../fields/session';
import type { Operation } from '../../operation';
import { sessionAnswer } from '../answers';
import { simplifySession } from '../simplify';

/** `touchSession` in Clerk's OpenAPI file. */
export const touch: Operation = {
	name: 'Touch',
	value: 'touch',
	action: 'Touch session',
	description: 'Make a session the active one of its client, and choose its organization',
	routing: { request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/touch' } },
	path: { sessionId: session },
	form: [
		organization,
		organizationId,
		additionalFields([
			{
				displayName: 'Intent',
				name: 'intent',
				type: 'options',
				options: [
					{ name: 'Focus', value: 'focus', description: 'The person came back to the application' },
					{
						name: 'Select Organization',
						value: 'select_org',
						description: 'The person chose an organization',
					},
					{
						name: 'Select Session',
						value: 'select_session',
						description: 'The person chose a session',
					},
				],
				default: 'focus',
				description: 'Why the session is touched',
				routing: { send: { type: 'body', property: 'intent' } },
			},
		]),
	],
	organizationParameter: 'active_organization_id',
	retry: 'idempotent',
	dropsReusedTokens: true,
	answer: sessionAnswer,
	simplify: simplifySession,
};
