import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { measureApart, SandboxProcess } from './processes';
import type { MeasureOrder } from './measureProcess';
import { distinctCalls, oneToken, type Scenario } from './scenarios';
import { markdownTable } from './table';

const ITEMS = 1000;
const ROUNDS = 5;
/** Items of the warm-up before the rounds. */
const WARM_UP = 100;
const GROWTH = [10, 100, 1000, 10_000];
const OUR_NODE = distinctCalls.findIndex(({ name }) => name === 'Clerk Sessions');

interface Row {
	name: string;
	items: number;
	/** Milliseconds, the middle of the rounds. */
	time: number;
	/** Requests that all rounds and the warm-up sent together. */
	requests: number;
	/** Bytes. */
	peakMemory: number;
}

/** Measures everything, prints the tables and writes them to `docs/benchmark.md`. */
async function main(): Promise<void> {
	const sandbox = new SandboxProcess();
	try {
		const report = await sandbox.order({ kind: 'start' });
		const measure = async (
			group: MeasureOrder['group'],
			index: number,
			{ name }: Scenario,
			items = ITEMS,
			rounds = ROUNDS,
		): Promise<Row> => {
			const measured = await measureApart({
				group,
				index,
				items,
				rounds,
				warmUp: WARM_UP,
				sandbox: report,
			});
			const { requests } = await sandbox.order({ kind: 'count' });
			if (measured.succeeded !== items) {
				throw new Error(`${name}: only ${measured.succeeded} of ${items} items succeeded`);
			}
			const row = {
				name,
				items,
				time: middle(measured.times),
				requests: Object.values(requests).reduce((sum, count) => sum + count, 0),
				peakMemory: measured.peakMemory,
			};
			console.error(`measured ${group}: ${name}, ${items} items`);
			return row;
		};
		const distinct: Row[] = [];
		for (const [index, scenario] of distinctCalls.entries()) {
			distinct.push(await measure('distinctCalls', index, scenario));
		}
		const token: Row[] = [];
		for (const [index, scenario] of oneToken.entries()) {
			token.push(await measure('oneToken', index, scenario));
		}
		const growth: Row[] = [];
		const ours = distinctCalls[OUR_NODE];
		if (!ours) throw new Error('There is no scenario of our own node');
		for (const items of GROWTH) {
			const rounds = items > ITEMS ? 1 : ROUNDS;
			growth.push(await measure('distinctCalls', OUR_NODE, ours, items, rounds));
		}
		const page = describe(distinct, token, growth);
		console.log(page);
		writeFileSync(join(__dirname, '..', 'docs', 'benchmark.md'), page);
	} finally {
		sandbox.stop();
	}
}

function describe(distinct: Row[], token: Row[], growth: Row[]): string {
	const [{ model = 'unknown' } = {}] = cpus();
	return `# Benchmark

Written by \`npm run bench\`. Times compare on one machine only: ${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, n8n-core 2.41.1. The sandbox runs in a process of its own on the same machine; each row is measured in a fresh process, after a warm-up, as the middle of ${ROUNDS} rounds.

## A call for every item

${ITEMS} items, each touches a session. *HTTP Request node* is the same request built by hand. *Engine, no request* is our node's description answering without a request: what n8n's engine itself takes.

${compare(distinct)}

## One session's token for every item

${ITEMS} items, each needs a token of the same session (fixed session ID).

${compare(token)}

## Growth

Clerk Sessions, touching a session per item.

${markdownTable(
	['Items', 'Time', 'Per item', 'Peak memory'],
	growth.map(({ items, time, peakMemory }) => [
		String(items),
		milliseconds(time),
		`${(time / items).toFixed(2)} ms`,
		megabytes(peakMemory),
	]),
)}
`;
}

function compare(rows: Row[]): string {
	const reference = rows.find(({ name }) => name === 'HTTP Request node')?.time ?? NaN;
	return markdownTable(
		[
			'',
			'Time',
			'Ratio to HTTP Request',
			`Requests for ${WARM_UP + ROUNDS * ITEMS} items`,
			'Peak memory',
		],
		rows.map(({ name, time, requests, peakMemory }) => [
			name,
			milliseconds(time),
			(time / reference).toFixed(2),
			String(requests),
			megabytes(peakMemory),
		]),
	);
}

const milliseconds = (time: number) => `${Math.round(time)} ms`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

function middle(times: number[]): number {
	return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
