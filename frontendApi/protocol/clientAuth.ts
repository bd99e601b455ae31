import { type HttpResponse, isClerkResponse } from './failure';
import { FieldError } from './fieldError';
import { isObject } from './objects';
import { parsePublishableKey } from './publishableKey';
import { decodeToken } from './sessionToken';

/**
 * How a request shows Clerk which client (device) it acts for: as native apps do, with the client
 * token in the Authorization header, or as browsers do on development instances, with a dev
 * browser token in the query.
 *
 * Sources: clerk-expo and clerk-ios for native mode, clerk-js `devBrowser` for the other.
 */
export type ClientAuth = { mode: 'native'; token: string } | { mode: 'devBrowser'; token: string };

/** What a request carries for its client. */
export interface AuthParameters {
	query: Record<string, string>;
	headers: Record<string, string>;
}

/** The query parameter and header values by which Clerk recognises a client. */
export function authParameters(client: ClientAuth): AuthParameters {
	return client.mode === 'native'
		? { query: { _is_native: '1' }, headers: { Authorization: client.token } }
		: { query: { __clerk_db_jwt: client.token }, headers: {} };
}

/**
 * The token that an answer brings for its client from then on, if it brings one. Native answers
 * carry it bare or after `Bearer ` (clerk-expo), dev browser answers in a header of their own
 * (clerk-js `devBrowser`).
 *
 * Only Clerk's own answers count, and of those only a token of the client that asked: a gateway or a
 * captive portal may put anything into these headers, and the token in use would be lost for it.
 *
 * @param used the token that the request was made with; missing for a client that did not exist yet
 * @param mayBeNew whether the answer may be about another client than the one that asked: Clerk makes
 * a new one for a sign-in where it does not know the old one any more
 */
export function readRotatedToken(
	mode: ClientAuth['mode'],
	answer: HttpResponse,
	used?: string,
	mayBeNew = false,
): string | undefined {
	const value = answer.headers[mode === 'native' ? 'authorization' : 'clerk-db-jwt'];
	const token = typeof value === 'string' ? value.replace(/^Bearer\b\s*/i, '').trim() : '';
	if (!TOKEN.test(token) || !isClerkResponse(answer)) return undefined;
	const client = clientIdOf(token);
	const named = mayBeNew ? clientIn(answer) : undefined;
	if (named !== undefined) return client === named || isOpaque(token) ? token : undefined;
	return used === undefined || client === clientIdOf(used) ? token : undefined;
}

/** Whether a token says nothing about whose it is. Words such as `null` are none. */
function isOpaque(token: string): boolean {
	return token.length >= MIN_OPAQUE_TOKEN && decodeToken(token) === undefined;
}

/** Far fewer characters than a random token needs not to be guessed. */
const MIN_OPAQUE_TOKEN = 16;

/** The client that an answer says it is about, if it does. */
function clientIn({ body }: HttpResponse): string | undefined {
	const client = isObject(body) ? body.client : undefined;
	return isObject(client) && typeof client.id === 'string' ? client.id : undefined;
}

/** Anything but visible ASCII could smuggle something into a header or a query. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;

/**
 * A client from a pasted client token, in native mode. A leading `Bearer ` is taken off.
 *
 * @throws {FieldError} when the token is empty or something else was pasted; the token is not repeated
 */
export function parseClientToken(token: string): ClientAuth {
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
export function parseDevBrowserToken(token: string, publishableKey: string): ClientAuth {
	if (parsePublishableKey(publishableKey).instance === 'live') {
		throw new FieldError(
			"'Dev Browser Token' cannot be used with a live publishable key",
			"Only development instances (pk_test_…) know dev browsers. Choose another way under 'Connect Using'.",
		);
	}
	return { mode: 'devBrowser', token: checkToken(token.trim(), 'Dev Browser Token') };
}

function checkToken(token: string, label: string): string {
	if (token === '') {
		throw new FieldError(`'${label}' is empty`, 'Paste the token into the credential.');
	}
	if (!TOKEN.test(token)) {
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

/**
 * The client that a token is for: client tokens are JWTs that name it. Tokens that do not, such as
 * those of dev browsers, count as those of one client.
 */
export function clientIdOf(token: string): string {
	const id = decodeToken(token)?.claims.id;
	return typeof id === 'string' ? id : '';
}
