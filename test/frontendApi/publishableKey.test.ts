import fc from 'fast-check';
import { FieldError } from '../../frontendApi/protocol/fieldError';
import { parsePublishableKey } from '../../frontendApi/protocol/publishableKey';
import { refusalOf } from './refusal';

const encode = (text: string) => Buffer.from(text).toString('base64');
const keyOf = (text: string, prefix = 'pk_test_') => prefix + encode(text);

test('reads the key that Clerk documents', () => {
	expect(parsePublishableKey('pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk')).toEqual({
		instance: 'test',
		host: 'example.accounts.dev',
	});
});

test.each([
	['a live key', keyOf('clerk.example.com$', 'pk_live_'), 'live', 'clerk.example.com'],
	['spaces around it', ` ${keyOf('clerk.example.com$')}\n`, 'test', 'clerk.example.com'],
	['padding', keyOf('a.bc.example.de$'), 'test', 'a.bc.example.de'],
	['padding lost', keyOf('clerk.a.example.com$').replace(/=+$/, ''), 'test', 'clerk.a.example.com'],
	['hyphens', keyOf('wild-cat-1.clerk.accounts.dev$'), 'test', 'wild-cat-1.clerk.accounts.dev'],
	['punycode', keyOf('clerk.example.xn--p1ai$'), 'test', 'clerk.example.xn--p1ai'],
])('reads one with %s', (_name, key, instance, host) => {
	expect(parsePublishableKey(key)).toEqual({ instance, host });
});

const NO_PREFIX = "'Publishable Key' does not start with pk_test_ or pk_live_";
const NOT_BASE64 =
	"'Publishable Key' is not complete: the part after the prefix is not valid base64";
const NO_END = "'Publishable Key' is not complete: what it encodes does not end with a single $";
const NO_HOST = "'Publishable Key' does not name the public host of a Frontend API";
const SECRET = "'Publishable Key' holds a secret key";

test.each([
	["'Publishable Key' is empty", ''],
	["'Publishable Key' is empty", ' \t\n'],
	[SECRET, 'sk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk'],
	[SECRET, ' sk_live_abc'],
	[SECRET, 'SK_LIVE_abc'],
	[NO_PREFIX, encode('clerk.example.com$')],
	[NO_PREFIX, keyOf('clerk.example.com$', 'pk_prod_')],
	[NO_PREFIX, keyOf('clerk.example.com$', 'PK_TEST_')],
	[NO_PREFIX, 'clerk.example.com'],
	[NOT_BASE64, 'pk_test_'],
	[NOT_BASE64, 'pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXY!'],
	[NOT_BASE64, `pk_test_${encode('clerk.example.com$').slice(0, 9)}`],
	[NOT_BASE64, 'pk_test_ZXhhbX BsZS5hY2NvdW50cy5kZXYk'],
	[NO_END, keyOf('clerk.example.com')],
	[NO_END, keyOf('clerk.example.com$$')],
	[NO_END, keyOf('clerk.$example.com$')],
	[NO_END, 'pk_test_ZXhhbXBsZS5hY2NvdW50cy5k'],
	[NO_HOST, keyOf('$')],
	[NO_HOST, keyOf('example$')],
	[NO_HOST, keyOf('localhost$')],
	[NO_HOST, keyOf('clerk.localhost$')],
	[NO_HOST, keyOf('metadata.google.internal$')],
	[NO_HOST, keyOf('127.0.0.1$')],
	[NO_HOST, keyOf('clerk.example.com:8080$')],
	[NO_HOST, keyOf('clerk.example.com/path$')],
	[NO_HOST, keyOf('user@clerk.example.com$')],
	[NO_HOST, keyOf('clerk.example.com?a$')],
	[NO_HOST, keyOf('clerk.example.com#$')],
	[NO_HOST, keyOf('clerk..example.com$')],
	[NO_HOST, keyOf('.example.com$')],
	[NO_HOST, keyOf('clerk.example.com.$')],
	[NO_HOST, keyOf('clerk.exämple.com$')],
	[NO_HOST, keyOf('clerk example.com$')],
])('%s', (message, key) => {
	const { message: said, description } = refusalOf(() => parsePublishableKey(key));
	expect(said).toBe(message);
	expect(description).toContain('Clerk Dashboard');
});

test.each(['sk_live_', 'pk_prod_', 'pk_test_!'])(
	'no reason repeats what starts with %s',
	(start) => {
		const { message, description } = refusalOf(() => parsePublishableKey(`${start}c29tZXRoaW5n`));
		expect(message + description).not.toContain('c29tZXRoaW5n');
	},
);

test('whatever is typed is read or refused, and a host never leaves its place in an address', () => {
	const anything = fc.oneof(
		fc.string(),
		fc.string().map((text) => keyOf(`${text}$`)),
		fc.domain().map((host) => keyOf(`${host}$`, 'pk_live_')),
	);
	fc.assert(
		fc.property(anything, (key) => {
			try {
				const { host } = parsePublishableKey(key);
				expect(new URL(`https://${host}`).href).toBe(`https://${host}/`);
			} catch (error) {
				expect(error).toBeInstanceOf(FieldError);
			}
		}),
	);
});
