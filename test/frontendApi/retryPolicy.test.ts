import type { Failure } from '../../frontendApi/protocol/failure';
import {
	MAX_RETRY_AFTER_S,
	mayHaveBeenCarriedOut,
	type RetryMode,
	retryDelayMs,
} from '../../frontendApi/protocol/retryPolicy';

const SENTENCE = { message: '', description: '' };

/** Milliseconds to wait, without chance; undefined for giving up. */
function wait(
	failure: Partial<Failure>,
	{
		mode = 'idempotent',
		retries = 0,
		maxRetries = 5,
		random = 0,
	}: { mode?: RetryMode; retries?: number; maxRetries?: number; random?: number } = {},
): number | undefined {
	return retryDelayMs({ ...SENTENCE, ...failure }, mode, retries, maxRetries, random);
}

const BUSY = { status: 503 };

test('the wait grows from half a second to ten, and by chance by up to half of it', () => {
	const waits = (random: number) =>
		Array.from({ length: 8 }, (_, retries) => wait(BUSY, { retries, maxRetries: 20, random }));
	expect(waits(0)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
	expect(waits(1)).toEqual([750, 1_500, 3_000, 6_000, 12_000, 15_000, 15_000, 15_000]);
});

test.each([
	[0.01, 500, 750],
	[0.6, 600, 900],
	[1, 1_000, 1_500],
	[7, 7_000, 7_500],
	[MAX_RETRY_AFTER_S, 60_000, 60_500],
])('a wait of %d s that the answer names takes %d ms to %d ms', (retryAfter, least, most) => {
	for (const status of [429, 503]) {
		for (const retries of [0, 4]) {
			expect(wait({ status, retryAfter }, { random: 0, retries })).toBe(least);
			expect(wait({ status, retryAfter }, { random: 1, retries })).toBe(most);
		}
	}
});

test.each([MAX_RETRY_AFTER_S + 0.001, 3_600])('a wait of %d s is reported', (retryAfter) => {
	expect(wait({ status: 429, retryAfter })).toBeUndefined();
});

test.each([0, 1, 5, 20])('%d retries are not exceeded', (maxRetries) => {
	const waits = Array.from({ length: 25 }, (_, retries) =>
		wait({ status: 429 }, { retries, maxRetries }),
	);
	expect(waits.filter((ms) => ms !== undefined)).toHaveLength(maxRetries);
});

/** What failed, whether what is safe is sent again, whether what is delicate is, and whether it may be done. */
test.each<[Partial<Failure>, safe: boolean, delicate: boolean, mayBeDone: boolean]>([
	[{ status: 429 }, true, true, false],
	...[408, 425, 500, 502, 503, 504].map(
		(status) => [{ status }, true, false, true] satisfies [object, boolean, boolean, boolean],
	),
	...[200, 204, 302, 400, 401, 403, 404, 409, 410, 413, 422, 501, 505, 507, 520].map(
		(status) => [{ status }, false, false, true] satisfies [object, boolean, boolean, boolean],
	),
	[{ code: 'ENOTFOUND' }, true, true, false],
	[{ code: 'EAI_AGAIN' }, true, true, false],
	[{ code: 'ECONNREFUSED' }, true, true, false],
	// These can come up on a connection that carried the request already.
	[{ code: 'EHOSTUNREACH' }, true, false, true],
	[{ code: 'ENETUNREACH' }, true, false, true],
	[{ code: 'ETIMEDOUT' }, true, false, true],
	[{ code: 'ECONNABORTED' }, true, false, true],
	[{ code: 'ECONNRESET' }, true, false, true],
	[{ code: 'EPIPE' }, true, false, true],
	[{ code: 'ERR_BAD_RESPONSE' }, true, false, true],
	[{ code: 'HPE_INVALID_CONSTANT' }, true, false, true],
	[{ code: 'ENEW' }, true, false, true],
	[{}, true, false, true],
	// These stay as they are.
	[{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, false, false, true],
	[{ code: 'CERT_HAS_EXPIRED' }, false, false, true],
	[{ code: 'EPROTO' }, false, false, true],
	[{ code: 'ERR_CANCELED' }, false, false, true],
	// The status counts, not Clerk's code that comes with it.
	[{ status: 422, code: 'ENOTFOUND' }, false, false, true],
])('%j: again %p, prepare and attempt %p', (failure, safe, delicate, mayBeDone) => {
	expect(wait(failure) !== undefined).toBe(safe);
	expect(wait(failure, { mode: 'ifNotSent' }) !== undefined).toBe(delicate);
	expect(mayHaveBeenCarriedOut({ ...SENTENCE, ...failure })).toBe(mayBeDone);
});
