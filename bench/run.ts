import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MeasureOrder } from './measureProcess';
import { type Findings, page, type Row } from './page';
import { measureApart, SandboxProcess } from './processes';
import * as scenarios from './scenarios';

const ITEMS = 1000;
const ROUNDS = 5;
/** Items of the warm-up before the rounds. */
const WARM_UP = 100;
const GROWTH = [10, 100, 1000, 10_000];
/** Milliseconds: an answer over the internet. */
const DELAY = 50;

type Group = MeasureOrder['group'];
interface Size {
	items?: number;
	rounds?: number;
}

/** Measures everything, prints the tables and writes them to `docs/benchmark.md`. */
async function main(): Promise<void> {
	const findings: Findings = {
		items: ITEMS,
		rounds: ROUNDS,
		itemsInAll: WARM_UP + ITEMS * ROUNDS,
		delay: DELAY,
		...(await onSandbox({ kind: 'start' }, async (measure) => ({
			distinctCalls: await measureAll('distinctCalls', measure),
			oneToken: await measureAll('oneToken', measure),
			growth: await measureGrowth(measure),
		}))),
		...(await onSandbox({ kind: 'start', delayMs: DELAY }, async (measure) => ({
			inFlight: await measureAll('inFlight', (group, index) =>
				measure(group, index, { rounds: 1 }),
			),
		}))),
	};
	const text = page(findings);
	console.log(text);
	writeFileSync(join(__dirname, '..', 'docs', 'benchmark.md'), text);
}

type Measurement = (group: Group, index: number, size?: Size) => Promise<Row>;

async function measureAll(group: Group, measure: Measurement): Promise<Row[]> {
	const rows: Row[] = [];
	for (const index of scenarios[group].keys()) rows.push(await measure(group, index));
	return rows;
}

async function measureGrowth(measure: Measurement): Promise<Row[]> {
	const ours = scenarios.distinctCalls.findIndex(({ name }) => name === scenarios.OUR_NODE);
	const rows: Row[] = [];
	for (const items of GROWTH) {
		rows.push(await measure('distinctCalls', ours, { items, rounds: items > ITEMS ? 1 : ROUNDS }));
	}
	return rows;
}

/** Starts a sandbox for measurements and stops it after them. */
async function onSandbox<T>(
	order: Parameters<SandboxProcess['order']>[0],
	run: (measure: Measurement) => Promise<T>,
): Promise<T> {
	const process = new SandboxProcess();
	try {
		const sandbox = await process.order(order);
		return await run(async (group, index, { items = ITEMS, rounds = ROUNDS } = {}) => {
			const name = scenarios[group][index]?.name ?? '';
			console.error(`measuring ${group}: ${name}, ${items} items`);
			const job = { group, index, items, rounds, warmUp: WARM_UP, sandbox };
			const { times, succeeded, peakMemory } = await measureApart(job);
			if (succeeded !== items) {
				throw new Error(`${name}: only ${succeeded} of ${items} items succeeded`);
			}
			const { requests } = await process.order({ kind: 'count' });
			const sent = Object.values(requests).reduce((sum, count) => sum + count, 0);
			return { name, items, time: middle(times), requests: sent, peakMemory };
		});
	} finally {
		process.stop();
	}
}

function middle(times: number[]): number {
	return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
