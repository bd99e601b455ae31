import { cpus, totalmem } from 'node:os';
import { DEFAULT_CONCURRENCY } from '../nodes/ClerkSessions/fields/options';
import { markdownTable } from './table';

export interface Row {
	name: string;
	items: number;
	/** Milliseconds, the middle of the rounds. */
	time: number;
	/** Requests that all rounds and the warm-up sent together. */
	requests: number;
	/** Bytes. */
	peakMemory: number;
}

export interface Findings {
	items: number;
	rounds: number;
	/** Items of all rounds and the warm-up together. */
	itemsInAll: number;
	/** Milliseconds that an answer took where requests in flight were measured. */
	delay: number;
	distinctCalls: Row[];
	oneToken: Row[];
	growth: Row[];
	inFlight: Row[];
}

/** What was measured, as a page in Markdown. */
export function page(findings: Findings): string {
	const { items, rounds, itemsInAll, delay, distinctCalls, oneToken, growth, inFlight } = findings;
	const [{ model = 'unknown' } = {}] = cpus();
	const machine = `${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
	const sent = `Requests for ${itemsInAll} items`;
	return `# Benchmark

Written by \`npm run bench\`. Times compare on one machine only; this one: ${machine}, Node ${process.version}, n8n-core 2.41.1. The sandbox runs in a process of its own on the same machine. Each row is measured in a fresh process, after a warm-up, as the middle of ${rounds} rounds.

## A call for every item

${items} items, each touches a session. _HTTP Request node_ is the same request built by hand, _axios alone_ the same without n8n. _Engine, no request_ is our node's description answering without a request: the time that n8n's engine takes for itself.

${compare(distinctCalls, sent)}

## One session's token for every item

${items} items, each needs a token of the same session, whose ID is fixed.

${compare(oneToken, sent)}

## Growth

Clerk Sessions, touching a session for every item.

${markdownTable(
	['Items', 'Time', 'Per item', 'Peak memory'],
	growth.map(({ items: count, time, peakMemory }) => [
		String(count),
		milliseconds(time),
		`${(time / count).toFixed(2)} ms`,
		megabytes(peakMemory),
	]),
)}

## Requests in flight

${items} items, each touches a session, and every answer takes ${delay} ms longer, as over the internet. The default is ${DEFAULT_CONCURRENCY}.

${markdownTable(
	['Max Concurrent Requests', 'Time', 'Peak memory'],
	inFlight.map(({ name, time, peakMemory }) => [name, milliseconds(time), megabytes(peakMemory)]),
)}
`;
}

function compare(rows: Row[], sent: string): string {
	const reference = rows.find(({ name }) => name === 'HTTP Request node')?.time ?? NaN;
	return markdownTable(
		['Way', 'Time', 'Ratio to HTTP Request', sent, 'Peak memory'],
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
