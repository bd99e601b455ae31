/** A place in line. */
interface Place {
	limit: number;
	start: () => void;
	/** Whether whoever stood there has left. */
	isEmpty: boolean;
}

/**
 * Lets so many requests go at a time, in the order they came, and holds all of them back when the
 * other side asks for a pause.
 */
export class Turns {
	private inFlight = 0;
	private readonly waiting: Place[] = [];
	private pausedUntil = 0;

	/**
	 * Runs something when its turn comes.
	 *
	 * @param limit how many may be under way at a time, this one included
	 * @param signal when it aborts, the place in line is left
	 * @throws the signal's reason if it aborts before the turn has come
	 */
	async take<T>(limit: number, run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		signal?.throwIfAborted();
		if (this.inFlight < limit && this.waiting.length === 0) this.inFlight++;
		else await this.standInLine(limit, signal);
		try {
			return await run();
		} finally {
			this.inFlight--;
			this.startNext();
		}
	}

	/** Holds everything back for so many milliseconds from now. */
	pause(milliseconds: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, Date.now() + milliseconds);
	}

	/** Milliseconds that are left of the pause. */
	get pauseLeft(): number {
		return Math.max(0, this.pausedUntil - Date.now());
	}

	private async standInLine(limit: number, signal?: AbortSignal): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const leave = () => {
				place.isEmpty = true;
				reject(signal?.reason);
				this.startNext();
			};
			const start = () => {
				signal?.removeEventListener('abort', leave);
				resolve();
			};
			const place: Place = { limit, start, isEmpty: false };
			signal?.addEventListener('abort', leave, { once: true });
			this.waiting.push(place);
		});
	}

	private startNext(): void {
		for (let next = this.waiting[0]; next; next = this.waiting[0]) {
			if (!next.isEmpty && this.inFlight >= next.limit) return;
			this.waiting.shift();
			if (next.isEmpty) continue;
			this.inFlight++;
			next.start();
		}
	}
}
