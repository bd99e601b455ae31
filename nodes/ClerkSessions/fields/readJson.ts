import { FieldError } from '../../../frontendApi/protocol/fieldError';

/** What JSON can say. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/**
 * The object that a JSON field stands for: JSON text, or what an expression made of it.
 *
 * @param label the field's name as shown, for the message
 * @param example of an object
 * @returns a copy that holds nothing but JSON
 * @throws {FieldError} when it is something else than an object, or holds what JSON cannot say
 */
export function readJsonObject(
	value: unknown,
	label: string,
	example: string,
): Record<string, Json> {
	const given = typeof value === 'string' ? parseJson(value, label) : value;
	let copy: Json | undefined;
	try {
		copy = isPlainObject(given) ? copyJson(given) : null;
	} catch {
		// A list that holds itself, or a value that resists being read.
	}
	if (copy === undefined) {
		throw new FieldError(
			`'${label}' holds something that JSON has no word for`,
			'It may hold text, numbers, true, false, null, and lists and objects of these. Turn dates and the like into text first.',
		);
	}
	if (typeof copy === 'object' && copy !== null && !Array.isArray(copy)) return copy;
	throw new FieldError(`'${label}' is not an object`, `Enter one object, for example ${example}.`);
}

function parseJson(text: string, label: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw notJson(label);
	}
}

function notJson(label: string): FieldError {
	return new FieldError(
		`'${label}' is not valid JSON`,
		'Check quotes, commas and brackets: names and text stand in double quotes, and nothing follows the closing bracket.',
	);
}

/** @throws for what JSON has no word for; a field that is undefined is left out, as JSON does */
function copyJson(value: unknown): Json {
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
	if (typeof value === 'number' && Number.isFinite(value)) return value;
	if (Array.isArray(value)) return Array.from(value, copyJson);
	if (!isPlainObject(value)) throw new TypeError('Not JSON');
	const fields = Object.entries(value).filter(([, field]) => field !== undefined);
	return Object.fromEntries(fields.map(([name, field]) => [name, copyJson(field)]));
}

/** An object and no more: neither a list nor a Map, a date or anything else with a class. */
function isPlainObject(value: unknown): value is object {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	// Objects of an expression can come from another realm: their prototype is the last one, too.
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}
