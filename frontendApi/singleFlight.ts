import { abortable, CanceledError } from './clock';

interface Flight {
	promise: Promise<unknown>;
	/** Aborts when nobody waits any more. */
	controller: AbortController;
	waiters: number;
}

/**
 * Runs something once for all who ask for it while it is under way.
 *
 * It belongs to nobody: whoever started it can leave, and it goes on as long as somebody waits for
 * it. When the last one has left, its signal aborts, and who comes then starts it anew.
 */
export class SingleFlight {
	private readonly flights = new Map<string, Flight>();

	/** Whether nothing is under way. */
	get isIdle(): boolean {
		return this.flights.size === 0;
	}

	/**
	 * @param key what is to be done; who asks with an equal key shares the outcome
	 * @param start does it; its signal says that nobody waits for it any more
	 * @param signal ends the caller's own wait
	 * @throws {CanceledError} when the caller's signal aborts first; else what `start` throws
	 */
	async run<T>(
		key: string,
		start: (signal: AbortSignal) => Promise<T>,
		signal?: AbortSignal,
	): Promise<T> {
		if (signal?.aborted) throw new CanceledError();
		const flight = this.flights.get(key) ?? this.start(key, start);
		flight.waiters++;
		try {
			return await abortable(flight.promise as Promise<T>, signal);
		} finally {
			flight.waiters--;
			if (flight.waiters === 0) {
				this.remove(key, flight);
				flight.controller.abort();
			}
		}
	}

	private start<T>(key: string, start: (signal: AbortSignal) => Promise<T>): Flight {
		const controller = new AbortController();
		const flight: Flight = { promise: start(controller.signal), controller, waiters: 0 };
		this.flights.set(key, flight);
		const remove = () => this.remove(key, flight);
		flight.promise.then(remove, remove);
		return flight;
	}

	private remove(key: string, flight: Flight): void {
		if (this.flights.get(key) === flight) this.flights.delete(key);
	}
}

/**
 * Runs things one after the other, in the order they were asked for. Who waits for the turn can
 * leave the line.
 */
export class Mutex {
	private last: Promise<unknown> = Promise.resolve();
	private pending = 0;

	/** Whether nothing runs or waits. */
	get isIdle(): boolean {
		return this.pending === 0;
	}

	/** @throws {CanceledError} when the signal aborts before the turn has come; else what `run` throws */
	async runExclusive<T>(run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		const before = this.last;
		let release = () => {};
		const released = new Promise<void>((resolve) => (release = resolve));
		this.last = before.then(async () => await released);
		this.pending++;
		try {
			await abortable(before, signal);
			return await run();
		} finally {
			this.pending--;
			release();
		}
	}

	/** Waits until what runs or stands in line now is done. @throws {CanceledError} when the signal aborts first */
	async waitForUnlock(signal?: AbortSignal): Promise<void> {
		await abortable(this.last, signal);
	}
}
