import {
	additionalFactorFields,
	additionalFields,
	emailAddress,
	phoneNumber,
	strategyField,
} from '../../fields/factor';
import { session } from '../../fields/session';
import type { Operation } from '../../operation';
import { reverificationAnswer } from '../answers';
import { simplifyReverification } from '../simplify';

/** `prepareSessionReverificationFirstFactor` in Clerk's OpenAPI file. */
export const prepareFirstFactor: Operation = {
	name: 'Prepare First Factor',
	value: 'prepareFirstFactor',
	action: 'Prepare first factor of reverification',
	description: 'Send the code or the challenge of a first factor',
	routing: {
		request: { method: 'POST', url: '/v1/client/sessions/{sessionId}/verify/prepare_first_factor' },
	},
	path: { sessionId: session },
	form: [
		strategyField(
			'prepareFirstFactor',
			'email_code',
			'The factor to prepare; Start lists those the person has',
		),
		emailAddress,
		phoneNumber,
		additionalFields([
			additionalFactorFields.enterpriseConnectionId,
			additionalFactorFields.origin,
			additionalFactorFields.proofToken,
			additionalFactorFields.redirectUrl,
		]),
	],
	// It sends a message to the person.
	retry: 'ifNotSent',
	answer: reverificationAnswer,
	simplify: simplifyReverification,
};
