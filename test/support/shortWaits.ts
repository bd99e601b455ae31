/**
 * Makes the waits of the package shorter, for tests that are about something else: it waits by
 * `AbortSignal.timeout`. Timers of tests are left alone.
 *
 * @param divisor 1: they stay as they are
 */
export async function withShortWaits<T>(divisor: number, run: () => Promise<T>): Promise<T> {
	const timeout = AbortSignal.timeout.bind(AbortSignal);
	const spy = jest
		.spyOn(AbortSignal, 'timeout')
		.mockImplementation((milliseconds) => timeout(Math.ceil(milliseconds / divisor)));
	try {
		return await run();
	} finally {
		spy.mockRestore();
	}
}
