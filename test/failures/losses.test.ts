import { type LossOrder, runWithLosses } from '../../bench/lossRun';

/** A limit that is reached on a slow machine, too: 50 requests in a second. */
const ORDER: Omit<LossOrder, 'way'> = { items: 400, allowed: 50, clockSpeed: 10 };

test('every item gets its token, once and in its place, against limits and cut connections', async () => {
	const report = await runWithLosses({ ...ORDER, way: 'Clerk Sessions' });
	expect(report).toMatchObject({ misplaced: 0, shared: 0, answered: ORDER.items, explained: 0 });
	// There was something to survive, and nothing was carried out twice.
	expect(report.refused).toBeGreaterThan(0);
	expect(report.cut).toBeGreaterThan(0);
	expect(report.made).toBe(ORDER.items);
});

test("n8n's HTTP Request node, doing the same, loses many of them", async () => {
	const report = await runWithLosses({ ...ORDER, way: 'HTTP Request node' });
	expect(report.misplaced).toBe(0);
	expect(report.explained).toBe(report.refused + report.cut);
	expect(report.explained).toBeGreaterThan(ORDER.items / 10);
});
