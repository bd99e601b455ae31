import { canPass, neverReached } from './connectionFailure';
import type { Failure } from './failure';

/**
 * When a request may be sent again after it failed:
 * - `safe`: whenever that can help, as sending it twice does no more than sending it once;
 * - `unreached`: only when the first one certainly never had an effect, because it sends a message
 *   to the person, or uses up a code or one of few tries.
 */
export type Repeat = 'safe' | 'unreached';

/** The longest wait that a step sits out, in seconds. A longer one is reported. */
export const LONGEST_WAIT = 60;

/** Milliseconds: the first wait where the answer names none, and where the growing ends. */
const FIRST_WAIT = 500;
const LONGEST_BACKOFF = 10_000;

/** Statuses that pass by themselves (clerk-ios repeats the same). 429 is another matter. */
const PASSING = new Set([408, 425, 500, 502, 503, 504]);

/**
 * Whether to send a request again, and after how long.
 *
 * 429 means that the request was refused before it had any effect, so everything may be repeated
 * then. After a network failure that is certain only for some codes; other requests may have been
 * carried out without the answer arriving.
 *
 * @param retries how often it was repeated already
 * @param random from 0 to 1, so that many steps do not come back at the same moment
 * @returns milliseconds to wait, or undefined to give up
 */
export function waitBeforeRepeat(
	failure: Failure,
	repeat: Repeat,
	retries: number,
	maxRetries: number,
	random: number,
): number | undefined {
	if (retries >= maxRetries || !mayRepeat(failure, repeat)) return undefined;
	if (failure.retryAfter === undefined) {
		return Math.min(FIRST_WAIT * 2 ** retries, LONGEST_BACKOFF) * (0.5 + random / 2);
	}
	return failure.retryAfter > LONGEST_WAIT ? undefined : failure.retryAfter * 1000;
}

function mayRepeat({ status, code }: Failure, repeat: Repeat): boolean {
	if (status === 429) return true;
	if (status !== undefined) return repeat === 'safe' && PASSING.has(status);
	return repeat === 'safe' ? canPass(code) : neverReached(code);
}

/** Whether a request may have been carried out although it failed: an answer was lost on the way. */
export function mayHaveTakenEffect({ status, code }: Failure): boolean {
	return status === undefined ? !neverReached(code) : status !== 429;
}
