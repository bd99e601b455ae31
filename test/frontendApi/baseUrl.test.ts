import { frontendApiUrl, parseBaseUrl } from '../../frontendApi/protocol/baseUrl';
import { publishableKeyOf } from '../support/keys';
import { refusalOf } from './refusal';

const publishableKey = publishableKeyOf('example.accounts.dev');

test.each([
	['none', undefined, 'https://example.accounts.dev'],
	['an empty one', ' ', 'https://example.accounts.dev'],
	['one', 'https://example.com/__clerk', 'https://example.com/__clerk'],
	['one with slashes', 'https://example.com/__clerk//', 'https://example.com/__clerk'],
	['one without a path', ' http://127.0.0.1:8080/ ', 'http://127.0.0.1:8080'],
	['one with its usual port', 'https://EXAMPLE.com:443', 'https://example.com'],
	['an IPv6 one', 'http://[::1]:80/a', 'http://[::1]/a'],
])('proxy URL: %s', (_name, proxyUrl, expected) => {
	expect(frontendApiUrl({ publishableKey, proxyUrl })).toBe(expected);
});

test('the key is checked even where a proxy URL takes its place', () => {
	const fields = { publishableKey: 'pk_test_', proxyUrl: 'https://example.com' };
	expect(refusalOf(() => frontendApiUrl(fields)).message).toContain("'Publishable Key'");
});

const NOT_ABSOLUTE = "'Proxy URL' is not an absolute http or https address";
const USER = "'Proxy URL' holds a user name or a password";
const QUERY = "'Proxy URL' holds a query or a fragment";

test.each([
	[NOT_ABSOLUTE, ''],
	[NOT_ABSOLUTE, '/__clerk'],
	[NOT_ABSOLUTE, '//example.com/__clerk'],
	[NOT_ABSOLUTE, 'example.com'],
	[NOT_ABSOLUTE, 'example.com:8080/a'],
	[NOT_ABSOLUTE, 'ftp://example.com'],
	[NOT_ABSOLUTE, 'file:///etc/passwd'],
	[NOT_ABSOLUTE, 'javascript:alert(1)'],
	[NOT_ABSOLUTE, 'https:example.com'],
	[NOT_ABSOLUTE, 'https://'],
	[NOT_ABSOLUTE, 'https://exa mple.com'],
	[NOT_ABSOLUTE, 'https://exam\tple.com'],
	[NOT_ABSOLUTE, 'https://example.com\\a'],
	[NOT_ABSOLUTE, 'https://example.com:99999'],
	[USER, 'https://name@example.com'],
	[USER, 'https://name:hunter2@example.com'],
	[QUERY, 'https://example.com/?a=b'],
	[QUERY, 'https://example.com/#a'],
])('%s: %j', (message, address) => {
	const refusal = refusalOf(() => parseBaseUrl(address, 'Proxy URL'));
	expect(refusal.message).toBe(message);
	expect(refusal.message + refusal.description).not.toContain('hunter2');
});
