import { createHash } from 'node:crypto';
import { parseApiUrls } from '../protocol/apiUrls';
import { FieldError } from '../protocol/fieldError';
import { checkOrganizationId, checkTemplateName } from '../protocol/identifiers';
import type { JsonObject } from '../protocol/objects';
import { type CredentialFields, credentialFingerprint, readCredentialFields } from './credential';

/** Which of a session's tokens a credential for the user's own API makes. */
export interface SessionTokenChoice {
	/** The JWT template; empty: Clerk's own claims. */
	templateName: string;
	/** The organization that it is for; null: none, undefined: the one that is active in the session. */
	organizationId: string | null | undefined;
}

/** A credential for the user's own API, as n8n hands it over. */
export interface SessionTokenCredential {
	/** The client whose session it is. */
	fields: CredentialFields;
	choice: SessionTokenChoice;
	/** Where its tokens may go. */
	apiUrls: string[];
	/** A hash of all that a token was made for. */
	fingerprint: string;
	/** What another worker of n8n has made, if it was for the fields as they are now. */
	stored?: StoredSessionToken;
}

/** A session token as n8n stores it. */
export interface StoredSessionToken {
	jwt: string;
	/** Milliseconds since 1970, by the clock of the machine that it was made on. */
	expiresAtMs: number;
}

/** @throws {FieldError} when a field cannot be used */
export function readSessionTokenCredential(credentials: JsonObject): SessionTokenCredential {
	const text = (name: string) => {
		const value = credentials[name];
		return typeof value === 'string' ? value.trim() : '';
	};
	const typed = readCredentialFields(credentials);
	const choice = readChoice(text, typed);
	const beginsIn = typed.connectUsing === 'signInTicket' ? (choice.organizationId ?? '') : '';
	const fields = { ...typed, organizationId: beginsIn };
	const fingerprint = fingerprintOf(fields, choice);
	const jwt = text('sessionToken');
	const isStored = jwt !== '' && text('sessionTokenFor') === fingerprint;
	return {
		fields,
		choice,
		apiUrls: parseApiUrls(text('apiUrl')),
		fingerprint,
		stored: isStored ? { jwt, expiresAtMs: Number(text('sessionTokenExpiresAt')) } : undefined,
	};
}

function readChoice(
	text: (name: string) => string,
	{ connectUsing }: CredentialFields,
): SessionTokenChoice {
	const template = text('templateName');
	const templateName = template === '' ? '' : checkTemplateName(template, 'Template Name');
	const organizationId = readOrganization(text);
	const isChosenAtSignIn = connectUsing === 'signInTicket' && organizationId !== null;
	if (templateName !== '' && organizationId !== undefined && !isChosenAtSignIn) {
		throw new FieldError(
			"'Organization' cannot be chosen for a token of a template",
			"Clerk makes it for the organization that is active in the session. Choose 'Unchanged', or connect using a sign-in ticket with an organization by ID: each sign-in then begins in it.",
		);
	}
	return { templateName, organizationId };
}

/** @throws {FieldError} when an organization was chosen and is missing: it must not turn into another choice */
function readOrganization(text: (name: string) => string): SessionTokenChoice['organizationId'] {
	switch (text('organization')) {
		case '':
		case 'unchanged':
			return undefined;
		case 'personal':
			return null;
		case 'byId':
			return checkOrganizationId(text('organizationId'), 'Organization ID');
		default:
			throw new FieldError(
				"'Organization' has no valid choice",
				'Open the credential and choose an organization.',
			);
	}
}

function fingerprintOf(fields: CredentialFields, choice: SessionTokenChoice): string {
	const { organizationId, templateName } = choice;
	const values = [credentialFingerprint(fields), templateName, organizationId ?? null];
	const isUnchanged = organizationId === undefined;
	return createHash('sha256')
		.update(JSON.stringify([...values, isUnchanged]))
		.digest('hex');
}
