import { createHash } from 'node:crypto';
import type { ApiHost } from '../protocol/apiHost';
import { frontendApiUrl } from '../protocol/baseUrl';
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

/**
 * Left empty, these do not count in the hash: tokens that were stored before they existed stay good.
 * Filled in, they count by name: what moves from one to another is another credential.
 */
const LATER_FIELDS: readonly string[] = ['organizationId', 'actorId'];

/** The credential's fields as text; what was never filled in is empty. */
export type CredentialFields = Record<(typeof FIELD_NAMES)[number], string>;

/**
 * Reads the fields from what n8n hands over, which may lack any of them. Equal ones are the same
 * object when they come one after the other, as for the items of a run: n8n reads the credential
 * anew for each, and what follows from it is worked out once.
 */
export function readCredentialFields(credentials: JsonObject): Readonly<CredentialFields> {
	const textIn = (name: (typeof FIELD_NAMES)[number]) => {
		const value = credentials[name];
		return typeof value === 'string' ? value : '';
	};
	const known = latest;
	if (known && FIELD_NAMES.every((name) => known[name] === textIn(name))) return known;
	const entries = FIELD_NAMES.map((name) => [name, textIn(name)] as const);
	latest = Object.fromEntries(entries) as CredentialFields;
	return latest;
}

/** One only: what a person typed is kept no longer than it takes to read another credential. */
let latest: CredentialFields | undefined;

/** What follows from a credential's fields, worked out once for each object of them. */
function derivedFrom<T>(derive: (fields: CredentialFields) => T): (fields: CredentialFields) => T {
	const known = new WeakMap<CredentialFields, { value: T }>();
	return (fields) => {
		const derived = known.get(fields) ?? { value: derive(fields) };
		known.set(fields, derived);
		return derived.value;
	};
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
export const pastedClientAuth = derivedFrom((fields): ClientAuth | undefined => {
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
});

/**
 * The address of the credential's Frontend API, without a trailing slash.
 *
 * @throws {FieldError} when the key or the proxy URL cannot be used
 */
export const apiUrlOf = derivedFrom(frontendApiUrl);

/** Its host, for messages. @throws as `apiUrlOf` */
export const apiHostOf = derivedFrom((fields): ApiHost => ({
	name: new URL(apiUrlOf(fields)).host,
	field: fields.proxyUrl.trim() === '' ? 'Publishable Key' : 'Proxy URL',
	askedBy: 'credential',
}));

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
export const credentialFingerprint = derivedFrom((fields) => {
	const typed = FIELD_NAMES.filter(
		(name) =>
			!name.startsWith('sessionClientToken') &&
			(!LATER_FIELDS.includes(name) || fields[name] !== ''),
	);
	const values = typed.map((name) =>
		LATER_FIELDS.includes(name) ? [name, fields[name]] : fields[name],
	);
	return createHash('sha256').update(JSON.stringify(values)).digest('hex');
});
