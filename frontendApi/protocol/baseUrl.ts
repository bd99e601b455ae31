import { FieldError } from './fieldError';
import { parsePublishableKey } from './publishableKey';
import { trimEnd } from './trimEnd';

/**
 * The address of an instance's Frontend API, without a trailing slash. `/v1/…` is appended to it.
 *
 * It comes from the publishable key. An app may proxy the Frontend API; its proxy URL then takes
 * the key's place (clerk-js, option `proxyUrl`), but the key is still checked.
 *
 * @throws {FieldError} when the key or the proxy URL cannot be used
 */
export function frontendApiUrl(fields: { publishableKey: string; proxyUrl?: string }): string {
	const { host } = parsePublishableKey(fields.publishableKey);
	const proxyUrl = fields.proxyUrl?.trim() ?? '';
	return proxyUrl === '' ? `https://${host}` : parseBaseUrl(proxyUrl, 'Proxy URL');
}

/**
 * Checks an address that a person typed: absolute, http or https, no user name, query or fragment.
 *
 * @param label the field's name as shown, for the message
 * @returns the address without trailing slashes
 * @throws {FieldError} saying what is wrong with it; the address itself is not repeated, as it may hold a password
 */
export function parseBaseUrl(address: string, label: string): string {
	const expected = `Enter an absolute address such as https://example.com/__clerk.`;
	// The URL parser drops tabs and line breaks without a word.
	const url = /[\s\\]/.test(address) || !URL.canParse(address) ? undefined : new URL(address);
	if (url === undefined || !/^https?:\/\//i.test(address)) {
		throw new FieldError(`'${label}' is not an absolute http or https address`, expected);
	}
	if (url.username !== '' || url.password !== '') {
		throw new FieldError(
			`'${label}' holds a user name or a password`,
			`Remove the part before the @ sign. ${expected}`,
		);
	}
	// An empty one counts, too: what is appended to the address would become part of it.
	if (/[?#]/.test(url.href)) {
		throw new FieldError(`'${label}' holds a query or a fragment`, expected);
	}
	return trimEnd(url.href, '/');
}
