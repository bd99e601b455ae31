import { ClerkRequestError } from '../../../frontendApi/protocol/failure';
import { redactFailure, redactor, secretsOf } from '../../../frontendApi/client/redact';
import type { LoadedCredential } from './context';

/** Form parameters that hold what nobody else may see. */
const SECRET_PARAMETERS = /code|credential|password|proof|secret|ticket|token/i;

/** What a form holds that must not come out again: an answer may echo it. */
export function secretsOfForm(form: unknown): string[] {
	if (typeof form !== 'string') return [];
	return [...new URLSearchParams(form)]
		.filter(([name]) => SECRET_PARAMETERS.test(name))
		.map(([, value]) => value);
}

/**
 * Clears what a request failed with of all secrets: those of the credential, of its client, and of
 * the item.
 */
export function redactError(
	error: unknown,
	{ fields, state }: Pick<LoadedCredential, 'fields' | 'state'>,
	itemSecrets: readonly string[] = [],
): unknown {
	if (!(error instanceof ClerkRequestError)) return error;
	const secrets = [...secretsOf(fields), ...state.tokens.secrets, ...itemSecrets];
	return new ClerkRequestError(redactFailure(error.failure, redactor(secrets)), error.isFinal);
}
