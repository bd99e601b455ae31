import type { JsonObject } from './objects';

/** Above this, `X-RateLimit-Reset` is a point in time (seconds since 1970), not a number of seconds. */
const MIN_EPOCH_S = 1_000_000_000;

/**
 * Seconds to wait before the next request, as an answer says: `Retry-After` (seconds or a date),
 * else `X-RateLimit-Reset` (Clerk's rate-limit page; clerk-ios `ClerkRateLimitRetryMiddleware`).
 *
 * Points in time are compared with the answer's own `Date`, so that it does not matter whether the
 * clock of this machine is right.
 *
 * @param headers names in lower case
 * @returns more than 0; undefined where the answer says nothing, or names a time that has passed
 */
export function retryAfter(headers: JsonObject): number | undefined {
	const date = typeof headers.date === 'string' ? Date.parse(headers.date) : NaN;
	const nowMs = Number.isNaN(date) ? Date.now() : date;
	return [headers['retry-after'], headers['x-ratelimit-reset']]
		.map((header) => seconds(header, nowMs))
		.find((wait) => wait !== undefined && wait > 0);
}

function seconds(header: unknown, nowMs: number): number | undefined {
	if (typeof header !== 'string' || header.trim() === '') return undefined;
	const number = Number(header);
	if (Number.isFinite(number)) return number > MIN_EPOCH_S ? number - nowMs / 1000 : number;
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : (date - nowMs) / 1000;
}
