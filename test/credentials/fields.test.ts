import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { jwtOf, publishableKeyOf } from '../support/keys';
import { nativeRequest } from '../support/seenRequest';
import { setup } from '../support/setup';

const env = setup();
const get = { resource: 'session', operation: 'get' };
const token = () => env.client.clientToken ?? '';
const key = publishableKeyOf('clerk.example.com');
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a field that cannot be used gets a sentence of its own, and nothing is sent', () => {
	const cases: Array<[string, ICredentialDataDecryptedObject]> = [
		["'Publishable Key' is empty", { publishableKey: ' ' }],
		["'Publishable Key' holds a secret key", { publishableKey: 'sk_test_abc' }],
		["'Publishable Key' holds a secret key", { publishableKey: ' SK_LIVE_abc' }],
		["'Publishable Key' does not start with pk_test_ or pk_live_", { publishableKey: 'pk_abc' }],
		[
			"'Publishable Key' is not complete: the part after the prefix is not valid base64",
			{ publishableKey: `${key.slice(0, 20)}!${key.slice(20)}` },
		],
		[
			"'Publishable Key' is not complete: what it encodes does not end with a single $",
			{ publishableKey: `pk_test_${base64('clerk.example.com')}` },
		],
		[
			"'Publishable Key' does not name the public host of a Frontend API",
			{ publishableKey: `pk_test_${base64('localhost$')}` },
		],
		["'Proxy URL' is not an absolute http or https address", { proxyUrl: 'example.com/__clerk' }],
		["'Proxy URL' holds a user name or a password", { proxyUrl: 'https://a:b@example.com' }],
		["'Proxy URL' holds a query or a fragment", { proxyUrl: 'https://example.com/?a=b' }],
		["'Client Token' is empty", { clientToken: ' ' }],
		["'Client Token' is empty", { clientToken: 'Bearer ' }],
		["'Client Token' holds characters that no token has", { clientToken: 'to ken' }],
		["'Client Token' holds characters that no token has", { clientToken: 'to\r\nken: x' }],
		["'Client Token' holds a publishable or secret key", { clientToken: key }],
		["'Client Token' holds a publishable or secret key", { clientToken: 'sk_live_abc' }],
		[
			"'Client Token' holds a session token",
			{ clientToken: jwtOf({ sid: 'sess_1', sub: 'user_1' }) },
		],
		["'Dev Browser Token' is empty", { connectUsing: 'devBrowser', devBrowserToken: '' }],
		[
			"'Dev Browser Token' cannot be used with a live publishable key",
			{
				connectUsing: 'devBrowser',
				devBrowserToken: 'dvb_1',
				publishableKey: publishableKeyOf('clerk.example.com', 'live'),
			},
		],
		[
			"'Dev Browser Token' holds a publishable or secret key",
			{ connectUsing: 'devBrowser', devBrowserToken: 'sk_test_abc' },
		],
		["'Connect Using' has no valid choice", { connectUsing: 'magic' }],
	];
	test.each(cases)('%s', async (message, data) => {
		const credential = env.addCredential({
			connectUsing: 'clientToken',
			clientToken: token(),
			...data,
		});
		const { error, requests } = await env.runNode(get, { credential });
		expect(error).toMatchObject({
			message,
			description: expect.stringMatching(/^[A-Z].*\.$/s),
		});
		expect(requests).toEqual([]);
	});
});

describe('what does not matter is put right', () => {
	const cases: Array<[string, () => ICredentialDataDecryptedObject]> = [
		['a Bearer before the token', () => ({ clientToken: `Bearer ${token()}` })],
		['spaces around the token', () => ({ clientToken: ` ${token()}\n` })],
		['spaces around the key', () => ({ publishableKey: ` ${key} ` })],
		['no padding of the key', () => ({ publishableKey: key.replace(/=+$/, '') })],
		['a slash after the proxy URL', () => ({ proxyUrl: `${env.sandbox.url}/` })],
		['spaces around the proxy URL', () => ({ proxyUrl: ` ${env.sandbox.url} ` })],
		[
			'spaces around a live key',
			() => ({ publishableKey: ` ${publishableKeyOf('clerk.example.com', 'live')}` }),
		],
	];
	test.each(cases)('%s', async (_name, data) => {
		const credential = env.addCredential({
			connectUsing: 'clientToken',
			clientToken: token(),
			...data(),
		});
		const { requests, error } = await env.runNode(get, { credential });
		expect(error).toBeUndefined();
		expect(requests).toEqual([nativeRequest('GET', `/v1/client/sessions/${env.client.sessionId}`)]);
	});
});

// n8n's editor stores nothing that equals its default, and n8n's API takes a credential without.
describe("a credential that was stored without 'Connect Using' signs in by ticket", () => {
	test('with what that needs', async () => {
		const { backendApiUrl, people, secretKey } = env.sandbox.details;
		const userId = people[1]?.id ?? '';
		const credential = env.addCredential({ secretKey, backendApiUrl, userId });
		const { error, json } = await env.runNode(
			{ ...get, sessionId: { __rl: true, mode: 'list', value: 'last_active' } },
			{ credential },
		);
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ userId }]);
	});

	test('and sends no token that it may hold beside', async () => {
		const credential = env.addCredential({ clientToken: token() });
		const { error, requests } = await env.runNode(get, { credential });
		expect(error).toMatchObject({ message: "'Secret Key' is empty" });
		expect(requests).toEqual([]);
	});
});
