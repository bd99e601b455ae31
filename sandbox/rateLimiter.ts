import { seconds } from './clock';
import { ClerkError } from './errors/clerkError';
import type { RateLimit } from './settings';

/** Counts by key within a window that slides along. */
export class RateLimiter {
	private readonly seen = new Map<string, number[]>();

	constructor(private readonly now: () => number) {}

	/**
	 * Counts one more.
	 *
	 * @throws ClerkError 429 with the seconds until there is room again; what is refused is not counted
	 */
	count(key: string, limit: RateLimit | undefined): void {
		if (!limit) return;
		const now = this.now();
		const windowMs = seconds(limit.perSeconds);
		const recent = (this.seen.get(key) ?? []).filter((at) => at > now - windowMs);
		this.seen.set(key, recent);
		if (recent.length >= limit.requests) {
			const roomAt = (recent[recent.length - limit.requests] ?? now) + windowMs;
			throw new ClerkError('TooManyRequests', {
				retryAfter: Math.max(1, Math.ceil((roomAt - now) / 1000)),
			});
		}
		recent.push(now);
	}

	clear(): void {
		this.seen.clear();
	}
}
