import type { JsonObject } from './objects';

/** Above this, `X-RateLimit-Reset` is a point in time (seconds since 1970), not a number of seconds. */
const POINT_IN_TIME = 1_000_000_000;

/**
 * Seconds to wait before the next request, as an answer says: `Retry-After` (seconds or a date),
 * else `X-RateLimit-Reset` (Clerk's rate-limit page; clerk-ios `ClerkRateLimitRetryMiddleware`).
 *
 * @param headers names in lower case
 * @returns undefined where the answer says nothing
 */
export function retryAfter(headers: JsonObject): number | undefined {
	return seconds(headers['retry-after']) ?? seconds(headers['x-ratelimit-reset']);
}

function seconds(header: unknown): number | undefined {
	if (typeof header !== 'string' || header.trim() === '') return undefined;
	const number = Number(header);
	if (Number.isFinite(number)) {
		return Math.max(0, number > POINT_IN_TIME ? number - Date.now() / 1000 : number);
	}
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : Math.max(0, (date - Date.now()) / 1000);
}
