import { monotonicNow } from '../concurrency/clock';
import { type HttpResponse, ClerkRequestError } from '../protocol/failure';
import { isObject } from '../protocol/objects';
import { isTransient } from '../protocol/retryPolicy';
import { tokenLifetimeMs } from '../protocol/sessionToken';
import { SingleFlight } from '../concurrency/singleFlight';

/** How much all tokens that are kept may take, in bytes, over all credentials of the process. */
const MAX_BYTES = 16 * 1024 * 1024;
/** What an entry takes besides its texts, roughly. */
const ENTRY_BYTES = 400;

interface CacheEntry {
	/** The answer, without what nobody reads again. */
	answer: HttpResponse;
	bytes: number;
	/** When it ends, by two clocks: whichever says first that it has ended is right. */
	expiresAtMs: number;
	expiresAtMonotonicMs: number;
}

/** All caches that hold something, the one that got nothing for longest first. */
const caches = new Set<SessionTokenCache>();
let totalBytes = 0;

/**
 * Session tokens of one credential that were made already, by the request that made them. In memory
 * only, within a bound for the whole process.
 *
 * Like clerk-js `tokenCache`: whoever asks while a token is being made waits for it, and an answer
 * that arrives after everything was cleared is not kept.
 */
export class SessionTokenCache {
	private readonly entries = new Map<string, CacheEntry>();
	private readonly flights = new SingleFlight();
	/** Counts how often everything was cleared. */
	private epoch = 0;

	/** Whether nothing is being made. */
	get isIdle(): boolean {
		return this.flights.isIdle;
	}

	/**
	 * The token made by an equal request, if it lives long enough, else a new one. Where Clerk is out
	 * for a moment, one that still lives is as good as none: it is given.
	 *
	 * @param key what tells tokens apart: session, template, organization, client
	 * @param flightKey the same and how the request is made: who makes it otherwise makes it himself,
	 * so that nobody fails by another's options
	 * @param minimumLifetime seconds that a token must have left
	 * @param create makes one; its signal aborts when nobody waits for it any more
	 * @throws {CanceledError} when the signal aborts first; else what `create` throws
	 */
	async getOrCreate(
		key: string,
		flightKey: string,
		minimumLifetime: number,
		create: (signal: AbortSignal) => Promise<HttpResponse>,
		signal?: AbortSignal,
	): Promise<HttpResponse> {
		const kept = this.alive(key, minimumLifetime);
		if (kept) return copy(kept);
		const { epoch } = this;
		const start = async (flightSignal: AbortSignal) => {
			const answer = await create(flightSignal);
			if (this.epoch === epoch) this.keep(key, answer);
			return answer;
		};
		const answer = await this.flights
			.run(`${epoch} ${flightKey}`, start, signal)
			.catch((error: unknown) => {
				const living = isFailing(error) ? this.alive(key, 0) : undefined;
				if (living) return living;
				throw error;
			});
		return copy((isFailing(answer) && this.alive(key, 0)) || answer);
	}

	/**
	 * The answer that brought a token which lives long enough.
	 *
	 * @param minimumLifetime seconds that it must have left
	 */
	get(key: string, minimumLifetime: number): HttpResponse | undefined {
		const answer = this.alive(key, minimumLifetime);
		return answer && copy(answer);
	}

	/**
	 * Takes over a token that was made elsewhere.
	 *
	 * @param lifeMs how long it lives from now on
	 */
	put(key: string, jwt: string, lifeMs: number): void {
		this.keep(key, { status: 200, headers: {}, body: { jwt } }, lifeMs);
	}

	/** How long the kept token lives, in ms; undefined where there is none. */
	leftMs(key: string): number | undefined {
		const entry = this.entries.get(key);
		return entry && leftMs(entry);
	}

	/** Forgets one token. */
	delete(key: string): void {
		this.remove(key);
	}

	/** Forgets all tokens: a session changed or ended, and with it what its tokens say. */
	clear(): void {
		this.epoch++;
		for (const key of this.entries.keys()) this.remove(key);
	}

	private alive(key: string, minimumLifetime: number): HttpResponse | undefined {
		const entry = this.entries.get(key);
		if (!entry) return undefined;
		const left = leftMs(entry);
		if (left <= 0) this.remove(key);
		else if (left > minimumLifetime * 1000) return entry.answer;
		return undefined;
	}

	private keep(key: string, answer: HttpResponse, lifeMs = lifetimeMs(answer)): void {
		if (lifeMs === undefined) return;
		this.remove(key);
		this.removeExpired();
		// Those of credentials that nobody uses any more go one by one.
		const [oldest] = caches;
		oldest?.removeExpired();
		const kept = { status: answer.status, headers: {}, body: answer.body };
		const bytes = ENTRY_BYTES + 2 * (key.length + JSON.stringify(answer.body).length);
		this.entries.set(key, {
			answer: kept,
			bytes,
			expiresAtMs: Date.now() + lifeMs,
			expiresAtMonotonicMs: monotonicNow() + lifeMs,
		});
		totalBytes += bytes;
		caches.delete(this);
		caches.add(this);
		makeRoom();
	}

	private removeExpired(): void {
		// In the order they were made, and so, for the most part, in the order they expire.
		for (const [key, entry] of this.entries) {
			if (leftMs(entry) > 0) return;
			this.remove(key);
		}
	}

	/** Makes room: what was made first goes first. */
	evict(): void {
		for (const key of this.entries.keys()) {
			if (totalBytes <= MAX_BYTES) return;
			this.remove(key);
		}
	}

	private remove(key: string): void {
		const entry = this.entries.get(key);
		if (!entry) return;
		this.entries.delete(key);
		totalBytes -= entry.bytes;
		if (this.entries.size === 0) caches.delete(this);
	}
}

function makeRoom(): void {
	for (const cache of caches) {
		if (totalBytes <= MAX_BYTES) return;
		cache.evict();
	}
}

function leftMs({ expiresAtMs, expiresAtMonotonicMs }: CacheEntry): number {
	return Math.min(expiresAtMs - Date.now(), expiresAtMonotonicMs - monotonicNow());
}

function lifetimeMs({ body }: HttpResponse): number | undefined {
	const jwt = isObject(body) ? body.jwt : undefined;
	return typeof jwt === 'string' ? tokenLifetimeMs(jwt) : undefined;
}

/** Whether Clerk is out for a moment, as an answer or an error says. */
function isFailing(outcome: unknown): boolean {
	if (outcome instanceof ClerkRequestError) return isTransient(outcome.failure);
	if (!isObject(outcome) || typeof outcome.status !== 'number') return false;
	return (
		outcome.status >= 400 && isTransient({ message: '', description: '', status: outcome.status })
	);
}

/** Items must not share an object: what one step changes would change for all. */
function copy(answer: HttpResponse): HttpResponse {
	return { ...answer, body: isObject(answer.body) ? { ...answer.body } : answer.body };
}
