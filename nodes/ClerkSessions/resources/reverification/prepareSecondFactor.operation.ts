import {
	additionalFactorFields,
	additionalFields,
	phoneNumber,
	strategyField,
} from '../../fields/factor';
import { session } from '../../fields/session';
import type { Operation } from '../../operation';
import { reverificationAnswer } from '../answers';
import { simplifyReverification } from '../simplify';

/** `prepareSessionReverificationSecondFactor` in Clerk's OpenAPI file. */
export const prepareSecondFactor: Operation = {
	name: 'Prepare Second Factor',
	value: 'prepareSecondFactor',
	action: 'Prepare second factor of reverification',
	description: 'Send the code of a second factor',
	routing: {
		request: {
			method: 'POST',
			url: '/v1/client/sessions/{sessionId}/verify/prepare_second_factor',
		},
	},
	path: { sessionId: session },
	form: [
		strategyField(
			'prepareSecondFactor',
			'phone_code',
			'The factor to prepare; the others need no preparing',
		),
		phoneNumber,
		additionalFields([additionalFactorFields.proofToken]),
	],
	// It sends a message to the person.
	retry: 'ifNotSent',
	answer: reverificationAnswer,
	simplify: simplifyReverification,
};
