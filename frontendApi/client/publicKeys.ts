import { createPublicKey, type KeyObject } from 'node:crypto';
import { monotonicNow } from '../concurrency/clock';
import { SingleFlight } from '../concurrency/singleFlight';
import type { ApiHost } from '../protocol/apiHost';
import { ClerkRequestError, type HttpResponse, type Failure, toFailure } from '../protocol/failure';
import { isObject } from '../protocol/objects';
import { USER_AGENT } from '../protocol/userAgent';
import { apiHostOf, apiUrlOf, type CredentialFields } from './credential';
import type { SendCredentialRequest } from './clientRequests';
import { LruMap } from './lruMap';

/** As long as `@clerk/backend` keeps them (`MAX_CACHE_LAST_UPDATED_AT_SECONDS`), in ms. */
const MAX_AGE_MS = 5 * 60_000;
/** How often a token that names an unknown key may cause a request, in ms: anybody can send such. */
const MIN_INTERVAL_MS = 60_000;
/** How long a failure stands while no keys are known, in ms: each token would ask again, and retry. */
const FAILURE_PAUSE_MS = 5_000;
/** How many ways of asking are remembered with their failure: a proxy can come from an expression. */
const MAX_FAILURES = 100;

/** Where an instance publishes them, for anybody (`getJWKS` in Clerk's OpenAPI file). */
export const JWKS_PATH = '/.well-known/jwks.json';

/** Public keys by their names. */
export type PublicKeySet = ReadonlyMap<string, KeyObject>;

interface KeysFailure {
	error: ClerkRequestError;
	failedAt: number;
}

/** The public keys of an instance, as this process knows them. In memory only. */
export class PublicKeys {
	private keys: PublicKeySet = new Map();
	private fetchedAt = -Infinity;
	/** What came of asking since the keys were last had, by the way they were asked for. */
	private readonly failures = new LruMap<string, KeysFailure>(MAX_FAILURES);
	private readonly flights = new SingleFlight();

	/** Whether nothing is under way. */
	get isIdle(): boolean {
		return this.flights.isIdle;
	}

	/**
	 * The key of that name. The keys are fetched where there are none, where they are older than five
	 * minutes, and for an unknown name once a minute. A failure is handed on: for as long, or for five
	 * seconds where there are no keys.
	 *
	 * @param kid undefined where a token names none: then there is no key for it (`@clerk/backend`)
	 * @param way how they are asked for: who asks in another way waits for no one, and fails by no one
	 * @param fetch asks the instance for its keys; its signal aborts when nobody waits for them any more
	 * @param signal ends the caller's own wait
	 * @returns undefined where the instance has none of that name
	 * @throws what `fetch` throws: then it is not known whether there is one
	 */
	async find(
		kid: string | undefined,
		way: string,
		fetch: (signal: AbortSignal) => Promise<PublicKeySet>,
		signal?: AbortSignal,
	): Promise<KeyObject | undefined> {
		if (kid === undefined) return undefined;
		const now = monotonicNow();
		const isFresh = now - this.fetchedAt < MAX_AGE_MS;
		const known = isFresh ? this.keys.get(kid) : undefined;
		if (known) return known;
		const failure = this.failures.get(way);
		const pauseMs = isFresh ? MIN_INTERVAL_MS : FAILURE_PAUSE_MS;
		if (failure && now - failure.failedAt < pauseMs) throw failure.error;
		if (now - this.fetchedAt < MIN_INTERVAL_MS) return undefined;
		await this.flights.run(
			way,
			async (flightSignal) => await this.refresh(way, fetch, flightSignal),
			signal,
		);
		return this.keys.get(kid);
	}

	private async refresh(
		way: string,
		fetch: (signal: AbortSignal) => Promise<PublicKeySet>,
		signal: AbortSignal,
	): Promise<void> {
		this.keys = await fetch(signal).catch((error: unknown) => {
			// What was canceled, or refused before it was sent, says nothing of the keys.
			const isAnswer = error instanceof ClerkRequestError && !signal.aborted;
			if (isAnswer) this.failures.set(way, { error, failedAt: monotonicNow() });
			throw error;
		});
		this.fetchedAt = monotonicNow();
		this.failures.clear();
	}
}

/**
 * Reads the answer of `GET /.well-known/jwks.json` (Clerk's OpenAPI file, `WellKnown.JWKS`).
 *
 * @returns its RSA keys by their names; undefined for anything else, and where there is none
 */
export function readPublicKeys(body: unknown): PublicKeySet | undefined {
	const entries: unknown = isObject(body) ? body.keys : undefined;
	if (!Array.isArray(entries)) return undefined;
	const keys = new Map(entries.flatMap(readKey));
	return keys.size > 0 ? keys : undefined;
}

/** @throws {ClerkRequestError} when the instance that the fields name has no public keys */
export async function assertPublicKeys(
	fields: CredentialFields,
	send: SendCredentialRequest,
): Promise<void> {
	const host = apiHostOf(fields);
	const url = apiUrlOf(fields) + JWKS_PATH;
	const headers = { Accept: 'application/json', 'User-Agent': USER_AGENT };
	const answer = await send({ method: 'GET', host, url, headers });
	if (readPublicKeys(answer.body)) return;
	throw new ClerkRequestError(noPublicKeys(answer, host));
}

/** Why an answer is none with public keys. */
export function noPublicKeys(answer: HttpResponse, host: ApiHost): Failure {
	const { message, description, ...failure } = toFailure(answer, host) ?? {
		message: `${host.name} answered with something else`,
		description: '',
		status: answer.status,
	};
	return { ...failure, message: `The public keys cannot be had: ${message}`, description };
}

function readKey(entry: unknown): Array<[string, KeyObject]> {
	if (!isObject(entry)) return [];
	const { e, kid, kty, n } = entry;
	if (kty !== 'RSA' || typeof kid !== 'string') return [];
	if (typeof e !== 'string' || typeof n !== 'string') return [];
	try {
		return [[kid, createPublicKey({ key: { kty, e, n }, format: 'jwk' })]];
	} catch {
		// One that Node cannot read is none: the others are.
		return [];
	}
}
