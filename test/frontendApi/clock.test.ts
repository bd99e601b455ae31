import { CanceledError, delay } from '../../frontendApi/concurrency/clock';

// What waits of n8n's executions is in test/failures/stopping.

test.each([-1, 0, 1, 3_600_000])(
	'a signal that has aborted ends a wait of %d ms at once',
	async (milliseconds) => {
		await expect(delay(milliseconds, AbortSignal.abort())).rejects.toThrow(CanceledError);
	},
);

test('no time is no wait', async () => {
	await expect(delay(0)).resolves.toBeUndefined();
	await expect(delay(-1, new AbortController().signal)).resolves.toBeUndefined();
});
