import { createHash } from 'node:crypto';
import { type ClientAuth, parseDevBrowserToken, parseClientToken } from '../protocol/clientAuth';
import { FieldError } from '../protocol/fieldError';
import type { JsonObject } from '../protocol/objects';

const FIELD_NAMES = [
	'publishableKey',
	'connectUsing',
	'clientToken',
	'devBrowserToken',
	'identifier',
	'password',
	'secretKey',
	'userId',
	'organizationId',
	'actorId',
	'proxyUrl',
	'backendApiUrl',
	'sessionClientToken',
	'sessionClientTokenFor',
] as const;

/** Left empty, these do not count in the hash: tokens that were stored before they existed stay good. */
const LATER_FIELDS: readonly string[] = ['organizationId', 'actorId'];

/** The credential's fields as text; what was never filled in is empty. */
export type CredentialFields = Record<(typeof FIELD_NAMES)[number], string>;

/** Reads the fields from what n8n hands over, which may lack any of them. */
export function readCredentialFields(credentials: JsonObject): CredentialFields {
	const entries = FIELD_NAMES.map((name) => {
		const value = credentials[name];
		return [name, typeof value === 'string' ? value : ''] as const;
	});
	return Object.fromEntries(entries) as CredentialFields;
}

/** Whether the credential signs in by itself, rather than using a token that was pasted. */
export function canSignIn({ connectUsing }: CredentialFields): boolean {
	return connectUsing === 'signInTicket' || connectUsing === 'password';
}

/**
 * The client that a credential begins with: the pasted one, or none yet where it signs in.
 *
 * @throws {FieldError} when the token it needs is missing or cannot be one
 */
export function pastedClientAuth(fields: CredentialFields): ClientAuth | undefined {
	switch (fields.connectUsing) {
		case 'clientToken':
			return parseClientToken(fields.clientToken);
		case 'devBrowser':
			return parseDevBrowserToken(fields.devBrowserToken, fields.publishableKey);
		case 'nobody':
		case 'signInTicket':
		case 'password':
			return undefined;
		default:
			throw new FieldError(
				"'Connect Using' has no valid choice",
				'Open the credential and choose how to connect.',
			);
	}
}

/** The token that n8n has stored, if it was made for the fields as they are now. */
export function storedToken(fields: CredentialFields): string | undefined {
	return fields.sessionClientToken !== '' &&
		fields.sessionClientTokenFor === credentialFingerprint(fields)
		? fields.sessionClientToken
		: undefined;
}

/**
 * A hash of all that a person typed: credentials with the same hash are the same, and two that
 * differ in anything share nothing.
 *
 * It is also stored beside a client token, to say what the token was made for: n8n keeps the token
 * when somebody edits the credential, and one made for other fields must not be sent. A changed
 * secret counts too, so that it is tried at once and not when the session has ended.
 */
export function credentialFingerprint(fields: CredentialFields): string {
	const known = fingerprints.get(fields);
	if (known !== undefined) return known;
	const typed = FIELD_NAMES.filter(
		(name) =>
			!name.startsWith('sessionClientToken') &&
			(!LATER_FIELDS.includes(name) || fields[name] !== ''),
	);
	const values = typed.map((name) => fields[name]);
	const key = createHash('sha256').update(JSON.stringify(values)).digest('hex');
	fingerprints.set(fields, key);
	return key;
}

/** It is asked for several times for each request. */
const fingerprints = new WeakMap<CredentialFields, string>();
