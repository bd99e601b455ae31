import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { cases } from '../fidelity/openapi/exchanges/withSandbox';
import { scenarios } from '../fidelity/scenarios';
import { resources } from '../../nodes/ClerkSessions/resources';
import { tableUnder } from '../support/markdownTable';
import { OFFERED } from '../support/operations';
import { PACKAGE, setup } from '../support/setup';

const env = setup();

const read = (...path: string[]) => readFileSync(join(PACKAGE, ...path), 'utf8');

/** An operation as the node declares it, with what it is called elsewhere. */
interface Entry {
	/** `session: get` */
	key: string;
	/** `Session: Get` */
	title: string;
	name: string;
	resource: string;
	operation: string;
	operationId: string | undefined;
}

const ENTRIES = resources.flatMap(({ name: resourceName, value: resource, operations }) =>
	operations.map(({ name, value }): Entry => {
		const operation = String(value);
		const known = OFFERED.find(
			(entry) => entry.resource === resource && entry.operation === operation,
		);
		const title = `${resourceName}: ${name}`;
		const key = `${resource}: ${operation}`;
		return { key, title, name, resource, operation, operationId: known?.operationId };
	}),
);

const readme = read('README.md');
const failures = read('docs', 'failures.md');
const fidelity = read('docs', 'fidelity.md');
const answers = tableUnder(failures, '## What an answer must be');
const [repetition = []] = tableUnder(failures, '## What is sent again, and when');
const namesIn = (cell = '') => cell.split(', ');

interface Example {
	nodes: Array<Pick<INode, 'parameters' | 'type'>>;
}
const example: Example = JSON.parse(read('examples', 'all-operations.json'));

function keysOfScenarios(): string[] {
	const [person] = env.sandbox.details.people;
	if (!person) throw new Error('The sandbox has nobody');
	return Object.values(scenarios).map(({ node }) => {
		const { resource, operation } = node({ person, valueOf: () => '', otherSessionId: '' });
		return `${String(resource)}: ${String(operation)}`;
	});
}

/** Where every operation has to stand. */
const PLACES: Record<string, (entry: Entry) => boolean> = {
	'the contract, test/support/operations.ts': ({ operationId }) => operationId !== undefined,
	"README.md, the operations' table": ({ name, operationId }) =>
		readme
			.split('\n')
			.some((line) => line.includes(`| ${name} `) && line.includes(`\`${operationId}\``)),
	'docs/failures.md, what an answer must be': ({ name }) =>
		answers.some(([names]) => namesIn(names).includes(name)),
	'docs/failures.md, what is sent again': ({ name }) =>
		repetition.slice(1).some((names) => namesIn(names).includes(name)),
	'docs/fidelity.md': ({ title }) => fidelity.includes(`| ${title} `),
	'the wire parity with clerk-js, test/fidelity/scenarios': ({ key }) =>
		keysOfScenarios().includes(key),
	"the check against Clerk's OpenAPI file, test/fidelity/openapi/exchanges": ({ operationId }) =>
		cases.some((entry) => entry.operationId === operationId),
	'the demo, examples/all-operations.json': ({ resource, operation }) =>
		example.nodes.some(
			({ parameters }) => parameters.resource === resource && parameters.operation === operation,
		),
	'its output, __schema__': ({ resource, operation }) =>
		existsSync(
			join(PACKAGE, 'nodes/ClerkSessions/__schema__/v1.0.0', resource, `${operation}.json`),
		),
};

/** Operations that need not stand somewhere: `place: session: get`, and why. */
const REASONS: Record<string, string> = {
	'the wire parity with clerk-js, test/fidelity/scenarios: sessionToken: verify':
		'clerk-js verifies no token: `test/fidelity/verify.test.ts` holds it against `@clerk/backend`',
};

describe.each(Object.keys(PLACES))('%s', (place) => {
	test.each(ENTRIES)('has $title', (entry) => {
		const reason = REASONS[`${place}: ${entry.key}`];
		expect(PLACES[place]?.(entry)).toBe(reason === undefined);
	});
});

test('the contract has no operation that the node lacks', () => {
	const keys = ENTRIES.map(({ key }) => key);
	expect(OFFERED.map(({ resource, operation }) => `${resource}: ${operation}`).sort()).toEqual(
		keys.sort(),
	);
});
