import fc from 'fast-check';
import { CanceledError } from '../../frontendApi/concurrency/clock';
import { ConcurrencyLimiter } from '../../frontendApi/concurrency/concurrencyLimiter';
import { withMonotonicClock } from '../support/monotonicClock';
import { propertyRuns } from '../support/propertyRuns';

/** Something under way, and the end of it. */
function openEnd() {
	let end = () => {};
	const promise = new Promise<void>((resolve) => (end = resolve));
	return { promise, end };
}

/** Until everything that can go on has gone on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('so many go at a time, in the order they came', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 7 }),
			fc.array(fc.nat(20), { maxLength: 40 }),
			async (limit, order) => {
				const limiter = new ConcurrencyLimiter();
				const started: number[] = [];
				const ends: Array<() => void> = [];
				let inFlight = 0;
				let most = 0;
				const all = order.map((_, index) =>
					limiter.run(limit, async () => {
						started.push(index);
						most = Math.max(most, ++inFlight);
						const { promise, end } = openEnd();
						ends.push(end);
						await promise;
						inFlight--;
						if (index % 3 === 0) throw new Error('some fail');
					}),
				);
				const outcomes = Promise.allSettled(all);
				for (const pick of order) {
					await settled();
					expect(inFlight).toBe(Math.min(limit, ends.length));
					ends.splice(pick % ends.length, 1)[0]?.();
				}
				expect(await outcomes).toHaveLength(order.length);
				expect(started).toEqual(order.map((_, index) => index));
				expect(most).toBe(Math.min(limit, order.length));
			},
		),
		{ numRuns: propertyRuns(50) },
	);
});

test('a request that may only go alone waits for its kind and holds up nobody else', async () => {
	const limiter = new ConcurrencyLimiter();
	const ends: Array<() => void> = [];
	const started: string[] = [];
	const run = (name: string, limit: number) =>
		limiter.run(limit, async () => {
			started.push(name);
			const { promise, end } = openEnd();
			ends.push(end);
			await promise;
		});
	const all = [run('a', 1), run('b', 1), run('c', 2), run('d', 2), run('e', 3), run('f', 2)];
	await settled();
	// 'd' counts 'a' and 'c', 'e' counts all three.
	expect(started).toEqual(['a', 'c', 'e']);
	ends[0]?.();
	await settled();
	expect(started.slice(3)).toEqual(['b']);
	for (let done = 1; done < all.length; done++) {
		ends[done]?.();
		await settled();
	}
	await Promise.all(all);
	expect([...started].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
	expect(limiter.isIdle).toBe(true);
});

test('a crowd holds up nobody with a lower limit: as many go as the limits add up to', async () => {
	const limiter = new ConcurrencyLimiter();
	const ends: Array<() => void> = [];
	const all = [3, 3, 3, 3, 2, 2, 2, 1, 1].map((limit) =>
		limiter.run(limit, async () => {
			const { promise, end } = openEnd();
			ends.push(end);
			await promise;
		}),
	);
	await settled();
	expect(ends).toHaveLength(3 + 2 + 1);
	for (let done = 0; done < all.length; done++) {
		ends[done]?.();
		await settled();
	}
	await Promise.all(all);
});

test('with any limits, everybody gets a turn and none is exceeded', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.record({ limit: fc.integer({ min: 1, max: 5 }), pick: fc.nat(50) }), {
				maxLength: 40,
			}),
			async (requests) => {
				const limiter = new ConcurrencyLimiter();
				const inFlight: Array<{ limit: number; end: () => void }> = [];
				const all = requests.map(({ limit }) =>
					limiter.run(limit, async () => {
						const { promise, end } = openEnd();
						const own = { limit, end };
						inFlight.push(own);
						const limits = [...new Set(requests.map((request) => request.limit))];
						expect(inFlight.length).toBeLessThanOrEqual(limits.reduce((sum, one) => sum + one, 0));
						expect(inFlight.filter((other) => other.limit <= limit).length).toBeLessThanOrEqual(
							limit,
						);
						await promise;
						inFlight.splice(inFlight.indexOf(own), 1);
					}),
				);
				for (const { pick } of requests) {
					await settled();
					// Whoever may go alone does, whatever the others do.
					expect(inFlight.length).toBeGreaterThan(0);
					inFlight[pick % inFlight.length]?.end();
				}
				await Promise.all(all);
			},
		),
		{ numRuns: propertyRuns(50) },
	);
});

test('who is canceled leaves the line at once, and the others move up', async () => {
	const limiter = new ConcurrencyLimiter();
	const first = openEnd();
	const started: string[] = [];
	const stop = new AbortController();
	const run = (name: string, limit: number, signal?: AbortSignal) =>
		limiter.run(
			limit,
			async () => {
				started.push(name);
				if (name === 'a') await first.promise;
			},
			signal,
		);
	const a = run('a', 1);
	const b = run('b', 1, stop.signal);
	const others = [run('c', 1), run('d', 1)];
	stop.abort();
	await expect(b).rejects.toThrow(CanceledError);
	await expect(run('e', 1, stop.signal)).rejects.toThrow(CanceledError);
	expect(started).toEqual(['a']);
	first.end();
	await Promise.all([a, ...others]);
	expect(started).toEqual(['a', 'c', 'd']);
	expect(limiter.isIdle).toBe(true);
});

test('the longest pause counts, from now on, whatever the wall clock says', async () => {
	const limiter = new ConcurrencyLimiter();
	const isOver = async () => {
		let over = false;
		const stop = new AbortController();
		const waiting = limiter.waitForPause(stop.signal).then(
			() => (over = true),
			() => undefined,
		);
		await settled();
		stop.abort();
		await waiting;
		return over;
	};
	expect(await isOver()).toBe(true);
	limiter.pause(2_000);
	limiter.pause(500);
	expect(await isOver()).toBe(false);
	jest.useFakeTimers({ now: Date.now() + 3_600_000, doNotFake: ['setImmediate', 'performance'] });
	expect(await isOver()).toBe(false);
	jest.useRealTimers();
	await withMonotonicClock(1_900, async () => {
		expect(await isOver()).toBe(false);
		limiter.pause(1_000);
	});
	await withMonotonicClock(2_500, async () => expect(await isOver()).toBe(false));
	await withMonotonicClock(3_000, async () => expect(await isOver()).toBe(true));
});

test('a pause is sat out', async () => {
	const limiter = new ConcurrencyLimiter();
	const begin = performance.now();
	limiter.pause(60);
	await limiter.waitForPause();
	expect(performance.now() - begin).toBeGreaterThanOrEqual(59);
});
