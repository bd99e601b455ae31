import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
	apiUrlOf,
	credentialFingerprint,
	type CredentialFields,
	pastedClientAuth,
	readCredentialFields,
	canSignIn,
} from '../../frontendApi/client/credential';
import { publishableKeyOf } from '../support/keys';
import { propertyRuns } from '../support/propertyRuns';
import { refusalOf } from './refusal';

const FIELDS = readCredentialFields({
	publishableKey: publishableKeyOf('example.accounts.dev'),
	connectUsing: 'clientToken',
	clientToken: 'token',
});

test('what was never filled in, or is no text, is empty', () => {
	const fields = readCredentialFields({ clientToken: 7, password: null, oauthTokenData: { a: 1 } });
	expect(Object.values(fields).every((value) => value === '')).toBe(true);
	expect(Object.keys(fields)).toEqual(Object.keys(FIELDS));
});

test('equal fields are one object, and fields that differ in anything are another', () => {
	const data = { ...FIELDS };
	expect(readCredentialFields(data)).toBe(readCredentialFields({ ...data }));
	for (const name of Object.keys(FIELDS)) {
		expect(readCredentialFields({ ...data, [name]: 'another' })).not.toBe(
			readCredentialFields(data),
		);
	}
	const [one, other] = [
		{ ...data, identifier: 'ab', password: '' },
		{ ...data, identifier: 'a', password: 'b' },
	].map((fields) => readCredentialFields(fields));
	expect(one).not.toBe(other);
});

test('fields that many others came after are read anew', () => {
	const before = readCredentialFields({ ...FIELDS });
	for (let number = 0; number < 100; number++) {
		readCredentialFields({ ...FIELDS, identifier: `person ${number}` });
	}
	const after = readCredentialFields({ ...FIELDS });
	expect(after).not.toBe(before);
	expect(after).toEqual(before);
});

test('a field that cannot be used is refused each time', () => {
	const fields = readCredentialFields({ ...FIELDS, publishableKey: 'pk_test_' });
	const messages = [0, 1].map(() => refusalOf(() => apiUrlOf(fields)).message);
	expect(messages[0]).toMatch(/^'Publishable Key' is not complete/);
	expect(messages[1]).toBe(messages[0]);
});

test.each([
	['clientToken', false, { mode: 'native', token: 'token' }],
	['devBrowser', false, { mode: 'devBrowser', token: 'browser' }],
	['password', true, undefined],
	['signInTicket', true, undefined],
])('connecting by %s', (connectUsing, signs, client) => {
	const fields = { ...FIELDS, connectUsing, devBrowserToken: 'browser' };
	expect(canSignIn(fields)).toBe(signs);
	expect(pastedClientAuth(fields)).toEqual(client);
});

test('connecting by anything else is refused', () => {
	const { message } = refusalOf(() => pastedClientAuth({ ...FIELDS, connectUsing: '' }));
	expect(message).toBe("'Connect Using' has no valid choice");
});

describe('the key of a credential', () => {
	const typed = Object.keys(FIELDS).filter((name) => !name.startsWith('sessionClientToken'));

	test('holds nothing that was typed', () => {
		expect(credentialFingerprint(FIELDS)).toMatch(/^[0-9a-f]{64}$/);
	});

	test('is the same for equal fields', () => {
		expect(credentialFingerprint({ ...FIELDS })).toBe(credentialFingerprint(FIELDS));
	});

	test.each(typed)('differs when %s does', (name) => {
		const edited: CredentialFields = { ...FIELDS, [name]: 'another' };
		expect(credentialFingerprint(edited)).not.toBe(credentialFingerprint(FIELDS));
	});

	test('does not differ by what signing in filled in', () => {
		const stored = { ...FIELDS, sessionClientToken: 'stored', sessionClientTokenFor: 'hash' };
		expect(credentialFingerprint(stored)).toBe(credentialFingerprint(FIELDS));
	});

	test('is that of the release before where nothing is filled in that it did not know', () => {
		expect(credentialFingerprint({ ...FIELDS, proxyUrl: 'https://example.com' })).toBe(
			createHash('sha256')
				.update(
					JSON.stringify([
						...[FIELDS.publishableKey, 'clientToken', 'token', '', '', '', '', ''],
						...['https://example.com', ''],
					]),
				)
				.digest('hex'),
		);
	});

	test('differs wherever two credentials differ, also by where a value stands', () => {
		const value = fc.constantFrom('', 'a', 'b', 'actorId', '["actorId","a"]', '\ud800');
		const edit = fc.record(Object.fromEntries(typed.map((name) => [name, value])));
		const moved = fc
			.tuple(edit, fc.constantFrom(...typed), fc.constantFrom(...typed))
			.map(([fields, from, to]) => [fields, { ...fields, [from]: '', [to]: fields[from] }]);
		fc.assert(
			fc.property(fc.oneof(fc.tuple(edit, edit), moved), ([one, other]) => {
				const [first, second] = [one, other].map((fields) => ({ ...FIELDS, ...fields }));
				const areSame = typed.every((name) => one?.[name] === other?.[name]);
				expect(
					credentialFingerprint(first ?? FIELDS) === credentialFingerprint(second ?? FIELDS),
				).toBe(areSame);
			}),
			{ numRuns: propertyRuns(3000) },
		);
	});

	test('does not take two fields for one', () => {
		const one = credentialFingerprint({ ...FIELDS, clientToken: 'ab', devBrowserToken: '' });
		const other = credentialFingerprint({ ...FIELDS, clientToken: 'a', devBrowserToken: 'b' });
		expect(one).not.toBe(other);
	});
});
