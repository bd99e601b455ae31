/**
 * Milliseconds that only ever go forward, from a starting point that means nothing: for waits,
 * deadlines and ages, which a wall clock that is set back or forward must not touch.
 */
export function monotonicNow(): number {
	return performance.now();
}

/** What came to an end because nobody waits for it any more. */
export class CanceledError extends Error {
	override readonly name = 'CanceledError';

	constructor() {
		super('This was canceled');
	}
}

/** Who is to be told when a signal aborts; the signal itself has one listener for all of them. */
const listenersOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when a signal aborts; at once if it has.
 *
 * Node.js warns of a leak from the eleventh listener on one signal on, and older versions of n8n do
 * not raise that limit for an execution's signal: a thousand items share one listener here.
 *
 * @returns takes the callback back
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
	if (signal === undefined) return () => undefined;
	if (signal.aborted) {
		callback();
		return () => undefined;
	}
	let listeners = listenersOf.get(signal);
	if (listeners === undefined) {
		const all = new Set<() => void>();
		signal.addEventListener('abort', () => all.forEach((listener) => listener()), { once: true });
		listenersOf.set(signal, all);
		listeners = all;
	}
	const own = () => callback();
	listeners.add(own);
	return () => listeners.delete(own);
}

/**
 * Waits for a promise, but no longer than a signal allows. What the promise stands for goes on.
 *
 * @throws {CanceledError} when the signal aborts first, or has aborted
 */
export async function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (signal === undefined) return await promise;
	let stopListening = () => {};
	const canceled = new Promise<never>((_resolve, reject) => {
		stopListening = onAbort(signal, () => reject(new CanceledError()));
	});
	try {
		return await Promise.race([promise, canceled]);
	} finally {
		stopListening();
	}
}

/**
 * Waits by the monotonic clock.
 *
 * @param milliseconds 0 or less: not at all
 * @throws {CanceledError} when the signal aborts first, or has aborted
 */
export async function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) throw new CanceledError();
	if (milliseconds <= 0) return;
	let stopTimer = () => {};
	const elapsed = new Promise<void>((resolve) => {
		stopTimer = afterDelay(milliseconds, resolve);
	});
	await abortable(elapsed, signal).finally(stopTimer);
}

/** A signal for one piece of work, and why it aborted. */
export interface Deadline {
	signal: AbortSignal;
	/** Whether the time was up, rather than the work canceled. */
	isOver(): boolean;
	/** To be called when the work is done, whatever came of it. */
	clear(): void;
}

/**
 * A signal that aborts after a time, by the monotonic clock, or with another signal.
 *
 * @param milliseconds for the work as a whole, however it trickles in
 */
export function startDeadline(milliseconds: number, canceled?: AbortSignal): Deadline {
	const controller = new AbortController();
	let isOver = false;
	const stopTimer = afterDelay(milliseconds, () => {
		isOver = true;
		controller.abort();
	});
	const stopListening = onAbort(canceled, () => controller.abort());
	return {
		signal: controller.signal,
		isOver: () => isOver,
		clear() {
			stopTimer();
			stopListening();
		},
	};
}

/** Longest delay of a timer of Node.js, in ms: a longer one would go off at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls back after a while. By `AbortSignal.timeout`, as n8n's community nodes may not use
 * `setTimeout`: its timer is monotonic and keeps no process alive.
 *
 * @returns takes the callback back
 */
function afterDelay(milliseconds: number, callback: () => void): () => void {
	const timer = AbortSignal.timeout(Math.min(Math.max(0, Math.ceil(milliseconds)), MAX_TIMER_MS));
	timer.addEventListener('abort', callback, { once: true });
	return () => timer.removeEventListener('abort', callback);
}
