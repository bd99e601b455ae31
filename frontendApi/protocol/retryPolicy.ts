import { isTransientNetworkCode, wasNotSent } from './networkFailure';
import type { Failure } from './failure';

/**
 * When a request may be sent again after it failed:
 * - `idempotent`: whenever that can help, as sending it twice does no more than sending it once;
 * - `ifNotSent`: only when the first one certainly never had an effect, because it sends a message
 *   to the person, or uses up a code or one of few tries.
 */
export type RetryMode = 'idempotent' | 'ifNotSent';

/** The longest wait that is sat out, in seconds. A longer one is reported. */
export const MAX_RETRY_AFTER_S = 60;

/** The first wait where the answer names none, and where the growing ends. */
const BASE_DELAY_MS = 500;
const MAX_BACKOFF_MS = 10_000;
/** How much longer a wait may be by chance, so that many do not come back at the same moment. */
const JITTER = 0.5;

/** Statuses that pass by themselves (clerk-ios repeats the same). 429 is another matter. */
const TRANSIENT_STATUSES = new Set([408, 425, 500, 502, 503, 504]);

/**
 * Whether to send a request again, and after how long.
 *
 * 429 means that the request was refused before it had any effect, so everything may be repeated
 * then. After a network failure that is certain only for some codes; other requests may have been
 * carried out without the answer arriving.
 *
 * @param retries how often it was repeated already
 * @param random from 0 to 1
 * @returns milliseconds to wait, or undefined to give up
 */
export function retryDelayMs(
	failure: Failure,
	mode: RetryMode,
	retries: number,
	maxRetries: number,
	random: number,
): number | undefined {
	if (retries >= maxRetries || !isRetryable(failure, mode)) return undefined;
	const { retryAfter } = failure;
	if (retryAfter !== undefined && retryAfter > MAX_RETRY_AFTER_S) return undefined;
	const delayMs =
		retryAfter === undefined
			? Math.min(BASE_DELAY_MS * 2 ** retries, MAX_BACKOFF_MS)
			: Math.max(retryAfter * 1000, BASE_DELAY_MS);
	// Where Clerk names the time, only little is added to it.
	const spreadMs = retryAfter === undefined ? delayMs : Math.min(delayMs, 1000);
	return delayMs + random * JITTER * spreadMs;
}

function isRetryable(failure: Failure, mode: RetryMode): boolean {
	if (failure.status === 429) return true;
	if (mode === 'ifNotSent') return failure.status === undefined && wasNotSent(failure.code);
	return isTransient(failure);
}

/** Whether a failure passes by itself: Clerk or the network is busy or out for a moment. */
export function isTransient({ status, code }: Failure): boolean {
	if (status === undefined) return isTransientNetworkCode(code);
	return status === 429 || TRANSIENT_STATUSES.has(status);
}

/** Whether a request may have been carried out although it failed: an answer was lost on the way. */
export function mayHaveBeenCarriedOut({ status, code }: Failure): boolean {
	return status === undefined ? !wasNotSent(code) : status !== 429;
}
