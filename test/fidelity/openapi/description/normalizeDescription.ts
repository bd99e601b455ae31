import { isObject, mapObjects, without } from './json';

const FORM = 'application/x-www-form-urlencoded';
const COMBINATIONS = ['allOf', 'oneOf', 'anyOf'];

/**
 * Says a description in the words that a JSON Schema validator understands. Three things are meant in
 * Clerk's description that its letter does not say:
 * - `nullable: true` beside `allOf` or `oneOf` means that null will do, too. By OpenAPI 3.0.3 it only
 *   widens the `type` beside it, and null would fail the combination. The same goes for `enum`.
 * - A form has the parameters that are listed and no others: Clerk refuses others with
 *   `form_param_unknown`.
 * - The parameters of the security schemes, and the API version, may be in any query.
 */
export function normalizeDescription(document: object): unknown {
	const extra = [...securityParameters(document), '__clerk_api_version'].map((name) => ({
		name,
		in: 'query',
		schema: { type: 'string' },
	}));
	return mapObjects(document, (object) => {
		if (isObject(object.responses) && typeof object.operationId === 'string') {
			return { ...object, parameters: [...listOf(object.parameters), ...extra] };
		}
		if (isObject(object[FORM])) return { ...object, [FORM]: closed(object[FORM]) };
		return withNull(object);
	});
}

function withNull(schema: Record<string, unknown>): unknown {
	if (schema.nullable !== true) return schema;
	if (Array.isArray(schema.enum)) return { ...schema, enum: [...new Set([...schema.enum, null])] };
	if (!COMBINATIONS.some((name) => Array.isArray(schema[name]))) return schema;
	return { anyOf: [{ type: 'object', nullable: true, enum: [null] }, without(schema, 'nullable')] };
}

function closed(form: Record<string, unknown>): unknown {
	const { schema } = form;
	return isObject(schema) && schema.additionalProperties === undefined
		? { ...form, schema: { ...schema, additionalProperties: false } }
		: form;
}

function securityParameters(document: object): string[] {
	const { components } = document as { components?: { securitySchemes?: object } };
	return Object.values(components?.securitySchemes ?? {}).flatMap((scheme: unknown) =>
		isObject(scheme) && scheme.in === 'query' && typeof scheme.name === 'string'
			? [scheme.name]
			: [],
	);
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
