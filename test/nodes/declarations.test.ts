import { type INodeProperties, NodeHelpers } from 'n8n-workflow';
import { session } from '../../nodes/ClerkSessions/fields/session';
import type { Operation } from '../../nodes/ClerkSessions/operation';
import { nodeProperties, resources } from '../../nodes/ClerkSessions/resources';
import { get } from '../../nodes/ClerkSessions/resources/session/get.operation';
import { touch } from '../../nodes/ClerkSessions/resources/session/touch.operation';

/** The node's properties, were this operation one of a resource. */
function propertiesWith(operation: Operation): INodeProperties[] {
	const resource = { name: 'Device', value: 'device', description: '', defaultOperation: 'get' };
	return nodeProperties([{ ...resource, operations: [operation] }]);
}

const at = (url: string): Pick<Operation, 'routing'> => ({
	routing: { request: { method: 'GET', url } },
});
const { sessionId } = get.path;
const field = (routing: INodeProperties['routing']): INodeProperties => ({
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	routing,
});
const formOf = (...form: INodeProperties[]): Operation => ({ ...touch, form });
const collectionOf = (...options: INodeProperties[]): INodeProperties => ({
	...field(undefined),
	type: 'collection',
	default: {},
	options,
});

// Each would go out without what it declares, or with the braces of its path.
const REFUSED: Array<[string, Operation]> = [
	['its path and `path` name other parameters', { ...get, ...at('/v1/me/{sessionId}/{other}') }],
	['its path and `path` name other parameters', { ...get, path: {} }],
	['its path and `path` name other parameters', { ...get, ...at('/v1/me/{}') }],
	['its path has to begin with /v1/ and have no query', { ...get, ...at('/v1/{sessionId}?a=1') }],
	['its path has to begin with /v1/ and have no query', { ...get, ...at('https://e.com/v1/me') }],
	['a parameter of the path is in the query as well', { ...get, query: get.path }],
	['two of its fields have one name', formOf(field(undefined), { ...field(undefined) })],
	[
		'a field of path or query has a routing of its own',
		{
			...get,
			query: {
				name: {
					field: field({ send: { type: 'query', property: 'name' } }),
					check: (text) => text,
				},
			},
		},
	],
	['a request by GET has no form', { ...get, form: [field(undefined)] }],
	['an organization is part of a form', { ...get, organizationParameter: 'organization_id' }],
	...[{ object: 'client' } as const, { isList: true } as const].map((more): [string, Operation] => [
		'its answer does not say for which organization it is',
		{ ...touch, answer: { ...touch.answer, ...more } },
	]),
	...[
		{ send: { type: 'query', property: 'name' } } as const,
		{ send: { type: 'body' } } as const,
		{ send: { type: 'body', property: 'name', propertyInDotNotation: false } } as const,
		{ send: { type: 'body', property: 'name', value: '={{ $value }}' } } as const,
		{ request: { headers: { 'X-Name': '={{ $value }}' } } },
		{ request: { qs: { name: '={{ $value }}' } } },
		{ output: { maxResults: 1 } },
	].flatMap((routing): Array<[string, Operation]> => {
		const sentence =
			'a field of its form is sent neither in the body nor as a header that is passed on';
		return [
			[sentence, formOf(field(routing))],
			[sentence, formOf(collectionOf(field(routing)))],
		];
	}),
	[
		'its answer is about a parameter that the path does not have',
		{ ...get, answer: { ...get.answer, about: 'other' } },
	],
];

test.each(REFUSED)('the node does not load where %s (%#)', (sentence, operation) => {
	expect(() => propertiesWith(operation)).toThrow(
		`device: ${String(operation.value)}: ${sentence}`,
	);
});

test('the operations that ship are not refused', () => {
	for (const operation of resources.flatMap(({ operations }) => operations)) {
		expect(() => propertiesWith(operation)).not.toThrow();
	}
});

test('what fills path and query is shown before the form, each field once', () => {
	const name = { field: field(undefined), check: (text: string) => text };
	const query = { _clerk_session_id: sessionId ?? name, name };
	const names = propertiesWith({ ...get, query }).map((property) => property.name);
	expect(names.slice(2, 4)).toEqual(['sessionId', 'name']);
});

describe('a field that only a variant uses', () => {
	const scope = { ...field(undefined), name: 'scope', default: 'client' };
	const device = { field: { ...field(undefined), name: 'device' }, check: (text: string) => text };
	const properties = propertiesWith({
		...get,
		choices: [scope],
		variant: { ...get, parameter: 'scope', value: 'person', query: { device, asking: session } },
	});

	test.each([
		['client', ['sessionId']],
		['person', ['sessionId', 'device']],
		// As n8n has it: any choice may come of it.
		['={{ $json.scope }}', ['sessionId', 'device']],
	])('is shown where it is chosen: %s', (chosen, expected) => {
		const values = { resource: 'device', operation: 'get', scope: chosen };
		const shown = properties
			.filter(({ name }) => ['device', 'sessionId'].includes(name))
			.filter((property) => NodeHelpers.displayParameter(values, property, null, null));
		expect(shown.map(({ name }) => name)).toEqual(expected);
	});
});

test('an answer that is a list is offered with Return All and Limit', () => {
	const list = propertiesWith({ ...get, answer: { object: 'session', in: 'body', isList: true } });
	const names = list.map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(['returnAll', 'limit']));
	expect(propertiesWith(get).map(({ name }) => name)).not.toContain('returnAll');
});
