import { createHash } from 'node:crypto';
import { frontendApiUrl } from './baseUrl';
import { type Client, clientFromDevBrowser, clientFromToken } from './client';
import { FieldError } from './fieldError';
import type { JsonObject } from './objects';

const FIELD_NAMES = [
	'publishableKey',
	'connectUsing',
	'clientToken',
	'devBrowserToken',
	'identifier',
	'password',
	'secretKey',
	'userId',
	'proxyUrl',
	'backendApiUrl',
	'sessionClientToken',
	'sessionClientTokenFor',
] as const;

/** The credential's fields as text; what was never filled in is empty. */
export type CredentialFields = Record<(typeof FIELD_NAMES)[number], string>;

/** Reads the fields from what n8n hands over, which may lack any of them. */
export function readFields(credentials: JsonObject): CredentialFields {
	const entries = FIELD_NAMES.map((name) => {
		const value = credentials[name];
		return [name, typeof value === 'string' ? value : ''] as const;
	});
	return Object.fromEntries(entries) as CredentialFields;
}

/** Whether the credential signs in by itself, rather than using a token that was pasted. */
export function signsIn({ connectUsing }: CredentialFields): boolean {
	return connectUsing === 'signInTicket' || connectUsing === 'password';
}

/**
 * The client that a credential begins with: the pasted one, or none yet where it signs in.
 *
 * @throws {FieldError} when the token it needs is missing or cannot be one
 */
export function pastedClient(fields: CredentialFields): Client | undefined {
	switch (fields.connectUsing) {
		case 'clientToken':
			return clientFromToken(fields.clientToken);
		case 'devBrowser':
			return clientFromDevBrowser(fields.devBrowserToken, fields.publishableKey);
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

/**
 * A hash of all that a person typed: credentials with the same hash are the same, and two that
 * differ in anything share nothing.
 */
export function credentialKey(fields: CredentialFields): string {
	return hash(
		FIELD_NAMES.filter((name) => !name.startsWith('sessionClientToken')).map(
			(name) => fields[name],
		),
	);
}

/**
 * A hash of what a stored client token was made for: instance, way of connecting, and person. n8n
 * keeps the stored token when somebody edits the credential; a token made for other fields must not
 * be sent.
 *
 * @throws {FieldError} when the publishable key or the proxy URL cannot be used
 */
export function tokenPurpose(fields: CredentialFields): string {
	const person = {
		clientToken: [fields.clientToken],
		devBrowser: [fields.devBrowserToken],
		password: [fields.identifier],
		signInTicket: [fields.userId],
	}[fields.connectUsing];
	return hash([
		fields.publishableKey.trim(),
		frontendApiUrl(fields),
		fields.connectUsing,
		...(person ?? []).map((value) => value.trim()),
	]);
}

/** Lengths are part of what is hashed: `['a', 'bc']` and `['ab', 'c']` differ. */
function hash(parts: string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
