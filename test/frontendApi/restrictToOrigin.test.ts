import fc from 'fast-check';
import { FieldError } from '../../frontendApi/protocol/fieldError';
import { restrictToOrigin } from '../../frontendApi/protocol/restrictToOrigin';
import { propertyRuns } from '../support/propertyRuns';
import { webUrls } from '../support/webUrls';
import { refusalOf } from './refusal';

const BASE = 'https://clerk.example.com';

test.each([
	['/v1/client', BASE, `${BASE}/v1/client`],
	['/v1/client?a=b', BASE, `${BASE}/v1/client?a=b`],
	['/v1/client', `${BASE}/__clerk`, `${BASE}/__clerk/v1/client`],
	[`${BASE}/v1/me`, BASE, `${BASE}/v1/me`],
	[`${BASE}:443/v1/me`, BASE, `${BASE}/v1/me`],
	['HTTPS://CLERK.EXAMPLE.COM/v1/me', BASE, `${BASE}/v1/me`],
	['http://127.0.0.1:81/v1/me', 'http://127.0.0.1:81', 'http://127.0.0.1:81/v1/me'],
])('%s at %s', (address, base, expected) => {
	expect(restrictToOrigin(address, base).href).toBe(expected);
});

test.each([
	'https://example.com/v1/me',
	'https://clerk.example.com.evil.com/v1/me',
	'https://clerk.example.com@evil.com/v1/me',
	'https://clerk.example.com:8443/v1/me',
	'http://clerk.example.com/v1/me',
	'//evil.com/v1/me',
	'/\\evil.com/v1/me',
	'///evil.com',
	'\\\\evil.com',
	'v1/client',
	'@evil.com',
	'.evil.com',
	'data:text/plain,x',
	'',
])('%s is refused', (address) => {
	const { message, description } = refusalOf(() => restrictToOrigin(address, BASE));
	expect(message).toBe('This credential signs requests to clerk.example.com only');
	expect(description).toContain(BASE);
});

test('whatever passes goes to the own origin', () => {
	const address = fc.oneof(
		webUrls(),
		fc.string(),
		fc.string().map((text) => `/${text}`),
		fc.string().map((text) => `${BASE}${text}`),
		fc.string({ unit: fc.constantFrom('/', '\\', '@', ':', '.', 'e', '\t', '\n', '?', '#') }),
	);
	fc.assert(
		fc.property(address, (text) => {
			try {
				const target = restrictToOrigin(text, BASE);
				expect(target.origin).toBe(BASE);
			} catch (error) {
				expect(error).toBeInstanceOf(FieldError);
			}
		}),
		{ numRuns: propertyRuns(1000) },
	);
});

const PROXY = `${BASE}/__clerk`;

test.each([
	`${BASE}/v1/me`,
	`${BASE}/__clerk`,
	`${BASE}/__clerkish/v1/me`,
	`${PROXY}/../v1/me`,
	`${PROXY}/%2e%2e/v1/me`,
	`${PROXY}/v1/..%2f..%2fv1/me`,
	`${PROXY}/v1/..%5C..%5Cv1/me`,
	`${PROXY}/v1/..;/..;/me`,
	'/v1/../../admin',
	'/../admin',
])('%s is refused where the Frontend API is proxied under a path', (address) => {
	const { message, description } = refusalOf(() => restrictToOrigin(address, PROXY));
	expect(message).toBe('This credential signs requests below /__clerk of clerk.example.com only');
	expect(description).toContain('Proxy URL');
});
