import { ClerkRequestError } from '../frontendApi/protocol/failure';
import { FieldError } from '../frontendApi/protocol/fieldError';

/**
 * n8n shows the message of what a credential test failed with, and nothing else: it says what to do as
 * well.
 */
export function inOneLine(error: unknown): unknown {
	if (error instanceof FieldError) return new FieldError(joined(error), '');
	if (!(error instanceof ClerkRequestError) || error.description === '') return error;
	return new ClerkRequestError({ ...error.failure, message: joined(error) });
}

function joined({ message, description }: FieldError | ClerkRequestError): string {
	return `${message.replace(/\.$/, '')}. ${description}`;
}
