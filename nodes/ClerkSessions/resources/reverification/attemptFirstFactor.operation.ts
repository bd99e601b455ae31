import {
	additionalFactorFields,
	additionalFields,
	code,
	password,
	publicKeyCredential,
	strategyField,
} from '../../fields/factor';
import { session } from '../../fields/session';
import type { Operation } from '../../operation';
import { reverificationAnswer } from '../answers';
import { simplifyReverification } from '../simplify';

/** `attemptSessionReverificationFirstFactor` in Clerk's OpenAPI file. */
export const attemptFirstFactor: Operation = {
	name: 'Attempt First Factor',
	value: 'attemptFirstFactor',
	action: 'Attempt first factor of reverification',
	description: 'Check the answer of a person to a first factor',
	routing: {
		request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/verify/attempt_first_factor' },
	},
	path: { sessionId: session },
	form: [
		strategyField('attemptFirstFactor', 'email_code', 'The factor that the person answers'),
		code,
		password,
		publicKeyCredential,
		additionalFields([additionalFactorFields.origin]),
	],
	// It uses up one of few tries, or the code.
	retry: 'ifNotSent',
	dropsReusedTokens: true,
	answer: reverificationAnswer,
	simplify: simplifyReverification,
};
