/**
 * Sets the monotonic clock of this process forward, as far as modules loaded in the test see it.
 * Timers are left alone.
 *
 * @param milliseconds how far
 */
export async function withMonotonicClock<T>(
	milliseconds: number,
	run: () => Promise<T>,
): Promise<T> {
	const now = performance.now.bind(performance);
	const spy = jest.spyOn(performance, 'now').mockImplementation(() => now() + milliseconds);
	try {
		return await run();
	} finally {
		spy.mockRestore();
	}
}
