import type { Client } from '../frontendApi/client';
import {
	type CredentialFields,
	credentialKey,
	pastedClient,
	signsIn,
} from '../frontendApi/credential';
import { memoryOf } from '../frontendApi/memory';
import { type Rehearsal, Rehearsed } from '../frontendApi/rehearsal';

/**
 * Makes n8n call `preAuthentication` and then sign the request again, without anything having been
 * sent: that is what n8n does when `authenticate` throws something that looks like a 401 answer
 * (n8n-core `httpRequestWithAuthentication`).
 */
export class TokenNeeded extends Error {
	override readonly name = 'TokenNeeded';
	readonly response = { status: 401 };
}

/** Why a token is needed although there is one. */
export const ASK_CLERK = 'Whether somebody is signed in is to be found out';

/**
 * The client to sign a request for, with the newest token this process knows.
 *
 * @throws {FieldError} when the pasted token is missing or cannot be one
 * @throws {TokenNeeded} when nobody is signed in, or a newer token has to be stored
 */
export function clientToUse(fields: CredentialFields): Client {
	const pasted = pastedClient(fields);
	const stored = storedToken(fields);
	const token = memoryOf(fields).tokens.token(stored ?? pasted?.token);
	if (token === undefined) {
		if (signsIn(fields)) throw new TokenNeeded('Nobody is signed in yet');
		// A pasted token that was replaced by none: it is used again, for Clerk to say what is wrong.
		return pasted ?? { mode: 'native', token: '' };
	}
	if (token !== (stored ?? pasted?.token)) throw new TokenNeeded('A newer token has to be stored');
	return { mode: pasted?.mode ?? 'native', token };
}

/**
 * What becomes of a request that is only rehearsed.
 *
 * @throws always: as `clientToUse`, {TokenNeeded} when Clerk is to be asked, else {Rehearsed}
 */
export function rehearse(fields: CredentialFields, rehearsal: Rehearsal): never {
	clientToUse(fields);
	if (!rehearsal.asksClerk) throw new Rehearsed();
	// n8n comes back with the same request after preAuthentication.
	rehearsal.asksClerk = false;
	throw new TokenNeeded(ASK_CLERK);
}

/** The token that n8n has stored, if it was made for the fields as they are now. */
export function storedToken(fields: CredentialFields): string | undefined {
	return fields.sessionClientToken !== '' && fields.sessionClientTokenFor === credentialKey(fields)
		? fields.sessionClientToken
		: undefined;
}
