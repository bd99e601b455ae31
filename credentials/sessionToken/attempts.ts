import type { SessionFate, SourcedToken } from '../../frontendApi/client/sessionTokenSource';
import type { Turn } from '../../frontendApi/concurrency/turn';

/** What has become of one request to the user's API so far. */
export interface Attempt {
	/** Whether it is the request of the credential test. */
	isCredentialTest?: boolean;
	/** A token has to be made first, and whose turn it is to make it. */
	turn?: Turn<SourcedToken>;
	/** The token that was made for it. */
	made?: string;
	/** The token that it went out with. */
	signedWith?: string;
	/** Whether it only reads, so that it may go out twice. */
	isSafe?: boolean;
	/** What became of its session, where it is not to go out again after the API refused it. */
	refusedAs?: SessionFate;
}

/**
 * The requests that are under way, by the credentials object that n8n hands to `preAuthentication`
 * and `authenticate`: it reads a credential anew for each request, and hands the same object to all
 * calls that are about it.
 */
const attempts = new WeakMap<object, Attempt>();

export function attemptOf(credentials: object): Attempt | undefined {
	return attempts.get(credentials);
}

export function noteAttempt(credentials: object, attempt: Attempt): void {
	attempts.set(credentials, attempt);
}
