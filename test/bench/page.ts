import { cpus, totalmem } from 'node:os';
import { version } from 'n8n-core/package.json';
import { DEFAULT_CONCURRENCY } from '../../nodes/ClerkSessions/fields/options';
import { nodeProperties, resources } from '../../nodes/ClerkSessions/resources';
import * as scenarios from './scenarios';
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
	verifications: Row[];
	ownApi: Row[];
	growth: Row[];
	inFlight: Row[];
}

/** What was measured, as a page in Markdown. */
export function page(findings: Findings): string {
	const { items, rounds, itemsInAll, delay, distinctCalls, oneToken, growth, inFlight } = findings;
	const { ownApi, verifications } = findings;
	const [{ model = 'unknown' } = {}] = cpus();
	const machine = `${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
	const sent = `Requests for ${itemsInAll} items`;
	return `# Benchmark

Written by \`npm run bench\`. Times compare on one machine only; this one: ${machine}, Node ${process.version}, n8n-core ${version}. The sandbox runs in a process of its own on the same machine. Each way has a process of its own and is warm when it is measured; the ways of a table take turns, with a rest in between, and the middle of ${rounds} rounds counts.

## A call for every item

${items} items, each touches a session. _HTTP Request node_ is the same request built by hand, _axios alone_ the same without n8n. _Engine, no request_ is our node's description answering without a request: the time that n8n's engine takes for itself. _Engine and request_ sends the request as n8n's helpers do it, but checks, bounds and repeats nothing; _the same in turn_ also reads the credential first and has no more than ${DEFAULT_CONCURRENCY} in flight, as the node does.

${compare(distinctCalls, sent)}

## One session's token for every item

${items} items, each needs a token of the same session, whose ID is fixed. _Engine and credential_ is the engine alone, but the credential is read for every item. A token lives for 60 seconds, the rounds take longer: that is why Reuse Token asks more than once.

${compare(oneToken, sent)}

## Verify

${items} items, each with a session token that is verified. _Engine, no request_ and _Engine and credential_ are those from above. The public keys are asked for once; the aim was twice the engine alone, and it is ${ratio(timesOf(verifications)(scenarios.VERIFY), timesOf(verifications)(scenarios.FLOOR))} times.

${compare(verifications, sent, scenarios.FLOOR)}

## An API of one's own

${items} items, each calls an API by n8n's HTTP Request node: with a session token in n8n's own credential for such tokens, as somebody would have to copy it there every minute, and with _Clerk Session Token API_. Counted are the requests to the API and to Clerk; the writes of the credential are in the time.

${compare(ownApi, sent, scenarios.BEARER)}

## Whose time it is

${shares(findings)}

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

/** What the tables say about the engine's share, in words and figures. */
function shares({ items, distinctCalls, oneToken }: Findings): string {
	const distinct = timesOf(distinctCalls);
	const token = timesOf(oneToken);
	const ours = distinct(scenarios.OUR_NODE);
	const floor = distinct(scenarios.FLOOR);
	const fixedFloor = token(scenarios.FLOOR);
	const reading = token(scenarios.CREDENTIAL_FLOOR) - fixedFloor;
	const withRequest = distinct(scenarios.REQUEST_FLOOR);
	const inTurn = distinct(scenarios.BOUNDED_FLOOR);
	const axios = distinct(scenarios.AXIOS);
	const reused = token(scenarios.REUSE);
	const byHand = token(scenarios.HTTP_REQUEST);
	const each = (time: number) => `${(time / items).toFixed(2)} ms`;
	return `For each item of the distinct calls, Clerk Sessions takes ${each(ours)}:

- ${each(floor)} (${percent(floor / ours)}) are the engine's own, before the node is asked. It walks through all ${nodeProperties(resources).length} properties twice and works out their values, an expression in _Session_ four times: End and Remove have a field of that name of their own, in which nothing is chosen beforehand. With a fixed session ID, as in the second table, it is ${each(fixedFloor)}. The HTTP Request node is not declarative and works out its one expression once.
- ${each(withRequest - floor)} (${percent((withRequest - floor) / ours)}) are n8n's request helper, which reads and decrypts the credential, signs the request and opens a connection for it, and waiting for the sandbox. With axios alone, which keeps its connections open, a request takes ${each(axios)}.
- ${each(inTurn - withRequest)} (${percent((inTurn - withRequest) / ours)}) go to reading the credential first and to taking turns. The node has to know whose limit and tokens are meant, and a credential's fields may be expressions that differ from item to item: that alone takes n8n ${each(reading)}.
- ${each(ours - inTurn)} (${percent((ours - inTurn) / ours)}) are the rest of the node: checks, form, retries, a deadline, output.

Together that is ${ratio(ours, withRequest)} times _Engine and request_, of which ${ratio(inTurn, withRequest)} are there with nothing but the turns and the credential. The aim was 1.1.

The first aim was 1.3 times the HTTP Request node; it is ${ratio(ours, distinct(scenarios.HTTP_REQUEST))} times, and _Engine and request_ is ${ratio(withRequest, distinct(scenarios.HTTP_REQUEST))} times. With Reuse Token the aims were five times as fast as the HTTP Request node, and 1.2 times the engine alone. It is ${ratio(byHand, reused)} times as fast, where the engine alone is ${ratio(byHand, fixedFloor)} times as fast and nothing built on it can be faster; and ${ratio(reused, fixedFloor)} times the engine alone, ${ratio(reused, token(scenarios.CREDENTIAL_FLOOR))} times the engine with the credential read, without which nobody knows whose token to use.`;
}

/** The time of a row, by its name. */
const timesOf = (rows: Row[]) => (wanted: string) =>
	rows.find(({ name }) => name === wanted)?.time ?? NaN;

const ratio = (time: number, other: number) => (time / other).toFixed(2);
const percent = (share: number) => `${Math.round(share * 100)} %`;

function compare(rows: Row[], sent: string, to = scenarios.HTTP_REQUEST): string {
	const reference = timesOf(rows)(to);
	const what = to === scenarios.HTTP_REQUEST ? 'Ratio to HTTP Request' : 'Ratio';
	return markdownTable(
		['Way', 'Time', what, sent, 'Peak memory'],
		rows.map(({ name, time, requests, peakMemory }) => [
			name,
			milliseconds(time),
			ratio(time, reference),
			String(requests),
			megabytes(peakMemory),
		]),
	);
}

const milliseconds = (time: number) => `${Math.round(time)} ms`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
