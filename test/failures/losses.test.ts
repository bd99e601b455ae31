import { join } from 'node:path';
import { ask, start } from '../support/forkedProcess';
import { sized } from '../support/size';
import { type LossOptions, type LossReport, runWithLosses } from './lossRun';

const MANY = sized({ full: 10_000, short: 500 });

/** How hard it is made, the same on every machine. */
const HARDSHIP = { clockSpeed: 50 };

const ORDER: Omit<LossOptions, 'way'> = {
	...HARDSHIP,
	items: sized({ full: 400, short: 200 }),
	allowed: 50,
	dropRate: 0.05,
};

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

/** Megabytes for the sandbox, n8n's engine, the node and all items: Node takes 4,096 by itself. */
const HEAP = sized({ full: 512, short: 256 });

test(`${MANY} items do so within a bounded memory`, async () => {
	const order: LossOptions = {
		...HARDSHIP,
		way: 'Clerk Sessions',
		items: MANY,
		allowed: MANY / 10,
		dropRate: sized({ full: 0.01, short: 0.03 }),
	};
	const child = start(join(__dirname, 'lossProcess.ts'), [`--max-old-space-size=${HEAP}`]);
	const report = await ask<LossReport>(child, order);
	expect(report).toMatchObject({ misplaced: 0, shared: 0, answered: order.items, explained: 0 });
	expect(report.refused).toBeGreaterThan(0);
	expect(report.cut).toBeGreaterThan(0);
	expect(report.made).toBe(order.items);
}, 300_000);
