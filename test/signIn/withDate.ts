/** Everything that keeps going while only the date is set. */
const KEPT = [
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
	'setTimeout',
	'clearTimeout',
] as const satisfies readonly FakeableAPI[];

/**
 * Sets the date of this process, as far as modules loaded in the test see it, and leaves timers
 * alone. The date stands still: move it with `jest.setSystemTime`.
 *
 * @param now milliseconds since 1970
 */
export async function withDate<T>(now: number, run: () => Promise<T>): Promise<T> {
	jest.useFakeTimers({ doNotFake: [...KEPT], now });
	try {
		return await run();
	} finally {
		jest.useRealTimers();
	}
}
