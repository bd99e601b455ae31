import fc from 'fast-check';
import { parseApiUrls, restrictToApi } from '../../frontendApi/protocol/apiUrls';
import { FieldError } from '../../frontendApi/protocol/fieldError';
import { propertyRuns } from '../support/propertyRuns';
import { webUrls } from '../support/webUrls';
import { refusalOf } from './refusal';

test.each([
	['https://api.example.com', ['https://api.example.com']],
	['https://api.example.com/', ['https://api.example.com']],
	['https://a.example/v1/,https://b.example', ['https://a.example/v1', 'https://b.example']],
	[' http://localhost:3000 , http://127.0.0.1 ', ['http://localhost:3000', 'http://127.0.0.1']],
	['http://[::1]:8080/api', ['http://[::1]:8080/api']],
	['http://app.localhost:3000', ['http://app.localhost:3000']],
])('%j is read as %j', (text, expected) => {
	expect(parseApiUrls(text)).toEqual(expected);
});

test.each([
	'http://api.example.com',
	'https://api.example.com,http://localhost.example.com',
	'http://127.0.0.1.example.com',
	'http://127001',
	'http://0.0.0.0',
])('%j is refused: it is not encrypted', (text) => {
	const { message, description } = refusalOf(() => parseApiUrls(text));
	expect(message).toMatch(/not encrypted/);
	expect(description).not.toContain('example');
});

const BASES = ['https://api.example.com', 'https://other.example.com/v1'];

test.each([
	'https://api.example.com',
	'https://api.example.com?a=b',
	'https://api.example.com/anything/../else?x#y',
	'https://other.example.com/v1',
	'https://other.example.com/v1?a=b',
	'https://other.example.com/v1/me',
])('%s may be signed', (address) => {
	expect(restrictToApi(address, BASES).href).toBe(new URL(address).href);
});

test.each([
	'/me',
	'https://api.example.com.evil.example/',
	'https://api.example.com@evil.example/',
	'https://api.example.com:444/',
	'http://api.example.com/',
	'blob:https://api.example.com/x',
	'https://other.example.com/',
	'https://other.example.com/v1ish',
	'https://other.example.com/v1/../admin',
	'https://other.example.com/v1/..%2fadmin',
	'https://other.example.com/v1/..;/admin',
	'',
])('%s may not', (address) => {
	const { message } = refusalOf(() => restrictToApi(address, BASES));
	expect(message).toBe(`This credential signs requests to ${BASES.join(', ')} only`);
});

test('whatever passes goes to one of the addresses', () => {
	const address = fc.oneof(
		webUrls({ withQueryParameters: true }),
		fc.string(),
		...BASES.map((base) => fc.string().map((text) => base + text)),
		fc
			.string({ unit: fc.constantFrom('/', '\\', '@', ':', '.', 'v', '1', '\t', '?', '#', '%2f') })
			.map((text) => `https://other.example.com/v1${text}`),
	);
	fc.assert(
		fc.property(address, (text) => {
			try {
				const { origin, pathname } = restrictToApi(text, BASES);
				if (origin === BASES[0]) return;
				expect(origin).toBe('https://other.example.com');
				expect(pathname).toMatch(/^\/v1(\/|$)/);
			} catch (error) {
				expect(error).toBeInstanceOf(FieldError);
			}
		}),
		{ numRuns: propertyRuns(1000) },
	);
});
