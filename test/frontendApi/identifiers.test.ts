import fc from 'fast-check';
import { FieldError } from '../../frontendApi/protocol/fieldError';
import { checkSessionId, checkTemplateName } from '../../frontendApi/protocol/identifiers';
import { refusalOf } from './refusal';

test.each(['sess_1', 'sess_2abcDEFghiJKLmnoPQRstuVWXyz', `sess_${'a'.repeat(64)}`])(
	'%s is a session ID',
	(id) => expect(checkSessionId(id, 'Session')).toBe(id),
);

test.each(['sess_', `sess_${'a'.repeat(65)}`, 'sess_1\n', ' sess_1', 'sess_1/..', 'sess-1', '..'])(
	'%j is no session ID',
	(id) => {
		expect(refusalOf(() => checkSessionId(id, 'Session')).message).toBe(
			"'Session' is not a session ID",
		);
	},
);

test.each(['hasura', 'my template', 'v1.2', 'ümlaut', '日本', 'a'.repeat(255), '-', 'a..b'])(
	'%s can be the name of a template',
	(name) => expect(checkTemplateName(name, 'Template Name')).toBe(name),
);

test.each([
	'.',
	'..',
	'...',
	'a/b',
	'a\\b',
	'a?',
	'#',
	'%2e',
	'a\u0000',
	'\u0085',
	'a'.repeat(256),
])('%j cannot be the name of a template', (name) => {
	const { message } = refusalOf(() => checkTemplateName(name, 'Template Name'));
	expect(message).toBe("'Template Name' is not the name of a JWT template");
});

test('nothing that passes changes the path around it', () => {
	const nasty = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.string({ unit: fc.constantFrom('.', '/', '%', '\\', '?', '#', '2', 'e', 'f', ' ', '\n') }),
	);
	fc.assert(
		fc.property(nasty, fc.constantFrom(checkSessionId, checkTemplateName), (text, check) => {
			try {
				const segment = encodeURIComponent(check(text, 'Label'));
				const { pathname, search, hash } = new URL(`https://example.com/a/${segment}/b`);
				expect([pathname, search, hash]).toEqual([`/a/${segment}/b`, '', '']);
			} catch (error) {
				expect(error).toBeInstanceOf(FieldError);
			}
		}),
	);
});
