import { isAt, isBelow } from './addressBelow';
import { parseBaseUrl } from './baseUrl';
import { FieldError } from './fieldError';

const LABEL = 'API URL';

/** This machine, where nobody is on the way. */
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Reads where a credential's session tokens may go: addresses of the user's own API, with commas
 * between them.
 *
 * @returns at least one, without trailing slashes
 * @throws {FieldError} when there is none, or one cannot be used
 */
export function parseApiUrls(text: string): string[] {
	const addresses = text
		.split(',')
		.map((address) => address.trim())
		.filter((address) => address !== '');
	if (addresses.length === 0) {
		throw new FieldError(
			`'${LABEL}' is empty`,
			'Enter the address of your API, such as https://api.example.com: the session token is sent nowhere else.',
		);
	}
	return addresses.map(parseApiUrl);
}

function parseApiUrl(address: string): string {
	const url = parseBaseUrl(address, LABEL);
	const { hostname, protocol } = new URL(url);
	if (protocol === 'https:' || LOOPBACK.test(hostname)) return url;
	throw new FieldError(
		`'${LABEL}' has an address that is not encrypted`,
		'Over http:// whoever is on the way can read the session token. Use https:// for all but this machine.',
	);
}

/**
 * The address of a request that a session token may go along with.
 *
 * @param apiUrls as `parseApiUrls` returns them
 * @throws {FieldError} for any other address
 */
export function restrictToApi(address: string, apiUrls: readonly string[]): URL {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url && apiUrls.some((apiUrl) => isAt(url, apiUrl) || isBelow(url, apiUrl))) return url;
	throw new FieldError(
		`This credential signs requests to ${apiUrls.join(', ')} only`,
		"The address of this request is another one, which must not see the session token. Add it to 'API URL' in the credential, or use another credential.",
	);
}
