/**
 * Lets so many requests go at a time, in the order they came, and holds all of them back when the
 * other side asks for a pause.
 */
export class Turns {
	private inFlight = 0;
	private readonly waiting: Array<{ limit: number; start: () => void }> = [];
	private pausedUntil = 0;

	/**
	 * Runs something when its turn comes.
	 *
	 * @param limit how many may be under way at a time, this one included
	 */
	async take<T>(limit: number, run: () => Promise<T>): Promise<T> {
		if (this.inFlight < limit && this.waiting.length === 0) this.inFlight++;
		else await new Promise<void>((start) => this.waiting.push({ limit, start }));
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

	private startNext(): void {
		for (let next = this.waiting[0]; next && this.inFlight < next.limit; next = this.waiting[0]) {
			this.waiting.shift();
			this.inFlight++;
			next.start();
		}
	}
}
