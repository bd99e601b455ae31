/**
 * Marks a request that is never sent: it goes to the credential for its signature like any other, so
 * that n8n signs in, and stores the token, where that is due; and ends there.
 *
 * n8n lets nobody but a credential's `preAuthentication` store something, and calls that only on the
 * way to a request. Without a rehearsal, the token that the last answer of a run brought would be
 * stored by the next run at best: too late for a restart, or for another worker.
 */
export const REHEARSAL = Symbol('rehearsal');

/** What a rehearsal is for. */
export interface Rehearsal {
	/** Ask Clerk whether somebody is still signed in, and sign in if not. Taken back once that is done. */
	asksClerk: boolean;
}

/** How every rehearsal ends: the request would have been sent now. */
export class Rehearsed extends Error {
	override readonly name = 'Rehearsed';
}
