import { Script } from 'node:vm';
import { addressOf } from '../../credentials/requestOptions';
import { missingAllowedDomain } from '../../frontendApi/client/allowedDomains';
import { redactor } from '../../frontendApi/client/redact';
import { isAt, isBelow } from '../../frontendApi/protocol/addressBelow';
import { parseBaseUrl } from '../../frontendApi/protocol/baseUrl';
import { readRotatedToken } from '../../frontendApi/protocol/clientAuth';
import { type HttpResponse, toFailure } from '../../frontendApi/protocol/failure';
import { checkSessionId } from '../../frontendApi/protocol/identifiers';
import { parsePublishableKey } from '../../frontendApi/protocol/publishableKey';
import { decodeToken } from '../../frontendApi/protocol/sessionToken';
import { trimEnd } from '../../frontendApi/protocol/trimEnd';
import { parseToken } from '../../frontendApi/protocol/verifyToken';
import { checkOrigin } from '../../nodes/ClerkSessions/fields/checkOrigin';
import { readText } from '../../nodes/ClerkSessions/fields/readText';
import { refusalOf } from '../frontendApi/refusal';

// What reads a text from outside takes time in proportion to its length. What begins anew at every
// character would take hours for these, and hold up jest's own limit as it would n8n: so it is ended.

const LENGTH = 5_000_000;
const BASE = 'https://example.com/__clerk';
const repeat = (text: string) => text.repeat(LENGTH / text.length);
const HOST = { name: 'example.com', field: 'Proxy URL', askedBy: 'step' } as const;
const answer = (more: Partial<HttpResponse>): HttpResponse => ({
	status: 500,
	headers: {},
	body: {},
	...more,
});

test.each<[string, () => unknown, unknown]>([
	['padding that is none', () => trimEnd(`${repeat('=')}x`, '=').length, LENGTH + 1],
	['padding', () => trimEnd(`x${repeat('=')}`, '='), 'x'],
	['a token of padding', () => parseToken(`a.${repeat('=')}x.c`), undefined],
	['a token of dots', () => parseToken(repeat('.')), undefined],
	['a token that an answer brings', () => decodeToken(`${repeat('=')}x.e30.c`), undefined],
	[
		'a header with a new client token',
		() => readRotatedToken('native', answer({ headers: { authorization: `x${repeat(' ')}x` } })),
		undefined,
	],
	[
		'a base URL of slashes',
		() => parseBaseUrl(`${BASE}${repeat('/')}x`, 'Proxy URL').length,
		5_000_028,
	],
	[
		'a base URL of slashes in a request',
		() => addressOf({ baseURL: `${BASE}${repeat('/')}x`, url: '/v1' }).length,
		5_000_031,
	],
	['an address of dots', () => isBelow(new URL(`${BASE}/${repeat('.')}`), BASE), true],
	[
		'an address encoded a million times',
		() => isBelow(new URL(`${BASE}/%${repeat('25')}2e`), BASE),
		true,
	],
	['an address with many queries', () => isAt(new URL(`${BASE}${repeat('?')}`), BASE), true],
	[
		'a page of white space',
		() => toFailure(answer({ body: `${repeat(' ')}x` }), HOST)?.status,
		500,
	],
	[
		'a publishable key of padding',
		() => refusalOf(() => parsePublishableKey(`pk_test_${repeat('=')}x`)).message,
		expect.stringContaining('not complete'),
	],
	[
		'a session ID',
		() => refusalOf(() => checkSessionId(`sess_${repeat('a')}`, 'Session ID')).message,
		expect.stringContaining("'Session ID'"),
	],
	[
		'an origin',
		() => refusalOf(() => checkOrigin(`https://${repeat('a')}/`, 'devBrowser')).message,
		"'Origin' is not an origin",
	],
	['a text', () => readText(repeat(' x'), 'Text').length, LENGTH],
	[
		'a list of domains',
		() =>
			missingAllowedDomain(
				{ allowedHttpRequestDomains: 'domains', allowedDomains: repeat(' .,') },
				BASE,
			)?.message,
		"'Allowed Domains' in the credential lacks example.com",
	],
	[
		'a message that repeats a secret',
		() => redactor(['secret'])(repeat('secret ')).length < 500,
		true,
	],
])('%s', (_what, read, expected) => {
	expect(new Script('read()').runInNewContext({ read }, { timeout: 30_000 })).toEqual(expected);
});
