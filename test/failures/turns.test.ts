import fc from 'fast-check';
import { Turns } from '../../frontendApi/turns';

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
				const turns = new Turns();
				const started: number[] = [];
				const ends: Array<() => void> = [];
				let inFlight = 0;
				let most = 0;
				const all = order.map((_, index) =>
					turns.take(limit, async () => {
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
		{ numRuns: 50 },
	);
});

test('the strictest of those under way and in line counts', async () => {
	const turns = new Turns();
	const first = openEnd();
	const started: string[] = [];
	const take = (name: string, limit: number, until = Promise.resolve()) =>
		turns.take(limit, async () => {
			started.push(name);
			await until;
		});
	const all = [take('a', 20, first.promise), take('b', 1), take('c', 20)];
	await settled();
	expect(started).toEqual(['a']);
	first.end();
	await Promise.all(all);
	expect(started).toEqual(['a', 'b', 'c']);
});

test('who is canceled leaves the line at once, and the others move up', async () => {
	const turns = new Turns();
	const first = openEnd();
	const started: string[] = [];
	const stop = new AbortController();
	const take = (name: string, limit: number, signal?: AbortSignal) =>
		turns.take(
			limit,
			async () => {
				started.push(name);
				if (name === 'a') await first.promise;
			},
			signal,
		);
	const a = take('a', 2);
	const b = take('b', 1, stop.signal);
	const others = [take('c', 2), take('d', 2)];
	stop.abort(new Error('stopped'));
	await expect(b).rejects.toThrow('stopped');
	await Promise.all(others);
	expect(started).toEqual(['a', 'c', 'd']);
	await expect(take('e', 2, stop.signal)).rejects.toThrow('stopped');
	first.end();
	await a;
	await take('f', 1);
	expect(started).toEqual(['a', 'c', 'd', 'f']);
});

test('the longest pause counts, from now on', () => {
	jest.useFakeTimers({ now: 1_000_000 });
	const turns = new Turns();
	expect(turns.pauseLeft).toBe(0);
	turns.pause(2_000);
	turns.pause(500);
	expect(turns.pauseLeft).toBe(2_000);
	jest.setSystemTime(1_001_500);
	expect(turns.pauseLeft).toBe(500);
	turns.pause(1_000);
	expect(turns.pauseLeft).toBe(1_000);
	jest.setSystemTime(1_009_000);
	expect(turns.pauseLeft).toBe(0);
	jest.useRealTimers();
});
