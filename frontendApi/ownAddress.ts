import { FieldError } from './fieldError';

/**
 * The full address of a request, if it goes to the Frontend API at `baseUrl`.
 *
 * The credential can be picked in n8n's HTTP Request node, for any address: a token must reach its
 * own origin and no other.
 *
 * @param address absolute, or a path that is appended to `baseUrl`
 * @throws {FieldError} for any other origin
 */
export function ownAddress(address: string, baseUrl: string): URL {
	const isPath = /^\/(?![/\\])/.test(address);
	const target = isPath ? baseUrl + address : address;
	const { host, origin } = new URL(baseUrl);
	// Not `origin` alone: a blob: address has that of the address in it, and a user name has none.
	if (!URL.canParse(target) || !new URL(target).href.startsWith(`${origin}/`)) {
		throw new FieldError(
			`This credential signs requests to ${host} only`,
			`The address of this request is on another host, which must not see the client's token. Use an address on ${origin}, or another credential.`,
		);
	}
	return new URL(target);
}
