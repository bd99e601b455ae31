import {
	credentialKey,
	type CredentialFields,
	pastedClient,
	readFields,
	signsIn,
} from '../../frontendApi/client/credential';
import { publishableKeyOf } from '../support/keys';
import { refusalOf } from './refusal';

const FIELDS = readFields({
	publishableKey: publishableKeyOf('example.accounts.dev'),
	connectUsing: 'clientToken',
	clientToken: 'token',
});

test('what was never filled in, or is no text, is empty', () => {
	const fields = readFields({ clientToken: 7, password: null, oauthTokenData: { a: 1 } });
	expect(Object.values(fields).every((value) => value === '')).toBe(true);
	expect(Object.keys(fields)).toEqual(Object.keys(FIELDS));
});

test.each([
	['clientToken', false, { mode: 'native', token: 'token' }],
	['devBrowser', false, { mode: 'devBrowser', token: 'browser' }],
	['password', true, undefined],
	['signInTicket', true, undefined],
])('connecting by %s', (connectUsing, signs, client) => {
	const fields = { ...FIELDS, connectUsing, devBrowserToken: 'browser' };
	expect(signsIn(fields)).toBe(signs);
	expect(pastedClient(fields)).toEqual(client);
});

test('connecting by anything else is refused', () => {
	const { message } = refusalOf(() => pastedClient({ ...FIELDS, connectUsing: '' }));
	expect(message).toBe("'Connect Using' has no valid choice");
});

describe('the key of a credential', () => {
	const typed = Object.keys(FIELDS).filter((name) => !name.startsWith('sessionClientToken'));

	test('holds nothing that was typed', () => {
		expect(credentialKey(FIELDS)).toMatch(/^[0-9a-f]{64}$/);
	});

	test('is the same for equal fields', () => {
		expect(credentialKey({ ...FIELDS })).toBe(credentialKey(FIELDS));
	});

	test.each(typed)('differs when %s does', (name) => {
		const edited: CredentialFields = { ...FIELDS, [name]: 'another' };
		expect(credentialKey(edited)).not.toBe(credentialKey(FIELDS));
	});

	test('does not differ by what signing in filled in', () => {
		const stored = { ...FIELDS, sessionClientToken: 'stored', sessionClientTokenFor: 'hash' };
		expect(credentialKey(stored)).toBe(credentialKey(FIELDS));
	});

	test('does not take two fields for one', () => {
		const one = credentialKey({ ...FIELDS, clientToken: 'ab', devBrowserToken: '' });
		const other = credentialKey({ ...FIELDS, clientToken: 'a', devBrowserToken: 'b' });
		expect(one).not.toBe(other);
	});
});
