import { abortable } from './clock';

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
		const unlock = await this.lock(signal);
		try {
			return await run();
		} finally {
			unlock();
		}
	}

	/**
	 * @returns lets the next one go; to be called once
	 * @throws {CanceledError} when the signal aborts before the turn has come
	 */
	async lock(signal?: AbortSignal): Promise<() => void> {
		const before = this.last;
		let release = () => {};
		const released = new Promise<void>((resolve) => (release = resolve));
		this.last = before.then(async () => await released);
		this.pending++;
		const unlock = () => {
			this.pending--;
			release();
		};
		await abortable(before, signal).catch((error: unknown) => {
			unlock();
			throw error;
		});
		return unlock;
	}

	/** Waits until what runs or stands in line now is done. @throws {CanceledError} when the signal aborts first */
	async waitForUnlock(signal?: AbortSignal): Promise<void> {
		await abortable(this.last, signal);
	}
}
