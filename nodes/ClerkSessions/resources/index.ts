import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { filtersField } from '../fields/filters';
import { jsonBody, specifyBody } from '../fields/form';
import { limitFields } from '../fields/limit';
import { options } from '../fields/options';
import { output, outputFieldsLike } from '../fields/output';
import type { RequestParameter } from '../fields/requestParameter';
import type { Operation, Resource } from '../operation';
import { callClerk } from '../transport/callClerk';
import { examplePaths } from '../transport/output';
import { checkOperation } from './checkOperation';
import { reverification } from './reverification';
import { session } from './session';
import { sessionToken } from './sessionToken';

export const resources: Resource[] = [reverification, session, sessionToken];

/**
 * All properties of the node, in the order the panel shows them. A field that several operations
 * share stands once, shown for each of them: n8n looks at every property for every item.
 *
 * @throws {Error} for an operation that declares what its request would leave out
 */
export function nodeProperties(resources: Resource[]): INodeProperties[] {
	for (const resource of resources) {
		for (const operation of resource.operations) checkOperation(resource, operation);
	}
	const shownWhereUsed = (select: (operation: Operation) => INodeProperties[]) =>
		showWhereUsed(resources, select);
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
		...shownWhereUsed(({ choices = [] }) => choices),
		...shownWhereUsed(parameterFields),
		...shownWhereUsed((operation) => (withForm(operation) ? [specifyBody, jsonBody] : [])),
		...shownWhereUsed((operation) => operation.form ?? []).map(showForFieldsMode),
		...shownWhereUsed(({ answer }) => (answer.isList ? limitFields : [])),
		...resources.flatMap(filterFields),
		output,
		...shownWhereUsed(({ answer }) => [outputFieldsLike(examplePaths(answer).join(', '))]),
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

/** The fields that fill path and query, in the order they are declared; a variant's own only where it is chosen. */
function parameterFields({ path, query, variant }: Operation): INodeProperties[] {
	const always = fieldsOf({ ...path, ...query });
	if (variant === undefined) return always;
	const own = fieldsOf(variant.query).filter((field) => !always.includes(field));
	const chosen = { [variant.parameter]: [variant.value] };
	return [...always, ...own.map((field) => addDisplayCondition(field, chosen))];
}

function fieldsOf(parameters: Record<string, RequestParameter> = {}): INodeProperties[] {
	return [...new Set(Object.values(parameters).map(({ field }) => field))];
}

/** The filters of a resource's lists, each list its own. */
function filterFields({ operations, value }: Resource): INodeProperties[] {
	return operations.flatMap(({ filters, value: operation }) =>
		filters === undefined
			? []
			: [
					addDisplayCondition(filtersField(filters), {
						resource: [value],
						operation: [String(operation)],
					}),
				],
	);
}

/** The fields that `select` picks from the operations, each once, shown for the operations that have it. */
function showWhereUsed(
	resources: Resource[],
	select: (operation: Operation) => INodeProperties[],
): INodeProperties[] {
	const users = resources.flatMap((resource) =>
		resource.operations.map((operation) => ({ resource, operation, fields: select(operation) })),
	);
	return mergeInOrder(users.map(({ fields }) => fields)).map((field) => {
		const having = users.filter(({ fields }) => fields.includes(field));
		return addDisplayCondition(field, {
			resource: [...new Set(having.map(({ resource }) => resource.value))],
			operation: [...new Set(having.map(({ operation }) => String(operation.value)))],
		});
	});
}

/** The fields of several lists, each once, in an order that agrees with that of every list. */
function mergeInOrder(lists: INodeProperties[][]): INodeProperties[] {
	const fields: INodeProperties[] = [];
	for (const list of lists) {
		let end = fields.length;
		for (const field of [...list].reverse()) {
			const known = fields.indexOf(field);
			if (known === -1) fields.splice(end, 0, field);
			else end = known;
		}
	}
	return fields;
}

const showForFieldsMode = (field: INodeProperties) =>
	addDisplayCondition(field, { specifyBody: ['fields'] });

function addDisplayCondition(
	field: INodeProperties,
	show: Record<string, string[]>,
): INodeProperties {
	const { displayOptions } = field;
	return {
		...field,
		displayOptions: { ...displayOptions, show: { ...show, ...displayOptions?.show } },
	};
}
