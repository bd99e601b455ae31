import { CanceledError, delay, monotonicNow, onAbort } from './clock';

/**
 * Bounds how many requests are in flight, first come, first served, with a pause for all of them
 * where the other side asks for one (`Retry-After`).
 *
 * A request begins when fewer than its limit are in flight of those with the same or a lower one. So
 * one that may only go alone waits for its kind, and neither holds up a crowd nor is held up by one.
 * Where limits differ, as many may be in flight as they add up to.
 */
export class ConcurrencyLimiter {
	/** How many are in flight, by their limit. */
	private readonly inFlight = new Map<number, number>();
	/** Who waits, by their limit, in the order they came: each is called to start. */
	private readonly waiting = new Map<number, Set<() => void>>();
	private pausedUntil = 0;

	/** Whether nothing is in flight or waits. */
	get isIdle(): boolean {
		return this.inFlight.size === 0 && this.waiting.size === 0;
	}

	/**
	 * Runs something as soon as it may.
	 *
	 * @param limit how many may be in flight at a time, this one included
	 * @param signal when it aborts, the place in line is given up
	 * @throws {CanceledError} when the signal aborts before the start; else what `run` throws
	 */
	async run<T>(limit: number, run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		if (signal?.aborted) throw new CanceledError();
		if (this.mayStart(limit) && !this.waiting.has(limit)) this.count(limit, 1);
		else await this.enqueue(limit, signal);
		try {
			return await run();
		} finally {
			this.count(limit, -1);
			this.startWaiting();
		}
	}

	/** Holds everything back for so many milliseconds from now. */
	pause(milliseconds: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, monotonicNow() + milliseconds);
	}

	/** Waits until no pause is left. @throws {CanceledError} when the signal aborts first */
	async waitForPause(signal?: AbortSignal): Promise<void> {
		while (this.pausedUntil > monotonicNow()) {
			await delay(this.pausedUntil - monotonicNow(), signal);
		}
	}

	private mayStart(limit: number): boolean {
		let counted = 0;
		for (const [other, count] of this.inFlight) if (other <= limit) counted += count;
		return counted < limit;
	}

	private count(limit: number, change: 1 | -1): void {
		const count = (this.inFlight.get(limit) ?? 0) + change;
		if (count === 0) this.inFlight.delete(limit);
		else this.inFlight.set(limit, count);
	}

	private async enqueue(limit: number, signal?: AbortSignal): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const start = () => {
				stopListening();
				resolve();
			};
			const line = this.waiting.get(limit) ?? new Set();
			this.waiting.set(limit, line.add(start));
			const stopListening = onAbort(signal, () => {
				this.leave(limit, start);
				reject(new CanceledError());
			});
		});
	}

	private leave(limit: number, start: () => void): void {
		const line = this.waiting.get(limit);
		if (line?.delete(start) && line.size === 0) this.waiting.delete(limit);
	}

	private startWaiting(): void {
		for (const [limit, line] of this.waiting) {
			for (const start of line) {
				if (!this.mayStart(limit)) break;
				this.leave(limit, start);
				this.count(limit, 1);
				start();
			}
		}
	}
}
