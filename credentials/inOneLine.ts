import { ClerkRequestError, type Failure } from '../frontendApi/protocol/failure';

/** n8n shows the message of what a credential test failed with, and nothing else. */
export function inOneLine(failure: Failure): ClerkRequestError {
	const what = failure.message.replace(/\.$/, '');
	return new ClerkRequestError({ ...failure, message: `${what}. ${failure.description}` });
}
