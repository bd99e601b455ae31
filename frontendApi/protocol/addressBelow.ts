/**
 * Whether a request goes to what is below a base URL, whatever tricks its address plays.
 *
 * @param baseUrl as `parseBaseUrl` returns it
 */
export function isBelow(url: URL, baseUrl: string): boolean {
	const { href, pathname } = new URL(baseUrl);
	const climbs = pathname !== '/' && mayClimb(url.pathname);
	// Not by `origin`: a blob: address has that of the address in it, and a user name has none.
	return !climbs && url.href.startsWith(`${href.replace(/\/$/, '')}/`);
}

/** Whether a request goes to the base URL itself, with whatever query. */
export function isAt(url: URL, baseUrl: string): boolean {
	return url.href.replace(/[?#].*$/, '') === new URL(baseUrl).href;
}

/**
 * Whether a server could take a path for one with `..` in it. One decodes it, the next one what comes
 * of that; then `\` may count as `/`, and what follows a `;` not at all (Tomcat), nor what follows a
 * `?` or `#`, nor control characters (WHATWG URL).
 */
function mayClimb(path: string): boolean {
	const segments = decodeFully(path)
		.replace(/\p{Cc}/gu, '')
		.split(/[/\\;?#]/);
	return segments.includes('..');
}

/**
 * What is left of a text when nothing of it is percent-encoded any more, each byte as a character. In
 * one pass, so that what was encoded a million times takes no million of them.
 */
function decodeFully(text: string): string {
	const decoded: string[] = [];
	for (const character of text) {
		decoded.push(character);
		// What this completes may complete another one: `%252e` is `%2e`, and that is a dot.
		while (/^%[\da-f]{2}$/i.test(decoded.slice(-3).join(''))) {
			const digits = decoded.splice(-3).slice(1).join('');
			decoded.push(String.fromCharCode(parseInt(digits, 16)));
		}
	}
	return decoded.join('');
}
