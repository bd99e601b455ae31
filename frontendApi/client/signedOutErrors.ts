import { ClerkRequestError } from '../protocol/failure';
import { canSignIn, type CredentialFields } from './credential';

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

/** Why signing in is of no use: it went well each time, and nobody was signed in afterwards. */
export function uselessSignInError(isClientKnown: boolean): ClerkRequestError {
	return new ClerkRequestError({
		message: isClientKnown
			? 'Signing in is of no use: the session has ended each time'
			: 'Signing in is of no use: Clerk does not know the client that it has just made',
		description: isClientKnown
			? 'Look for what ends it at once: another workflow, a webhook, or the limits on sessions in the Clerk Dashboard.'
			: "A proxy between n8n and Clerk may remove the Authorization header of requests. If 'Proxy URL' is set in the credential, check what stands there.",
		code: isClientKnown ? SIGNED_OUT : 'client_not_found',
	});
}

const SIGNS_IN_BY_ITSELF = 'The next step that needs a session signs in by itself.';
