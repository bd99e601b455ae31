import { FieldError } from '../../../frontendApi/protocol/fieldError';
import { readText } from './readText';

/**
 * Checks the Origin header of a step.
 *
 * @returns undefined if none is to be sent
 * @throws {FieldError} when it is no origin, or where Clerk would answer
 * `origin_authorization_headers_conflict`: beside a client token
 */
export function checkOrigin(origin: unknown, connectUsing: string): string | undefined {
	const text = readText(origin, 'Origin');
	if (text === '') return undefined;
	if (connectUsing !== 'devBrowser') {
		throw new FieldError(
			"'Origin' cannot be sent with this credential",
			"Clerk refuses an Origin header beside a client token. Remove 'Origin' under Additional Fields, or use a credential that connects with a dev browser token.",
		);
	}
	if (
		!/^https?:\/\/[\x21-\x7e]+$/.test(text) ||
		!URL.canParse(text) ||
		new URL(text).origin !== text
	) {
		throw new FieldError(
			"'Origin' is not an origin",
			'Enter scheme, host and, if it is not the usual one, port, for example https://example.com.',
		);
	}
	return text;
}
