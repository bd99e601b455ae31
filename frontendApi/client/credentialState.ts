import { monotonicNow } from '../concurrency/clock';
import { ClientTokens } from './clientTokens';
import { ConcurrencyLimiter } from '../concurrency/concurrencyLimiter';
import {
	credentialFingerprint,
	type CredentialFields,
	pastedClientAuth,
	storedToken,
} from './credential';
import { LastSessionTokens } from './lastSessionTokens';
import { LruMap } from './lruMap';
import { Mutex } from '../concurrency/mutex';
import { PublicKeys } from './publicKeys';
import { SessionTokenCache } from './sessionTokenCache';
import { SingleFlight } from '../concurrency/singleFlight';

/** How many credentials are remembered. Those with expressions are another one for each person. */
const MAX_CREDENTIALS = 20_000;
/** How many executions are remembered with the client they began with. */
const MAX_EXECUTIONS = 1000;

export interface SignInRefusal {
	error: unknown;
	/** How often it might have been tried again. */
	retries: number;
	/** Milliseconds that are left. */
	pauseMs: number;
}

/** What this process knows about one credential. Nothing of it is stored. */
export class CredentialState {
	readonly tokens = new ClientTokens();
	readonly limiter = new ConcurrencyLimiter();
	readonly flights = new SingleFlight();
	/**
	 * For requests that end sessions: each changes the client's token (Clerk rotates it on sign-out),
	 * and the next has to go out under the new one.
	 */
	readonly signOuts = new Mutex();
	/** Signing in is tried by one at a time, however patient each is. */
	readonly signIns = new Mutex();
	/** Held while a sign-in's token waits to be the one that n8n keeps: nobody begins with it before. */
	readonly settling = new Mutex();
	/** The token that was refused last although nobody had stored another one within a while. */
	lastRefused?: string;
	readonly lastSessionTokens = new LastSessionTokens();
	private cache?: SessionTokenCache;
	private keys?: PublicKeys;
	private refusal?: SignInRefusal & { until: number };
	private readonly tokenOfExecution = new LruMap<string, string>(MAX_EXECUTIONS);

	/** Most credentials never reuse a session token. */
	get sessionTokens(): SessionTokenCache {
		return (this.cache ??= new SessionTokenCache());
	}

	/** Nor verifies one. */
	get publicKeys(): PublicKeys {
		return (this.keys ??= new PublicKeys());
	}

	/** Why signing in was refused a moment ago, if it was: Clerk is not asked again so soon. */
	get signInRefusal(): SignInRefusal | undefined {
		if (this.refusal === undefined) return undefined;
		const { error, retries, until } = this.refusal;
		const pauseMs = until - monotonicNow();
		return pauseMs > 0 ? { error, retries, pauseMs } : undefined;
	}

	/** Nobody is to try again during the pause. */
	refuseSignIn(refusal: SignInRefusal): void {
		this.refusal = { ...refusal, until: monotonicNow() + refusal.pauseMs };
	}

	/**
	 * The client token that an execution goes on with: that of the client it began with, as long as
	 * that lives. Its steps hand on session IDs, which no other client knows.
	 */
	tokenFor(executionId: string | undefined): string | undefined {
		const { current } = this.tokens;
		if (executionId === undefined || current === undefined) return current;
		const begunWith = this.tokenOfExecution.get(executionId);
		const token = (begunWith && this.tokens.successorOf(begunWith)) ?? current;
		if (token !== begunWith) this.tokenOfExecution.set(executionId, token);
		return token;
	}

	/** Whether it can be forgotten: nothing is under way, and n8n has stored what it has to. */
	get isIdle(): boolean {
		return (
			this.tokens.tokenToSave === undefined &&
			this.limiter.isIdle &&
			this.flights.isIdle &&
			this.signOuts.isIdle &&
			this.settling.isIdle &&
			(this.cache?.isIdle ?? true) &&
			(this.keys?.isIdle ?? true)
		);
	}
}

const states = new Map<string, CredentialState>();

/**
 * The state of a credential: the same for equal fields, another as soon as one differs. It takes over
 * the client token that was read with them.
 *
 * @throws {FieldError} when a pasted token is missing or cannot be one
 */
export function stateOf(fields: CredentialFields): CredentialState {
	const key = credentialFingerprint(fields);
	const state = states.get(key) ?? new CredentialState();
	// Moved to the end: the first is always the one that was not used for longest.
	states.delete(key);
	states.set(key, state);
	if (states.size > MAX_CREDENTIALS) forgetOldest();
	state.tokens.observeStored(storedToken(fields), pastedClientAuth(fields)?.token);
	return state;
}

/** One in use is passed over: it would be there twice. */
function forgetOldest(): void {
	for (const [key, state] of states) {
		if (!state.isIdle) continue;
		states.delete(key);
		state.sessionTokens.clear();
		return;
	}
}
