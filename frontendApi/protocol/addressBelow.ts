/**
 * Whether a request goes to what is below a base URL, whatever tricks its address plays.
 *
 * @param baseUrl as `parseBaseUrl` returns it
 */
export function isBelow(url: URL, baseUrl: string): boolean {
	const { href, pathname } = new URL(baseUrl);
	// A server may take an encoded slash for one, and climb with the dots before it.
	const climbs = pathname !== '/' && /\.\.(%2f|%5c|;)/i.test(url.pathname);
	// Not by `origin`: a blob: address has that of the address in it, and a user name has none.
	return !climbs && url.href.startsWith(`${href.replace(/\/$/, '')}/`);
}

/** Whether a request goes to the base URL itself, with whatever query. */
export function isAt(url: URL, baseUrl: string): boolean {
	return url.href.replace(/[?#].*$/, '') === new URL(baseUrl).href;
}
