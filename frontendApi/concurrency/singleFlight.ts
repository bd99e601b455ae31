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
