import { ClerkRequestError } from '../frontendApi/protocol/failure';

/**
 * n8n shows the message of what a credential test failed with, and nothing else: it says what to do as
 * well.
 */
export function inOneLine(error: unknown): unknown {
	if (!(error instanceof ClerkRequestError) || error.description === '') return error;
	const { failure } = error;
	const what = failure.message.replace(/\.$/, '');
	return new ClerkRequestError({ ...failure, message: `${what}. ${failure.description}` });
}
