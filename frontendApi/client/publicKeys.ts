import { createPublicKey, type KeyObject } from 'node:crypto';
import { monotonicNow } from '../concurrency/clock';
import { SingleFlight } from '../concurrency/singleFlight';
import type { ApiHost } from '../protocol/apiHost';
import { ClerkRequestError, type HttpResponse, type Failure, toFailure } from '../protocol/failure';
import { isObject } from '../protocol/objects';
import { USER_AGENT } from '../protocol/userAgent';
import { apiHostOf, apiUrlOf, type CredentialFields } from './credential';
import type { SendCredentialRequest } from './clientRequests';

/** As long as `@clerk/backend` keeps them (`MAX_CACHE_LAST_UPDATED_AT_SECONDS`), in ms. */
const MAX_AGE_MS = 5 * 60_000;
/** How often a token that names an unknown key may cause a request, in ms: anybody can send such. */
const MIN_INTERVAL_MS = 60_000;

/** Where an instance publishes them, for anybody (`getJWKS` in Clerk's OpenAPI file). */
export const JWKS_PATH = '/.well-known/jwks.json';

/** Public keys by their names. */
export type PublicKeySet = ReadonlyMap<string, KeyObject>;

/** The public keys of an instance, as this process knows them. In memory only. */
export class PublicKeys {
	private keys: PublicKeySet = new Map();
	private fetchedAt = -Infinity;
	private askedAt = -Infinity;
	private readonly flights = new SingleFlight();

	/** Whether nothing is under way. */
	get isIdle(): boolean {
		return this.flights.isIdle;
	}

	/**
	 * The key of that name. The keys are fetched where there are none, where they are older than five
	 * minutes, and for an unknown name once a minute.
	 *
	 * @param fetch asks the instance for its keys; its signal aborts when nobody waits for them any more
	 * @param signal ends the caller's own wait
	 * @returns undefined where the instance has none of that name
	 * @throws what `fetch` throws: then it is not known whether there is one
	 */
	async find(
		kid: string | undefined,
		fetch: (signal: AbortSignal) => Promise<PublicKeySet>,
		signal?: AbortSignal,
	): Promise<KeyObject | undefined> {
		const now = monotonicNow();
		const isFresh = now - this.fetchedAt < MAX_AGE_MS;
		const known = kid === undefined ? undefined : this.keys.get(kid);
		if (isFresh && (known || now - this.askedAt < MIN_INTERVAL_MS)) return known;
		await this.flights.run(
			'keys',
			async (flightSignal) => await this.refresh(fetch, flightSignal),
			signal,
		);
		return kid === undefined ? undefined : this.keys.get(kid);
	}

	private async refresh(
		fetch: (signal: AbortSignal) => Promise<PublicKeySet>,
		signal: AbortSignal,
	): Promise<void> {
		this.askedAt = monotonicNow();
		this.keys = await fetch(signal);
		this.fetchedAt = monotonicNow();
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
