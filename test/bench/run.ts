import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { MeasureOptions, Round } from './measureProcess';
import { type Findings, page, type Row } from './page';
import { MeasureProcess, SandboxProcess } from './processes';
import type { SandboxReport } from './sandboxProcess';
import * as scenarios from './scenarios';

const ITEMS = 1000;
const ROUNDS = 15;
/** Items of the warm-up before the rounds. */
const WARM_UP = 1000;
const GROWTH = [10, 100, 1000, 10_000];
/** Milliseconds: an answer over the internet. */
const DELAY = 50;
/** Milliseconds before a round, in which the machine gets over the round before. */
const REST = 500;

/** Measures everything, prints the tables and writes them to `docs/benchmark.md`. */
async function main(): Promise<void> {
	const findings: Findings = {
		items: ITEMS,
		rounds: ROUNDS,
		itemsInAll: WARM_UP + ITEMS * ROUNDS,
		delay: DELAY,
		...(await onSandbox({ kind: 'start' }, async (measure) => ({
			distinctCalls: await measure('distinctCalls'),
			oneToken: await measure('oneToken'),
			verifications: await measure('verifications'),
			ownApi: await measure('ownApi'),
			growth: await measureGrowth(measure),
		}))),
		...(await onSandbox({ kind: 'start', delayMs: DELAY }, async (measure) => ({
			inFlight: await measure('inFlight', { rounds: 1, warmUp: ITEMS / 10 }),
		}))),
	};
	const text = page(findings);
	console.log(text);
	writeFileSync(join(__dirname, '..', '..', 'docs', 'benchmark.md'), text);
}

interface Size {
	items?: number;
	rounds?: number;
	warmUp?: number;
	/** The only scenario to measure; all of the group when missing. */
	only?: string;
}
type Measurement = (group: MeasureOptions['group'], size?: Size) => Promise<Row[]>;

async function measureGrowth(measure: Measurement): Promise<Row[]> {
	const rows: Row[] = [];
	for (const items of GROWTH) {
		const rounds = items > ITEMS ? 1 : ROUNDS;
		rows.push(...(await measure('distinctCalls', { items, rounds, only: scenarios.OUR_NODE })));
	}
	return rows;
}

/** Starts a sandbox for measurements and stops it after them. */
async function onSandbox<T>(
	order: Parameters<SandboxProcess['order']>[0],
	run: (measure: Measurement) => Promise<T>,
): Promise<T> {
	const sandbox = new SandboxProcess();
	try {
		const report = await sandbox.order(order);
		return await run(async (group, size) => await measureGroup(sandbox, report, group, size));
	} finally {
		sandbox.stop();
	}
}

/**
 * Measures the scenarios of a group, each in a process of its own. They take turns, a round each: a
 * machine that is faster or slower for a while is so for all of them.
 */
async function measureGroup(
	sandbox: SandboxProcess,
	report: SandboxReport,
	group: MeasureOptions['group'],
	{ items = ITEMS, rounds = ROUNDS, warmUp = WARM_UP, only }: Size = {},
): Promise<Row[]> {
	const ways: Variant[] = [];
	try {
		for (const [index, { name }] of scenarios[group].entries()) {
			if (only !== undefined && name !== only) continue;
			console.error(`preparing ${group}: ${name}, ${items} items`);
			const way: Variant = { name, process: new MeasureProcess(), rounds: [], requests: 0 };
			ways.push(way);
			await way.process.prepare({ group, index, items, warmUp, sandbox: report });
			way.requests += await requestsTo(sandbox);
		}
		for (let round = 1; round <= rounds; round++) {
			console.error(`round ${round} of ${rounds}`);
			for (const way of ways) {
				await setTimeout(REST);
				const result = await way.process.round();
				if (result.succeeded !== items) {
					throw new Error(`${way.name}: only ${result.succeeded} of ${items} items succeeded`);
				}
				way.rounds.push(result);
				way.requests += await requestsTo(sandbox);
			}
		}
	} finally {
		for (const { process } of ways) process.stop();
	}
	return ways.map(({ name, rounds: done, requests }) => {
		const time = middle(done.map((round) => round.time));
		const peakMemory = Math.max(...done.map((round) => round.peakMemory));
		return { name, items, time, requests, peakMemory };
	});
}

interface Variant {
	name: string;
	process: MeasureProcess;
	rounds: Round[];
	requests: number;
}

/** How many requests the sandbox got since it was asked last. */
async function requestsTo(sandbox: SandboxProcess): Promise<number> {
	const { requests } = await sandbox.order({ kind: 'count' });
	return Object.values(requests).reduce((sum, count) => sum + count, 0);
}

function middle(times: number[]): number {
	return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
