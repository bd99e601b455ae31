/**
 * A field that a person filled in cannot be used. `message` says what is wrong and names the field
 * as it is labelled, `description` says what to do. Neither ever holds the field's value: it may be
 * a secret.
 */
export class FieldError extends Error {
	override readonly name = 'FieldError';

	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}
