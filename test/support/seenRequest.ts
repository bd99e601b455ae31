import type { RecordedRequest } from '../../sandbox';

/** What counts in a request that the sandbox recorded, for one exact comparison. */
export interface SeenRequest {
	method: string;
	path: string;
	query: Record<string, string>;
	/** Those of `HEADERS` that it had. */
	headers: Record<string, string>;
	/** As it travelled. */
	body: string;
}

/** Headers that decide how Clerk takes a request. */
const HEADERS = ['accept', 'authorization', 'content-type', 'cookie', 'origin'];

/** What stands for a secret, so that no assertion prints one. */
export const CLIENT_TOKEN = '<client token>';
export const DEV_BROWSER_TOKEN = '<dev browser token>';
export const UNEXPECTED = '<another value>';

/** The tokens a request may carry. */
export interface ExpectedTokens {
	clientToken?: string;
	devBrowserToken?: string;
}

/** Reduces a recorded request to what counts; its tokens are replaced by what they are. */
export function seen(request: RecordedRequest, tokens: ExpectedTokens): SeenRequest {
	const { method, path, body } = request;
	const query = { ...request.query };
	if (query.__clerk_db_jwt !== undefined) {
		const isExpected = query.__clerk_db_jwt === tokens.devBrowserToken;
		query.__clerk_db_jwt = isExpected ? DEV_BROWSER_TOKEN : UNEXPECTED;
	}
	const headers = Object.fromEntries(
		HEADERS.flatMap((name) => {
			const value = request.headers[name];
			return value === undefined ? [] : [[name, value]];
		}),
	);
	if (headers.authorization !== undefined) {
		const isExpected = headers.authorization === tokens.clientToken;
		headers.authorization = isExpected ? CLIENT_TOKEN : UNEXPECTED;
	}
	return { method, path, query, headers, body };
}

/** What every request in native mode carries; `more` differs. */
export function nativeRequest(method: string, path: string, body = ''): SeenRequest {
	return {
		method,
		path,
		query: { __clerk_api_version: '2026-05-12', _is_native: '1' },
		headers: {
			accept: 'application/json',
			authorization: CLIENT_TOKEN,
			...(body === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
		},
		body,
	};
}

/** What every request with a dev browser carries. */
export function devBrowserRequest(
	method: string,
	path: string,
	body = '',
	headers: Record<string, string> = {},
): SeenRequest {
	return {
		method,
		path,
		query: { __clerk_api_version: '2026-05-12', __clerk_db_jwt: DEV_BROWSER_TOKEN },
		headers: {
			accept: 'application/json',
			...(body === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
			...headers,
		},
		body,
	};
}

/** The same with more in its query. */
export function withQuery(request: SeenRequest, query: Record<string, string>): SeenRequest {
	return { ...request, query: { ...request.query, ...query } };
}
