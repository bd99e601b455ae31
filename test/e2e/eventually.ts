import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again until something is so.
 *
 * @param patience in ms
 * @returns whether it came to be so in time
 */
export async function eventually(
	isSo: () => boolean | Promise<boolean>,
	patience = 20_000,
): Promise<boolean> {
	const until = Date.now() + patience;
	while (!(await isSo())) {
		if (Date.now() > until) return false;
		await sleep(250);
	}
	return true;
}
