import type { IDataObject } from 'n8n-workflow';
import { FieldError } from '../../../frontendApi/fieldError';
import { isObject } from '../../../frontendApi/objects';

/**
 * Picks fields out of an answer; what comes out keeps its nesting. A list on the way is picked from
 * entry by entry. A field that the answer lacks is left out.
 *
 * @param paths each as the names on the way
 */
export function selectFields(answer: IDataObject, paths: string[][]): IDataObject {
	const selected = pick(answer, paths);
	return isObject(selected) ? (selected as IDataObject) : {};
}

/**
 * @param paths comma-separated paths with dots, such as `response.id, response.user.username`
 * @throws {FieldError} when no path is given
 */
export function parsePaths(paths: string): string[][] {
	const parsed = paths
		.split(',')
		.map((path) => path.split('.').map((part) => part.trim()))
		.filter((path) => path.some((part) => part !== ''));
	if (parsed.length > 0) return parsed;
	throw new FieldError(
		"'Output Fields' is empty",
		"Enter at least one field, for example response.id, or choose another option under 'Output'.",
	);
}

function pick(value: unknown, paths: string[][]): unknown {
	if (paths.some((path) => path.length === 0)) return value;
	if (Array.isArray(value)) return value.map((entry) => pick(entry, paths));
	if (!isObject(value)) return undefined;
	const picked: Array<[string, unknown]> = [];
	for (const name of new Set(paths.map(([head]) => head ?? ''))) {
		if (!Object.hasOwn(value, name)) continue;
		const below = paths.filter(([head]) => head === name).map(([, ...rest]) => rest);
		const field = pick(value[name], below);
		if (field !== undefined) picked.push([name, field]);
	}
	return Object.fromEntries(picked);
}
