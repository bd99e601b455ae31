import type { IHttpRequestOptions } from 'n8n-workflow';
import { type CredentialFields, canSignIn } from '../../../frontendApi/client/credential';
import {
	type HttpResponse,
	ClerkRequestError,
	toFailure,
	isBlockedClient,
} from '../../../frontendApi/protocol/failure';
import { type Client, readClient } from '../../../frontendApi/protocol/objects';

/**
 * Asks Clerk for the client that the credential stands for, with its sessions.
 *
 * @param host of the Frontend API, for messages
 * @param ask makes the request
 * @returns null where Clerk knows no client for the token (200, `response: null`)
 * @throws {ClerkRequestError} when Clerk refuses
 */
export async function fetchClient(
	host: string,
	ask: (request: IHttpRequestOptions) => Promise<HttpResponse>,
): Promise<Client | null> {
	const answer = await ask({
		method: 'GET',
		url: '/v1/client',
		headers: { Accept: 'application/json' },
	});
	const failure = toFailure(answer, host);
	if (failure && isBlockedClient(failure)) {
		throw new ClerkRequestError({ ...failure, code: DEVICE_BLOCKED });
	}
	if (failure) throw new ClerkRequestError(failure);
	return readClient(answer.body);
}

/** Clerk's code for a client that it wants no more of (its error catalogue). */
const DEVICE_BLOCKED = 'device_blocked';

/** Why a client that Clerk does not know cannot be used. */
export function unknownClientError(fields: CredentialFields): ClerkRequestError {
	return new ClerkRequestError({
		message: 'Clerk does not know the client of this credential',
		description: canSignIn(fields)
			? SIGNS_IN_BY_ITSELF
			: 'Its token may be cut off, belong to another instance, or have been replaced by a later sign-in or sign-out. Renew the token in the credential.',
		code: 'client_not_found',
	});
}

/** The code of the refusal for a client that Clerk knows, and on which nobody is signed in. */
export const SIGNED_OUT = 'signed_out';

/** Why a client without a live session cannot be used. */
export function signedOutError(fields: CredentialFields): ClerkRequestError {
	return new ClerkRequestError({
		message: 'Nobody is signed in on the client of this credential',
		description: canSignIn(fields)
			? `All its sessions have ended. ${SIGNS_IN_BY_ITSELF}`
			: 'All its sessions have ended. Sign in on it again and renew the token in the credential.',
		code: SIGNED_OUT,
	});
}

const SIGNS_IN_BY_ITSELF = 'The next step that needs a session signs in by itself.';
