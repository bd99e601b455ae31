import { sleep } from 'n8n-workflow';
import { FailedRequest } from '../../../frontendApi/failure';
import { failureOfConnection } from '../../../frontendApi/connectionFailure';

/** Milliseconds. n8n's `sleep` cannot be interrupted: a long wait is slept in slices. */
const SLICE = 100;

/**
 * Waits, but no longer than the execution runs.
 *
 * @param duration milliseconds still to wait, asked again after every slice
 * @throws {FailedRequest} as soon as the execution is canceled
 */
export async function cancelableSleep(
	duration: () => number,
	signal: AbortSignal | undefined,
	host: string,
): Promise<void> {
	throwIfCanceled(signal, host);
	for (let left = duration(); left > 0; left = duration()) {
		await sleep(Math.min(left, SLICE));
		throwIfCanceled(signal, host);
	}
}

/** @throws {FailedRequest} if the execution was canceled */
export function throwIfCanceled(signal: AbortSignal | undefined, host: string): void {
	if (signal?.aborted) throw new FailedRequest(failureOfConnection('ERR_CANCELED', host));
}
