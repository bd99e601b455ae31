import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until something is so, looking every few milliseconds.
 *
 * @throws {Error} after `milliseconds`, saying what was waited for
 */
export async function until(
	what: string,
	isSo: () => boolean,
	milliseconds = 20_000,
): Promise<void> {
	const end = performance.now() + milliseconds;
	while (!isSo()) {
		if (performance.now() > end) throw new Error(`Waited in vain until ${what}`);
		await sleep(5);
	}
}
