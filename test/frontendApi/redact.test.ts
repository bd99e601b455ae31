import fc from 'fast-check';
import { readCredentialFields } from '../../frontendApi/client/credential';
import { ERROR_ADVICE } from '../../frontendApi/protocol/errorAdvice';
import { STEP_ADVICE } from '../../frontendApi/protocol/stepAdvice';
import type { Failure } from '../../frontendApi/protocol/failure';
import {
	MAX_TEXT_LENGTH,
	redactFailure,
	redactor,
	secretsOf,
	MIN_SECRET_LENGTH,
} from '../../frontendApi/client/redact';
import { properties } from '../../credentials/properties';
import { sampled } from '../support/size';

const json = (text: string) => JSON.stringify(text).slice(1, -1);
const form = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
const component = encodeURIComponent;
const lowerHex = (text: string) => text.replace(/%[\dA-F]{2}/g, (hex) => hex.toLowerCase());

/** Encodings made by JavaScript itself, for the secret in a text. */
const ENCODINGS: Record<string, (secret: string) => string> = {
	'as it is': (secret) => secret,
	'after Bearer': (secret) => `Bearer ${secret}`,
	'URL-encoded': component,
	'URL-encoded, lower case': (secret) => lowerHex(component(secret)),
	'URL-encoded where it must be': encodeURI,
	'form-encoded': form,
	'form-encoded, lower case': (secret) => lowerHex(form(secret)),
	'JSON-escaped': json,
	'JSON in a form': (secret) => form(json(secret)),
	'a form in JSON': (secret) => json(form(secret)),
	'JSON in JSON': (secret) => json(json(secret)),
	'URL-encoded twice': (secret) => component(component(secret)),
	'JSON of Go': (secret) =>
		json(secret).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
};

/** Texts around a secret: anything, and what an encoding could run into. */
const surroundings = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc.constantFrom('', '%', '%2', '\\', '\\u', '\\u00', '"', '=', '+', ' ', '…', 'Basic '),
);
const secrets = fc
	.oneof(
		fc.string({ unit: 'binary', minLength: 4, maxLength: 60 }),
		fc.string({ unit: 'grapheme', minLength: 4, maxLength: 20 }),
		fc.string({ minLength: 4, maxLength: 20 }),
		fc.base64String({ minLength: 4, maxLength: 300 }),
		fc.stringMatching(/^\d{4,8}$/),
		fc.stringMatching(/^[ab"%\\+/ <é]{4,12}$/),
		fc.stringMatching(/^sk_test_[\w-]{8,40}$/),
	)
	.filter((secret) => secret.trim().length >= MIN_SECRET_LENGTH);

/** Whether base64 somewhere in a text holds a secret: decoded from each of its characters on. */
function holdsBase64(text: string, secret: string): boolean {
	const bytes = Buffer.from(secret.trim()).toString('latin1');
	return (text.match(/[\w+/-]+/g) ?? []).some((run) =>
		[0, 1, 2, 3].some((start) =>
			Buffer.from(run.slice(start), 'base64').toString('latin1').includes(bytes),
		),
	);
}

describe.each(sampled(Object.entries(ENCODINGS)))('a secret %s', (_name, encode) => {
	test('does not come out, wherever it stands', () => {
		fc.assert(
			fc.property(secrets, surroundings, surroundings, (secret, before, after) => {
				const redacted = redactor([secret])(before + encode(secret) + after);
				for (const form of Object.values(ENCODINGS)) {
					expect(redacted.includes(form(secret.trim()))).toBe(false);
				}
			}),
		);
	});

	test('does not come out in any field of a failure', () => {
		fc.assert(
			fc.property(
				secrets,
				fc.constantFrom('message', 'code', 'traceId', 'param'),
				(secret, field) => {
					const failure: Failure = { message: 'x', description: 'y', [field]: encode(secret) };
					const { [field]: shown = '' } = { ...redactFailure(failure, redactor([secret])) };
					expect(String(shown).includes(secret.trim())).toBe(false);
					expect(String(shown).includes(encode(secret.trim()))).toBe(false);
				},
			),
		);
	});
});

/** A secret as it is in a whole body, header or address that is shown. */
const WHOLE: Record<string, (secret: string) => string> = {
	'a JSON body': (secret) => JSON.stringify({ strategy: 'password', password: secret }),
	'a form': (secret) => new URLSearchParams({ identifier: 'a', password: secret }).toString(),
	'a form with JSON': (secret) =>
		new URLSearchParams({ credential: JSON.stringify({ secret }) }).toString(),
	'an address': (secret) => `https://example.com/?a=b&__clerk_db_jwt=${component(secret)}&c=d`,
	'a header': (secret) => `Authorization: Bearer ${secret}`,
};

test.each(sampled(Object.entries(WHOLE)))(
	'%s that comes back brings no secret out',
	(_name, write) => {
		fc.assert(
			fc.property(secrets, (secret) => {
				const redacted = redactor([secret])(`Got ${write(secret)}, sorry`);
				expect(redacted).toContain('***');
				for (const form of Object.values(ENCODINGS)) {
					expect(redacted.includes(form(secret.trim()))).toBe(false);
				}
			}),
		);
	},
);

test.each(['base64', 'base64url'] as const)('%s does not bring a secret out', (encoding) => {
	const parts = fc.uint8Array({ maxLength: 12 });
	fc.assert(
		fc.property(secrets, parts, parts, surroundings, (secret, before, after, text) => {
			const encoded = Buffer.concat([before, Buffer.from(secret), after]).toString(encoding);
			// Between what no base64 holds, so that nothing moves its beginning.
			for (const form of [encoded, encoded.replace(/=+$/, ''), component(encoded)]) {
				const redacted = redactor([secret])(`${text} ${form} ${text}`);
				expect(holdsBase64(redacted, secret)).toBe(false);
				expect(redacted).not.toContain(encoded);
			}
		}),
	);
});

test('the user name and password of Basic authentication do not come out', () => {
	const header = `Basic ${Buffer.from('robot@example.com:correct horse').toString('base64')}`;
	expect(redactor(['correct horse'])(`Got ${header}, sorry`)).toBe('Got Basic ***, sorry');
});

test('of several secrets none comes out, overlapping or not', () => {
	fc.assert(
		fc.property(fc.array(secrets, { minLength: 1, maxLength: 4 }), surroundings, (all, text) => {
			const overlapping = [...all, ...all.map((secret) => secret.slice(1) + secret)];
			const redacted = redactor(overlapping)(overlapping.join(text));
			for (const secret of overlapping) {
				const trimmed = secret.trim();
				if (trimmed.length >= MIN_SECRET_LENGTH) expect(redacted.includes(trimmed)).toBe(false);
			}
		}),
	);
});

test.each([
	[['1234', '123456'], 'code 123456 was wrong', 'code *** was wrong'],
	[['abcdef', 'defghi'], 'x abcdefghi y', 'x *** y'],
	[['abcd', 'efgh'], 'abcdefgh', '***'],
	[['a***b', 'secret'], 'asecretb', '***'],
	[['p%41ss'], 'p%41ss, p%2541ss', '***, ***'],
	[['a b&c'], 'a+b%26c a%20b%26c a%20b&c', '*** *** ***'],
	[['"quoted"'], 'it said \\"quoted\\"', 'it said ***'],
	[['  padded  '], 'it said padded', 'it said ***'],
])('of %j, %j becomes %j', (all, text, expected) => {
	expect(redactor(all)(text)).toBe(expected);
});

test('texts without a secret stay as they are', () => {
	fc.assert(
		fc.property(fc.array(secrets), fc.string({ unit: 'binary', maxLength: 300 }), (all, text) => {
			const isPart = all.some((secret) => text.includes(secret.trim()));
			fc.pre(!isPart);
			expect(redactor(all)(text)).toBe(text);
		}),
	);
	expect(redactor(['', 'a', 'ab', ' abc '])('abc is a part of many words')).toBe(
		'abc is a part of many words',
	);
});

test('long texts are cut, and hold no part of a secret at the cut', () => {
	const secret = ['sk', 'test', '0123456789'].join('_');
	const redact = redactor([secret]);
	for (let length = MAX_TEXT_LENGTH - 30; length < MAX_TEXT_LENGTH + 5; length++) {
		const redacted = redact(`${'x '.repeat(length / 2)}${secret} ${'y '.repeat(2000)}`);
		expect(redacted.length).toBeLessThanOrEqual(MAX_TEXT_LENGTH);
		expect(redacted).not.toContain('sk_');
	}
	const many = redact(`${secret} `.repeat(2000));
	expect(many.replaceAll('*** ', '')).toMatch(/^\*{0,3}…?$/);
	expect(redact('😀'.repeat(MAX_TEXT_LENGTH))).toMatch(/^(😀)+…$/u);
});

test.each([
	['a text without an end', 'a'.repeat(5_000_000), ['a'.repeat(100)]],
	['nothing but secrets', 'secret'.repeat(1_000_000), ['secret']],
	['almost a secret, over and over', `${'a'.repeat(4_095)}b`.repeat(1_000), ['a'.repeat(4_096)]],
	['a secret without an end', 'a'.repeat(5_000_000), ['b'.repeat(1_000_000)]],
	['base64 without an end', 'c2VjcmV0'.repeat(1_000_000), ['secret', 'sexton', 'ecre']],
	['nothing but escapes', '%5C%22\\u0022'.repeat(500_000), ['"'.repeat(60)]],
])('%s takes no time', (_name, text, all) => {
	const start = performance.now();
	expect(redactor(all)(text).length).toBeLessThanOrEqual(MAX_TEXT_LENGTH);
	expect(performance.now() - start).toBeLessThan(1_000);
});

test('what Clerk says otherwise comes through a failure untouched', () => {
	const failure: Failure = {
		message: 'Password is incorrect.',
		description: "Check 'Password', or use another strategy.",
		code: 'form_password_incorrect',
		status: 422,
		traceId: '0123456789abcdef0123456789abcdef',
		param: 'password',
		retryAfter: 3,
	};
	expect(redactFailure(failure, redactor(['correct horse']))).toEqual(failure);
});

test('a secret that is a word of Clerk’s codes changes no code', () => {
	for (const code of Object.keys({ ...ERROR_ADVICE, ...STEP_ADVICE })) {
		const failure: Failure = { message: '', description: '', code };
		expect(redactFailure(failure, redactor(['password', 'code', code])).code).toBe(code);
	}
});

test.each(['code', 'traceId', 'param'])('%s is left out where it is none', (field) => {
	for (const text of ['two words', '<b>', 'line\nbreak', 'x'.repeat(101), 'x_secret_x', '']) {
		const failure: Failure = { message: '', description: '', [field]: text };
		expect({ ...redactFailure(failure, redactor(['secret'])) }[field]).toBeUndefined();
	}
});

test('a credential’s secrets are all the fields that n8n hides, as they are sent', () => {
	const hidden = properties.filter(({ typeOptions }) => typeOptions?.password);
	const values = Object.fromEntries(properties.map(({ name }) => [name, `value of ${name}`]));
	const all = secretsOf(readCredentialFields(values));
	expect(new Set(all)).toEqual(new Set(hidden.map(({ name }) => `value of ${name}`)));
	expect(secretsOf(readCredentialFields({ clientToken: ' bearer abc.def ' }))).toEqual(['abc.def']);
	expect(secretsOf(readCredentialFields({}))).toEqual([]);
});
