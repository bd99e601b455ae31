import { FieldError } from './fieldError';
import { parsePublishableKey } from './publishableKey';
import { decodeToken } from './sessionToken';

/**
 * How a request shows Clerk which client (device) it acts for: as native apps do, with the client
 * token in the Authorization header, or as browsers do on development instances, with a dev
 * browser token in the query.
 *
 * Sources: clerk-expo and clerk-ios for native mode, clerk-js `devBrowser` for the other.
 */
export type Client = { mode: 'native'; token: string } | { mode: 'devBrowser'; token: string };

/** What a request carries for its client. */
export interface Signature {
	query: Record<string, string>;
	headers: Record<string, string>;
}

/** The query parameter and header values by which Clerk recognises a client. */
export function signatureOf(client: Client): Signature {
	return client.mode === 'native'
		? { query: { _is_native: '1' }, headers: { Authorization: client.token } }
		: { query: { __clerk_db_jwt: client.token }, headers: {} };
}

/**
 * The token that an answer brings for its client from then on, if it brings one. Native answers
 * carry it bare or after `Bearer ` (clerk-expo), dev browser answers in a header of their own
 * (clerk-js `devBrowser`).
 *
 * @param headers names in lower case
 */
export function rotatedToken(
	mode: Client['mode'],
	headers: Readonly<Record<string, unknown>>,
): string | undefined {
	const value = headers[mode === 'native' ? 'authorization' : 'clerk-db-jwt'];
	const token = typeof value === 'string' ? value.replace(/^Bearer\b\s*/i, '').trim() : '';
	return token === '' ? undefined : token;
}

/**
 * A client from a pasted client token, in native mode. A leading `Bearer ` is taken off.
 *
 * @throws {FieldError} when the token is empty or something else was pasted; the token is not repeated
 */
export function clientFromToken(token: string): Client {
	const bare = checkToken(token.trim().replace(/^Bearer(?:\s+|$)/i, ''), 'Client Token');
	if (decodeToken(bare)?.claims.sid !== undefined) {
		throw new FieldError(
			"'Client Token' holds a session token",
			'A session token lives for a minute only. Copy the client token instead: in a browser it is the value of the __client cookie, not of __session.',
		);
	}
	return { mode: 'native', token: bare };
}

/**
 * A client from a pasted dev browser token.
 *
 * @throws {FieldError} when the token is empty, holds characters that no token has, or the key is a live key
 */
export function clientFromDevBrowser(token: string, publishableKey: string): Client {
	if (parsePublishableKey(publishableKey).instance === 'live') {
		throw new FieldError(
			"'Dev Browser Token' cannot be used with a live publishable key",
			"Only development instances (pk_test_…) know dev browsers. Choose another way under 'Connect Using'.",
		);
	}
	return { mode: 'devBrowser', token: checkToken(token.trim(), 'Dev Browser Token') };
}

/** Tokens travel in headers and queries: anything but visible ASCII could smuggle something in. */
function checkToken(token: string, label: string): string {
	if (token === '') {
		throw new FieldError(`'${label}' is empty`, 'Paste the token into the credential.');
	}
	if (!/^[\x21-\x7e]{1,8192}$/.test(token)) {
		throw new FieldError(
			`'${label}' holds characters that no token has`,
			'A line break or a space may have been copied along. Paste the token alone.',
		);
	}
	if (/^[sp]k_(test|live)_/i.test(token)) {
		throw new FieldError(
			`'${label}' holds a publishable or secret key`,
			"Paste the token here; the publishable key has its own field, 'Publishable Key'.",
		);
	}
	return token;
}
