import {
	parseDevBrowserToken,
	parseClientToken,
	readRotatedToken,
	authParameters,
} from '../../frontendApi/protocol/clientAuth';
import type { HttpResponse } from '../../frontendApi/protocol/failure';
import { jwtOf, publishableKeyOf } from '../support/keys';
import { refusalOf } from './refusal';

const TEST_KEY = publishableKeyOf('example.accounts.dev');
const LIVE_KEY = publishableKeyOf('clerk.example.com', 'live');
const CLIENT_JWT = jwtOf({ id: 'client_1', rotating_token: 'abc' });

test('a native request carries the token in its header, a browser’s in its query', () => {
	expect(authParameters({ mode: 'native', token: 't' })).toEqual({
		query: { _is_native: '1' },
		headers: { Authorization: 't' },
	});
	expect(authParameters({ mode: 'devBrowser', token: 't' })).toEqual({
		query: { __clerk_db_jwt: 't' },
		headers: {},
	});
});

const NEXT_JWT = jwtOf({ id: 'client_1', rotating_token: 'def' });
const FOREIGN_JWT = jwtOf({ id: 'client_2', rotating_token: 'abc' });
const ok = (headers: HttpResponse['headers']): HttpResponse => ({
	status: 200,
	headers,
	body: { response: {} },
});

test.each([
	['native', { authorization: NEXT_JWT }, NEXT_JWT],
	['native', { authorization: `Bearer ${NEXT_JWT}` }, NEXT_JWT],
	['native', { authorization: `bearer  ${NEXT_JWT} ` }, NEXT_JWT],
	['native', { authorization: '' }, undefined],
	['native', { authorization: 'Bearer' }, undefined],
	['native', { authorization: 'Bearer ' }, undefined],
	['native', {}, undefined],
	['native', { authorization: ['a', 'b'] }, undefined],
	['native', { authorization: 'opaque' }, undefined],
	['native', { authorization: 'Basic YWRhOmxvdmVsYWNl' }, undefined],
	['native', { authorization: FOREIGN_JWT }, undefined],
	['native', { 'clerk-db-jwt': NEXT_JWT }, undefined],
	['devBrowser', { 'clerk-db-jwt': NEXT_JWT }, NEXT_JWT],
	['devBrowser', { 'clerk-db-jwt': '' }, undefined],
	['devBrowser', { authorization: NEXT_JWT }, undefined],
] as const)('the new token of a %s answer with %j', (mode, headers, token) => {
	expect(readRotatedToken(mode, ok(headers), CLIENT_JWT)).toBe(token);
});

test('opaque tokens, such as those of dev browsers, are of one client', () => {
	const headers = { 'clerk-db-jwt': 'dvb_2' };
	expect(readRotatedToken('devBrowser', ok(headers), 'dvb_1')).toBe('dvb_2');
	expect(
		readRotatedToken('devBrowser', ok({ 'clerk-db-jwt': CLIENT_JWT }), 'dvb_1'),
	).toBeUndefined();
});

test.each<[string, Partial<HttpResponse>, boolean]>([
	["Clerk's own answer", {}, true],
	[
		"Clerk's own refusal",
		{ status: 422, body: { errors: [{ code: 'form_code_incorrect' }] } },
		true,
	],
	['a web page', { body: '<!doctype html>' }, false],
	["a gateway's 502", { status: 502, body: '<html>Bad Gateway</html>' }, false],
	["a gateway's 429", { status: 429, body: '' }, false],
	['other JSON', { body: { hello: 'world' } }, false],
	['an empty list', { body: [] }, false],
	["a list of another service's", { body: [{ hello: 'world' }] }, false],
	["a list of Clerk's resources", { body: [{ object: 'session' }] }, true],
	['a redirect', { status: 302, body: '' }, false],
])('of %s, the token counts: %p', (_what, answer, counts) => {
	const whole = { ...ok({ authorization: NEXT_JWT }), ...answer };
	expect(readRotatedToken('native', whole, CLIENT_JWT)).toBe(counts ? NEXT_JWT : undefined);
});

test('a sign-in may bring the token of the client that its answer names, and of no other', () => {
	const answer = {
		...ok({ authorization: FOREIGN_JWT }),
		body: { response: {}, client: { id: 'client_2' } },
	};
	expect(readRotatedToken('native', answer, CLIENT_JWT)).toBeUndefined();
	expect(readRotatedToken('native', answer, CLIENT_JWT, true)).toBe(FOREIGN_JWT);
	expect(readRotatedToken('native', answer, undefined, true)).toBe(FOREIGN_JWT);
	const other = { ...answer, headers: { authorization: NEXT_JWT } };
	expect(readRotatedToken('native', other, CLIENT_JWT, true)).toBeUndefined();
});

test.each([CLIENT_JWT, 'opaque', ` ${CLIENT_JWT}\n`, `Bearer ${CLIENT_JWT}`, 'bearer opaque'])(
	'a pasted client token is taken bare',
	(pasted) => {
		const token = pasted.trim().split(' ').pop();
		expect(parseClientToken(pasted)).toEqual({ mode: 'native', token });
	},
);

const EMPTY = "'Client Token' is empty";
const CHARACTERS = "'Client Token' holds characters that no token has";
const KEY = "'Client Token' holds a publishable or secret key";

test.each([
	[EMPTY, ''],
	[EMPTY, ' \n'],
	[EMPTY, 'Bearer'],
	[EMPTY, 'Bearer '],
	[CHARACTERS, 'to ken'],
	[CHARACTERS, 'token\r\nX-Other: 1'],
	[CHARACTERS, 'tokén'],
	[CHARACTERS, 'a'.repeat(8193)],
	[KEY, TEST_KEY],
	[KEY, 'sk_live_abc'],
	["'Client Token' holds a session token", jwtOf({ sid: 'sess_1', sub: 'user_1' })],
])('%s', (message, pasted) => {
	const refusal = refusalOf(() => parseClientToken(pasted));
	expect(refusal.message).toBe(message);
	if (pasted.length > 7) expect(refusal.message + refusal.description).not.toContain(pasted);
});

test('a pasted dev browser token is taken bare', () => {
	expect(parseDevBrowserToken(' dvb_1 ', TEST_KEY)).toEqual({ mode: 'devBrowser', token: 'dvb_1' });
});

test.each([
	["'Dev Browser Token' cannot be used with a live publishable key", 'dvb_1', LIVE_KEY],
	["'Dev Browser Token' is empty", ' ', TEST_KEY],
	["'Dev Browser Token' holds characters that no token has", 'dvb 1', TEST_KEY],
	["'Dev Browser Token' holds a publishable or secret key", TEST_KEY, TEST_KEY],
	["'Publishable Key' is empty", 'dvb_1', ''],
])('%s', (message, pasted, key) => {
	expect(refusalOf(() => parseDevBrowserToken(pasted, key)).message).toBe(message);
});
