import { session } from '../../fields/session';
import type { Operation } from '../../operation';
import { reverificationAnswer } from '../answers';
import { simplifyReverification } from '../simplify';

/** `startSessionReverification` in Clerk's OpenAPI file. */
export const start: Operation = {
	name: 'Start',
	value: 'start',
	action: 'Start reverification',
	description: 'Ask a person to prove again who they are',
	routing: { request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/verify' } },
	path: { sessionId: session },
	form: [
		{
			displayName: 'Level',
			name: 'level',
			type: 'options',
			options: [
				{ name: 'First Factor', value: 'first_factor' },
				{ name: 'Multi-Factor', value: 'multi_factor', description: 'A first and a second factor' },
				{ name: 'Second Factor', value: 'second_factor' },
			],
			default: 'first_factor',
			description:
				'What the person has to prove. Without a second factor, Clerk falls back to the first.',
			routing: { send: { type: 'body', property: 'level' } },
		},
	],
	retry: 'idempotent',
	answer: reverificationAnswer,
	simplify: simplifyReverification,
};
