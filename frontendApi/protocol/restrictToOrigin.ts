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
	// Not `origin` alone: a blob: address has that of the address in it, and a user name has none.
	if (!URL.canParse(target) || !new URL(target).href.startsWith(`${origin}/`)) {
		throw new FieldError(
			`This credential signs requests to ${host} only`,
			`The address of this request is on another host, which must not see the client's token. Use an address on ${origin}, or another credential.`,
		);
	}
	const url = new URL(target);
	const { pathname } = new URL(baseUrl);
	const isProxied = pathname !== '/';
	// A proxy may take an encoded slash for one, and climb with the dots before it.
	const climbs = isProxied && /\.\.(%2f|%5c|;)/i.test(url.pathname);
	if (climbs || !url.href.startsWith(`${new URL(baseUrl).href.replace(/\/$/, '')}/`)) {
		throw new FieldError(
			`This credential signs requests below ${pathname} of ${host} only`,
			"What else is on that host must not see the client's token. Use a path below the 'Proxy URL' of the credential.",
		);
	}
	return url;
}
