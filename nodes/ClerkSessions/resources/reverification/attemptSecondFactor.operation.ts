import { code, strategyField } from '../../fields/factor';
import { session } from '../../fields/session';
import type { Operation } from '../../operation';
import { reverificationAnswer } from '../answers';
import { simplifyReverification } from '../simplify';

/** `attemptSessionReverificationSecondFactor` in Clerk's OpenAPI file. */
export const attemptSecondFactor: Operation = {
	name: 'Attempt Second Factor',
	value: 'attemptSecondFactor',
	action: 'Attempt second factor of reverification',
	description: 'Check the answer of a person to a second factor',
	routing: {
		request: {
			method: 'POST',
			url: '/v1/client/sessions/{sessionId}/verify/attempt_second_factor',
		},
	},
	path: { sessionId: session },
	form: [strategyField('attemptSecondFactor', 'totp', 'The factor that the person answers'), code],
	// It uses up one of few tries, or the code.
	retry: 'ifNotSent',
	dropsReusedTokens: true,
	answer: reverificationAnswer,
	simplify: simplifyReverification,
};
