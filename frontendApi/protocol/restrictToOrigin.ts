import { isBelow } from './addressBelow';
import { FieldError } from './fieldError';

/**
 * The full address of a request, if it goes to the Frontend API at `baseUrl`.
 *
 * The credential can be picked in n8n's HTTP Request node, for any address: a token must reach its
 * own origin and no other; and where the Frontend API is proxied under a path, nothing else of that
 * origin.
 *
 * @param address absolute, or a path that is appended to `baseUrl`
 * @throws {FieldError} for any other origin or path
 */
export function restrictToOrigin(address: string, baseUrl: string): URL {
	const isPath = /^\/(?![/\\])/.test(address);
	const target = isPath ? baseUrl + address : address;
	const { host, origin } = new URL(baseUrl);
	if (!URL.canParse(target) || !isBelow(new URL(target), origin)) {
		throw new FieldError(
			`This credential signs requests to ${host} only`,
			`The address of this request is on another host, which must not see the client's token. Use an address on ${origin}, or another credential.`,
		);
	}
	const url = new URL(target);
	if (!isBelow(url, baseUrl)) {
		const { pathname } = new URL(baseUrl);
		throw new FieldError(
			`This credential signs requests below ${pathname} of ${host} only`,
			"What else is on that host must not see the client's token. Use a path below the 'Proxy URL' of the credential.",
		);
	}
	return url;
}
