/**
 * What the node hands to the credential along with a request, and gets back from it: a property of
 * the request's options, which n8n passes on to `authenticate` as they are.
 *
 * What goes wrong in the credential cannot be told by the error that n8n makes of it: up to
 * n8n-workflow 2.33 its errors lose their `cause`.
 */
export const HANDOVER = Symbol('clerkSessions.handover');

export interface Handover {
	/** In: the client token to sign with, as far as it lives; missing: the current one. */
	token?: string;
	/** In: the request goes out without a token, as anybody may make it. */
	isPublic?: boolean;
	/** In: ends the request. n8n's own signal knows neither our deadline nor who else waits. */
	signal?: AbortSignal;
	/**
	 * In: the request is never sent. It goes to the credential like any other, so that n8n calls
	 * `preAuthentication` and stores what that returns, and ends there. n8n lets nobody else store
	 * something.
	 */
	dryRun?: DryRun;
	/** Out: whether it is the request of the credential test. */
	isCredentialTest?: boolean;
	/** Out: the client token that the request was signed with. */
	signedWith?: string;
	/** Out: what the credential threw last. */
	error?: unknown;
}

/**
 * The requests that are being signed, by the credentials object that n8n hands to `authenticate` and,
 * where that asks for it, to `preAuthentication`: the same for both. `preAuthentication` learns by it
 * which request it was called for.
 */
const handovers = new WeakMap<object, Handover>();

/** @param handover empty for a request that is not ours */
export function noteHandover(credentials: object, handover: Handover = {}): Handover {
	handovers.set(credentials, handover);
	return handover;
}

/** @returns undefined where n8n calls before anything asked for it, as nothing is stored yet */
export function handoverOf(credentials: object): Handover | undefined {
	return handovers.get(credentials);
}

/** A request that is never sent: why it is made, and what came of it. */
export interface DryRun {
	/** In: the client token is to be renewed; missing: only the newest one is to be stored. */
	renewal?: Renewal;
	/** Whether n8n was asked to call `preAuthentication`. */
	hasAsked?: boolean;
	/** Out: whether the request got as far as it should. */
	isDone?: boolean;
}

/** A renewal of a client token, as the run that asks for it starts it. */
export interface Renewal {
	/** The token under which Clerk said that nobody is signed in; missing: there was none yet. */
	refused?: string;
	/** Aborts when nobody waits for the token any more. */
	signal: AbortSignal;
	/** How often signing in may be tried again: a person who looks at an editor does not wait for long. */
	maxRetries: number;
	/** How long to let another worker of n8n go first, in ms. */
	headStartMs: number;
	/** Reads the client token that n8n has stored at this moment. */
	readStored(): Promise<string | undefined>;
	/** Out: whether there is nothing left to do. */
	isDone?: boolean;
	/** Out: the client token that it signed in for, and what lets others begin with that. */
	signedIn?: { token: string; settle: () => void };
}

/**
 * Makes n8n call `preAuthentication` and then `authenticate` again, without anything having been
 * sent: that is what n8n does when `authenticate` throws something that looks like a 401 answer, but
 * not twice for one request (n8n-core `httpRequestWithAuthentication`).
 */
export class PreAuthenticationRequired extends Error {
	override readonly name = 'PreAuthenticationRequired';
	readonly response = { status: 401 };
}
