import type { IDataObject, INode, INodeParameters, INodeType } from 'n8n-workflow';
import type { RunResult } from '../test/support/engine';
import type { Instance } from './instance';

/** One operation, as a row of the table. */
export interface DemoRow {
	operation: string;
	request: string;
	status: string;
	output: string;
	ok: boolean;
}

const COLUMNS = ['operation', 'request', 'status', 'output'] as const;
const LONGEST_OUTPUT = 72;

/** What a step asked and got. */
export function describeStep(
	node: INode,
	type: INodeType,
	result: RunResult,
	instance: Instance,
): DemoRow {
	const { resource, operation } = node.parameters;
	const error = result.nodeError(node.name);
	const [item] = result.json(node.name);
	const request = requestOf(node.parameters, type, instance);
	return {
		operation: `${String(resource)}: ${String(operation)}`,
		request: request ? shortenIds(`${request.method} ${request.path}`) : '(made by the node)',
		status: String(request?.status ?? (item ? 'ok' : '-')),
		output: error ? `${error.message}` : item ? summarize(item) : 'did not run',
		ok: item !== undefined && error === undefined,
	};
}

/** The request that the node's description says an operation makes, among those that were seen. */
function requestOf({ resource, operation }: INodeParameters, node: INodeType, seen: Instance) {
	const route = node.description.properties
		.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(String(resource)))
		.flatMap(({ name, options = [] }) => (name === 'operation' ? options : []))
		.filter((option) => 'value' in option)
		.find(({ value }) => value === operation)?.routing?.request;
	if (typeof route?.url !== 'string') return undefined;
	const path = new RegExp(`^${route.url.replace(/\{\w+\}/g, '[^/]+')}$`);
	return seen.requests.find(
		(request) => request.method === route.method && path.test(request.path),
	);
}

/** The item on one line; tokens are cut, as they open doors while they live. */
function summarize(item: IDataObject): string {
	const line = Object.entries(item)
		.filter(([, value]) => value !== null && value !== undefined)
		.map(([name, value]) => `${name}=${shorten(name, value)}`)
		.join(' ');
	return clip(shortenIds(line));
}

/** Clerk's IDs are long; their beginnings tell them apart. */
function shortenIds(text: string): string {
	return text.replace(/\b(sess|user|client|org|idn)_(\w{4})\w+/g, '$1_$2…');
}

function clip(text: string): string {
	return text.length > LONGEST_OUTPUT ? `${text.slice(0, LONGEST_OUTPUT - 1)}…` : text;
}

function shorten(name: string, value: unknown): string {
	if (name === 'jwt') return `${String(value).slice(0, 8)}…`;
	if (Array.isArray(value)) return `[${value.length}]`;
	return typeof value === 'object' ? '{…}' : String(value);
}

/** Prints rows under a heading, each column as wide as its widest cell. */
export function printTable(rows: DemoRow[]): void {
	const width = (column: (typeof COLUMNS)[number]) =>
		Math.max(column.length, ...rows.map((row) => row[column].length));
	const line = (cells: Record<(typeof COLUMNS)[number], string>) =>
		COLUMNS.map((column) => cells[column].padEnd(width(column)))
			.join('  ')
			.trimEnd();
	console.log(
		line({ operation: 'Operation', request: 'Request', status: 'Status', output: 'Output' }),
	);
	for (const row of rows) console.log(line(row));
}
