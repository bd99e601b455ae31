import { FieldError } from '../../frontendApi/protocol/fieldError';

/**
 * What a function refuses, with the reason a person gets to see.
 *
 * @throws Error if nothing, or something else, was thrown
 */
export function refusalOf(action: () => unknown): FieldError {
	let thrown: unknown;
	try {
		action();
	} catch (error) {
		thrown = error;
	}
	if (thrown instanceof FieldError) return thrown;
	throw new Error(`Not refused, but: ${String(thrown)}`);
}
