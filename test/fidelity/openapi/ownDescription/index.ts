import { operations, type Operation } from './operations';
import { errors, type Schema } from './schemas';

/**
 * What we rely on of Clerk's Frontend API, as an OpenAPI description. It is written for this project
 * and says less than Clerk's own, which `npm run check:openapi` takes: the fields that the node, its
 * tests and Clerk's SDKs read, and which refusals to expect.
 */
export const ownDescription = {
	openapi: '3.0.3',
	info: { title: 'What Clerk Sessions relies on', version: '1' },
	components: {
		securitySchemes: {
			native: { type: 'apiKey', in: 'query', name: '_is_native' },
			devBrowser: { type: 'apiKey', in: 'query', name: '__clerk_db_jwt' },
		},
	},
	paths: pathsOf(operations),
};

function pathsOf(all: Operation[]): Record<string, Record<string, object>> {
	const paths: Record<string, Record<string, object>> = {};
	for (const operation of all) {
		paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
	}
	return paths;
}

function described(operation: Operation) {
	const { operationId, path, query = [], form, required = [], answer, refusals } = operation;
	const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
	return {
		operationId,
		parameters: [
			...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
			...query.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
		],
		...(form && {
			requestBody: {
				content: {
					'application/x-www-form-urlencoded': {
						schema: { type: 'object', properties: form, required, additionalProperties: false },
					},
				},
			},
		}),
		responses: Object.fromEntries(
			[[200, answer] as const, ...refusals.map((status) => [status, errors] as const)].map(
				([status, schema]) => [status, json(schema)],
			),
		),
	};
}

function json(schema: Schema): object {
	return { description: '', content: { 'application/json': { schema } } };
}
