import { abortable, startDeadline } from './clock';

/** How long n8n may take from being asked to call `preAuthentication` to calling it, in ms. */
const MAX_START_MS = 10_000;

/**
 * The turn to make something, for one of many who want it. n8n makes it a strange single flight:
 * `authenticate` finds out that something is missing, but only `preAuthentication` can ask for it,
 * and what n8n calls next for one request it calls for every other as well.
 */
export class Turn<T> {
	private resolve!: (value: T | undefined) => void;
	private reject!: (error: unknown) => void;
	private readonly promise: Promise<T | undefined>;
	private readonly start = startDeadline(MAX_START_MS);
	private hasEnded = false;

	/** @param onEnd called once, as soon as it is over */
	constructor(private readonly onEnd: () => void) {
		this.promise = new Promise<T | undefined>((resolve, reject) => {
			this.resolve = resolve;
			this.reject = reject;
		});
		// Perhaps nobody waits.
		this.promise.catch(() => undefined);
		this.start.signal.addEventListener('abort', () => this.end(() => this.resolve(undefined)), {
			once: true,
		});
	}

	/**
	 * Waits for what whoever has the turn makes.
	 *
	 * @returns undefined where it never began: somebody else has to take the turn
	 * @throws {CanceledError} when the signal aborts first; else what making it threw
	 */
	async wait(signal?: AbortSignal): Promise<T | undefined> {
		return await abortable(this.promise, signal);
	}

	/**
	 * Makes it, for all who wait.
	 *
	 * @throws what `make` throws
	 */
	async run(make: () => Promise<T>): Promise<T> {
		this.start.clear();
		const making = make();
		making.then(
			(made) => this.end(() => this.resolve(made)),
			(error: unknown) => this.end(() => this.reject(error)),
		);
		return await making;
	}

	private end(settle: () => void): void {
		if (this.hasEnded) return;
		this.hasEnded = true;
		this.onEnd();
		settle();
	}
}
