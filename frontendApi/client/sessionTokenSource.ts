import { CanceledError, monotonicNow, startDeadline } from '../concurrency/clock';
import { Turn } from '../concurrency/turn';
import { ClerkRequestError, type HttpResponse } from '../protocol/failure';
import { networkFailure } from '../protocol/networkFailure';
import { isObject } from '../protocol/objects';
import { decodeToken, tokenLifetimeMs } from '../protocol/sessionToken';
import { apiHostOf } from './credential';
import type { CredentialState } from './credentialState';
import {
	type CreatedToken,
	createSessionToken,
	isSessionAlive,
	type SessionOnClient,
	type TokenMaker,
} from './createSessionToken';
import { LruMap } from './lruMap';
import type { SessionTokenCredential, StoredSessionToken } from './sessionTokenCredential';

/** Seconds that a token must have left to go along with a request: clerk-js renews its own then. */
const MIN_LEFT_S = 15;
/**
 * How many seconds earlier a process renews, at most, by chance: so one worker of n8n has a new token
 * stored before the others need one.
 */
const MAX_HEAD_START_S = 10;
/** What is kept back of a token's last seconds, to use it where no new one comes in time, in ms. */
const RESERVE_MS = 2_000;
/** Less time than this is not enough to have one made, in ms. */
const MIN_DEADLINE_MS = 3_000;
/** For how long Clerk is not asked again for a token while the one before lives, in ms. */
const OUTAGE_PAUSE_MS = 5_000;
/** For how long it counts that a session was found alive, in ms: failures of an API come by the hundred. */
const ALIVE_MS = 10_000;
/** How many of the last tokens are remembered with what is known of them. */
const MAX_KNOWN = 10;
/** For how many choices of one credential, which can be expressions, tokens are made at the same time. */
const MAX_SOURCES = 1000;

/** What is known of a token, whether it is still in use or not. */
interface KnownToken extends Partial<SessionOnClient> {
	hasEnded: boolean;
	/** Until when it counts that its session was found alive, by the monotonic clock. */
	aliveUntil: number;
}

/** What became of a session; unknown where Clerk cannot be asked. */
export type SessionFate = 'lives' | 'ended' | 'unknown';

/** A session token, and until when it lives. */
export interface SourcedToken {
	jwt: string;
	/** Milliseconds since 1970, by the clock of this machine. */
	expiresAtMs: number;
	/** Of the client that its session is on, as far as it is known. */
	clientToken?: string;
}

const sourcesOf = new WeakMap<CredentialState, LruMap<string, SessionTokenSource>>();

/** The source of the tokens of a credential: the same for equal fields. */
export function sessionTokenSource(
	state: CredentialState,
	{ choice }: Pick<SessionTokenCredential, 'choice'>,
): SessionTokenSource {
	const { organizationId, templateName } = choice;
	const key = `own API ${JSON.stringify([templateName, organizationId === undefined ? 'unchanged' : organizationId])}`;
	const sources = sourcesOf.get(state) ?? new LruMap<string, SessionTokenSource>(MAX_SOURCES);
	sourcesOf.set(state, sources);
	const source = sources.get(key) ?? new SessionTokenSource(state, key);
	sources.set(key, source);
	return source;
}

/**
 * The session tokens that requests to the user's own API go out with: one for all of them, until
 * shortly before it expires. In memory, in the cache of the credential, which also forgets them when
 * a step changes or ends a session.
 */
export class SessionTokenSource {
	private turn?: Turn<SourcedToken>;
	/** The last tokens, made here or found stored: what was forgotten since is not taken over again. */
	private readonly known = new LruMap<string, KnownToken>(MAX_KNOWN);
	private last?: SessionOnClient;
	private readonly usualMinLeftS = MIN_LEFT_S + Math.random() * MAX_HEAD_START_S;
	private minLeftS = this.usualMinLeftS;
	private pausedUntil = -Infinity;

	/** @param key of its tokens in the cache */
	constructor(
		private readonly state: CredentialState,
		private readonly key: string,
	) {}

	/** The token to use, if there is one that lives long enough; while Clerk is out, any that lives. */
	get current(): SourcedToken | undefined {
		const isPaused = monotonicNow() < this.pausedUntil;
		return this.kept(isPaused ? 0 : this.minLeftS);
	}

	/** Takes over what another worker of n8n has made and had stored. */
	observeStored(stored: StoredSessionToken | undefined): void {
		if (stored === undefined || this.current !== undefined || this.known.has(stored.jwt)) return;
		this.noteFound(stored.jwt);
		const lifetimeMs = tokenLifetimeMs(stored.jwt) ?? 0;
		const leftMs = stored.expiresAtMs - Date.now();
		// One that seems to have more left than it ever had was made by a clock that differs.
		if (leftMs <= 0 || leftMs > lifetimeMs) return;
		this.state.sessionTokens.put(this.key, stored.jwt, leftMs);
		this.noteLifetime(lifetimeMs);
	}

	/**
	 * The token to use, also one that is being made for somebody else; else the turn to have one made.
	 *
	 * @throws {CanceledError} when the signal aborts first; else what making it for somebody else threw
	 */
	async claim(
		signal?: AbortSignal,
	): Promise<{ token: SourcedToken; turn?: undefined } | { turn: Turn<SourcedToken> }> {
		for (;;) {
			const token = this.current ?? (await this.turn?.wait(signal));
			if (token) return { token };
			if (this.turn === undefined) return { turn: this.takeTurn() };
		}
	}

	private takeTurn(): Turn<SourcedToken> {
		const turn = new Turn<SourcedToken>(() => {
			if (this.turn === turn) this.turn = undefined;
		});
		this.turn = turn;
		return turn;
	}

	/**
	 * Makes a token. While one lives that is about to expire, that one serves where no other is to be had.
	 *
	 * @throws what `createSessionToken` throws
	 */
	async make(maker: TokenMaker): Promise<SourcedToken> {
		const { sessionTokens } = this.state;
		const before = this.kept(0);
		const answer = await sessionTokens.getOrCreate(
			this.key,
			this.key,
			this.minLeftS,
			async (signal) => await this.create(maker, signal),
		);
		const jwt = jwtIn(answer) ?? '';
		if (jwt === before?.jwt && this.current === undefined) {
			this.pausedUntil = monotonicNow() + OUTAGE_PAUSE_MS;
		}
		// Forgotten already, if a step has changed the session meanwhile.
		const { clientToken } = this.known.get(jwt) ?? {};
		const expiresAtMs = Date.now() + (tokenLifetimeMs(jwt) ?? 0);
		return this.kept(0) ?? { jwt, expiresAtMs, clientToken };
	}

	/**
	 * Makes a token whether there is one or not, as a test of the credential.
	 *
	 * @throws what `createSessionToken` throws
	 */
	async makeAnew(maker: TokenMaker): Promise<SourcedToken> {
		const { signal } = new AbortController();
		const created = await createSessionToken(maker, undefined, signal);
		const { jwt, clientToken } = created;
		const lifetimeMs = this.noteMade(created);
		this.state.sessionTokens.put(this.key, jwt, lifetimeMs);
		return { jwt, expiresAtMs: Date.now() + lifetimeMs, clientToken };
	}

	/**
	 * What became of the session of a token, which is forgotten if that has ended. Asked after a request
	 * to the user's API failed.
	 */
	async fateOf(jwt: string, maker: TokenMaker): Promise<SessionFate> {
		const known = this.known.get(jwt) ?? this.noteFound(jwt);
		if (known.hasEnded) return 'ended';
		if (monotonicNow() < known.aliveUntil) return 'lives';
		const { clientToken, sessionId } = known;
		const isAlive = await this.state.flights.run(
			`is ${sessionId} alive ${clientToken}`,
			async (signal) => await isSessionAlive(maker, known, signal),
		);
		if (isAlive === undefined) return 'unknown';
		known.hasEnded = !isAlive;
		known.aliveUntil = monotonicNow() + ALIVE_MS;
		if (!isAlive && this.kept(0)?.jwt === jwt) this.state.sessionTokens.delete(this.key);
		return isAlive ? 'lives' : 'ended';
	}

	/** @param minLeftS seconds that it must have left */
	private kept(minLeftS: number): SourcedToken | undefined {
		const { sessionTokens } = this.state;
		const jwt = jwtIn(sessionTokens.get(this.key, minLeftS));
		const leftMs = sessionTokens.leftMs(this.key);
		return jwt === undefined || leftMs === undefined
			? undefined
			: {
					jwt,
					expiresAtMs: Date.now() + leftMs,
					clientToken: this.known.get(jwt)?.clientToken,
				};
	}

	/** @param signal aborts when nobody waits for it any more */
	private async create(maker: TokenMaker, signal: AbortSignal): Promise<HttpResponse> {
		const spareMs = (this.state.sessionTokens.leftMs(this.key) ?? 0) - RESERVE_MS;
		// Before the one that lives is of no use either.
		const deadline = spareMs > MIN_DEADLINE_MS ? startDeadline(spareMs, signal) : undefined;
		const creating = createSessionToken(maker, this.last, deadline?.signal ?? signal);
		const created = await creating
			.catch((error: unknown) => {
				const isOver = error instanceof CanceledError && deadline?.isOver() === true;
				throw isOver ? new ClerkRequestError(timedOut(maker)) : error;
			})
			.finally(() => deadline?.clear());
		this.noteMade(created);
		return { status: 200, headers: {}, body: { jwt: created.jwt } };
	}

	/** @returns how long the token lives, in ms */
	private noteMade({ jwt, ...session }: CreatedToken): number {
		const lifetimeMs = tokenLifetimeMs(jwt) ?? 0;
		this.last = session;
		this.note(jwt, session);
		this.noteLifetime(lifetimeMs);
		return lifetimeMs;
	}

	/** A token that lives for so short a time is used for half of it. */
	private noteLifetime(lifetimeMs: number): void {
		this.minLeftS = Math.min(this.usualMinLeftS, lifetimeMs / 2000);
	}

	/** One that another worker made has the client that was stored along with it. */
	private noteFound(jwt: string): KnownToken {
		return this.note(jwt, {
			sessionId: sessionIdIn(jwt),
			clientToken: this.state.tokens.current,
		});
	}

	private note(jwt: string, session: Partial<SessionOnClient>): KnownToken {
		const known = { ...session, hasEnded: false, aliveUntil: -Infinity };
		this.known.set(jwt, known);
		return known;
	}
}

/** A token of a template need not say it. */
function sessionIdIn(jwt: string): string | undefined {
	const sid = decodeToken(jwt)?.claims.sid;
	return typeof sid === 'string' ? sid : undefined;
}

function jwtIn(answer: HttpResponse | undefined): string | undefined {
	const jwt = isObject(answer?.body) ? answer.body.jwt : undefined;
	return typeof jwt === 'string' ? jwt : undefined;
}

function timedOut({ fields }: TokenMaker) {
	return networkFailure('ETIMEDOUT', apiHostOf(fields));
}
