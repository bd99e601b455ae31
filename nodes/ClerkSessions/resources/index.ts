import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { jsonBody, specifyBody } from '../fields/form';
import { options } from '../fields/options';
import { output } from '../fields/output';
import type { Operation, Resource } from '../operation';
import { callClerk } from '../requests/callClerk';
import { reverification } from './reverification';
import { session } from './session';
import { sessionToken } from './sessionToken';

export const resources: Resource[] = [reverification, session, sessionToken];

/**
 * All properties of the node, in the order the panel shows them. A field that several operations
 * share stands once, shown for each of them: n8n looks at every property for every item.
 */
export function describeResources(): INodeProperties[] {
	const withForm = (operation: Operation) => operation.form !== undefined;
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value, description }) => ({ name, value, description })),
			default: 'session',
		},
		...resources.map(operationField),
		...shownWhereUsed((operation) => operation.target),
		...shownWhereUsed((operation) => (withForm(operation) ? [specifyBody, jsonBody] : [])),
		...shownWhereUsed((operation) => operation.form ?? []).map(shownForFields),
		...output,
		options,
	];
}

function operationField({ value, operations, defaultOperation }: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations.map(operationOption),
		default: defaultOperation,
	};
}

/** What n8n needs of an operation; its request goes through `callClerk`. */
function operationOption(operation: Operation): INodePropertyOptions {
	const { name, value, action, description, routing } = operation;
	return {
		name,
		value,
		action,
		description,
		routing: {
			...routing,
			send: { paginate: true },
			operations: { pagination: callClerk(operation) },
		},
	};
}

/** The fields that `select` picks from the operations, each once, shown for the operations that have it. */
function shownWhereUsed(select: (operation: Operation) => INodeProperties[]): INodeProperties[] {
	const users = new Map<INodeProperties, { resource: Set<string>; operation: Set<string> }>();
	for (const resource of resources) {
		for (const operation of resource.operations) {
			for (const field of select(operation)) {
				const user = users.get(field) ?? { resource: new Set(), operation: new Set() };
				user.resource.add(resource.value);
				user.operation.add(String(operation.value));
				users.set(field, user);
			}
		}
	}
	return [...users].map(([field, { resource, operation }]) =>
		showAlso(field, { resource: [...resource], operation: [...operation] }),
	);
}

const shownForFields = (field: INodeProperties) => showAlso(field, { specifyBody: ['fields'] });

function showAlso(field: INodeProperties, show: Record<string, string[]>): INodeProperties {
	return { ...field, displayOptions: { show: { ...show, ...field.displayOptions?.show } } };
}
