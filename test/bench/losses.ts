import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LossOptions, LossReport, Variant } from './lossRun';
import { ask, start } from './processes';
import { markdownTable } from './table';

const ITEMS = 10_000;
/** Fast enough for a minute, slow enough for the machine to keep up with what the sandbox allows. */
const CLOCK_SPEED = 20;
const ORDERS: Array<{ way: Variant; items: number }> = [
	{ way: 'HTTP Request node', items: ITEMS },
	{ way: 'Clerk Sessions', items: ITEMS / 10 },
	{ way: 'Clerk Sessions', items: ITEMS },
];

/** Runs the same workflow with n8n's HTTP Request node and with ours; writes `docs/losses.md`. */
async function main(): Promise<void> {
	const reports: LossReport[] = [];
	for (const { way, items } of ORDERS) {
		console.error(`running ${way}, ${items} items`);
		const order: LossOptions = {
			way,
			items,
			allowed: 100,
			clockSpeed: CLOCK_SPEED,
			dropRate: 0.01,
			timePassesInWaitsOnly: false,
		};
		reports.push(await ask<LossReport>(start('lossProcess.ts'), order));
	}
	const text = page(reports);
	console.log(text);
	writeFileSync(join(__dirname, '..', '..', 'docs', 'losses.md'), text);
}

function page(reports: LossReport[]): string {
	const table = markdownTable(
		[
			'Way',
			'Items',
			'With their token',
			'With the reason why not',
			'Misplaced',
			'Tokens made',
			'Requests refused (429)',
			'Connections cut',
			'Time',
			'Peak heap',
		],
		reports.map((report) => [
			report.way,
			...[report.items, report.answered, report.explained, report.misplaced].map(String),
			...[report.made, report.refused, report.cut].map(String),
			`${(report.time / 1000).toFixed(1)} s`,
			`${Math.round(report.peakHeap / 1e6)} MB`,
		]),
	);
	return `# What is lost

Written by \`npm run bench:losses\`. Each item needs a session token of its own; the sessions take turns. The sandbox allows 100 requests in 10 seconds per address and cuts one connection in a hundred before it hears the request, as a busy day on the internet may. Its clock runs ${CLOCK_SPEED} times as fast, and so does what it asks to wait. Both nodes have their default settings and _On Error_ set to _Continue_.

${table}

An item with the reason why not is one that the workflow has to deal with: with the HTTP Request node, most of them. _Misplaced_ would be items that are missing, or hold the token of another item's session. A token more made than items have it would be a request that was carried out twice. The heap holds the sandbox and n8n's engine, too: for ten times the items it must not be ten times as large.
`;
}

void main();
