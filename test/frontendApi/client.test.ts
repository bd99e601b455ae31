import {
	clientFromDevBrowser,
	clientFromToken,
	rotatedToken,
	signatureOf,
} from '../../frontendApi/client';
import { jwtOf, publishableKeyOf } from '../support/keys';
import { refusalOf } from './refusal';

const TEST_KEY = publishableKeyOf('example.accounts.dev');
const LIVE_KEY = publishableKeyOf('clerk.example.com', 'live');
const CLIENT_JWT = jwtOf({ id: 'client_1', rotating_token: 'abc' });

test('a native request carries the token in its header, a browser’s in its query', () => {
	expect(signatureOf({ mode: 'native', token: 't' })).toEqual({
		query: { _is_native: '1' },
		headers: { Authorization: 't' },
	});
	expect(signatureOf({ mode: 'devBrowser', token: 't' })).toEqual({
		query: { __clerk_db_jwt: 't' },
		headers: {},
	});
});

test.each([
	['native', { authorization: 'new' }, 'new'],
	['native', { authorization: 'Bearer new' }, 'new'],
	['native', { authorization: 'bearer  new ' }, 'new'],
	['native', { authorization: '' }, undefined],
	['native', { authorization: 'Bearer' }, undefined],
	['native', { authorization: 'Bearer ' }, undefined],
	['native', {}, undefined],
	['native', { authorization: ['a', 'b'] }, undefined],
	['native', { 'clerk-db-jwt': 'new' }, undefined],
	['devBrowser', { 'clerk-db-jwt': 'new' }, 'new'],
	['devBrowser', { 'clerk-db-jwt': '' }, undefined],
	['devBrowser', { authorization: 'new' }, undefined],
] as const)('the new token of a %s answer with %j', (mode, headers, token) => {
	expect(rotatedToken(mode, headers)).toBe(token);
});

test.each([CLIENT_JWT, 'opaque', ` ${CLIENT_JWT}\n`, `Bearer ${CLIENT_JWT}`, 'bearer opaque'])(
	'a pasted client token is taken bare',
	(pasted) => {
		const token = pasted.trim().split(' ').pop();
		expect(clientFromToken(pasted)).toEqual({ mode: 'native', token });
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
	const refusal = refusalOf(() => clientFromToken(pasted));
	expect(refusal.message).toBe(message);
	if (pasted.length > 7) expect(refusal.message + refusal.description).not.toContain(pasted);
});

test('a pasted dev browser token is taken bare', () => {
	expect(clientFromDevBrowser(' dvb_1 ', TEST_KEY)).toEqual({ mode: 'devBrowser', token: 'dvb_1' });
});

test.each([
	["'Dev Browser Token' cannot be used with a live publishable key", 'dvb_1', LIVE_KEY],
	["'Dev Browser Token' is empty", ' ', TEST_KEY],
	["'Dev Browser Token' holds characters that no token has", 'dvb 1', TEST_KEY],
	["'Dev Browser Token' holds a publishable or secret key", TEST_KEY, TEST_KEY],
	["'Publishable Key' is empty", 'dvb_1', ''],
])('%s', (message, pasted, key) => {
	expect(refusalOf(() => clientFromDevBrowser(pasted, key)).message).toBe(message);
});
