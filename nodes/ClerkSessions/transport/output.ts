import type { IDataObject, IExecutePaginationFunctions } from 'n8n-workflow';
import { FieldError } from '../../../frontendApi/protocol/fieldError';
import { isObject } from '../../../frontendApi/protocol/objects';
import type { AnswerDeclaration, AnswerObject, Operation } from '../operation';
import { contentOf } from './answerContent';
import { readParameter } from '../fields/readParameter';
import { readSwitch } from '../fields/readSwitch';
import { readChoice, readText } from '../fields/readText';

/** Makes the data of the items that come out of a good answer to a query. */
export type OutputMapper = (body: unknown, query: Record<string, string>) => IDataObject[];

/**
 * The output that was chosen. Of an answer that is a list, every entry becomes an item.
 *
 * @throws {FieldError} when there is no such output, or fields are to be selected and none is named
 */
export function outputMapper(
	context: IExecutePaginationFunctions,
	operation: Operation,
): OutputMapper {
	const { answer, simplify } = operation;
	const choice = readParameter(context, 'output', 'simplified');
	const limit = answer.isList ? readLimit(context) : 1;
	const resources = (body: unknown) => resourcesIn(body, operation).slice(0, limit);
	// Of a list, its entries; else the whole answer, with the client beside the resource.
	const whole = answer.isList ? resources : (body: unknown) => [toObject(body)];
	switch (readChoice(choice, ['raw', 'selectedFields', 'simplified'], 'Output')) {
		case 'raw':
			return whole;
		case 'selectedFields': {
			const text = readText(readParameter(context, 'outputFields', ''), 'Output Fields');
			const paths = parsePaths(text, answer);
			return (body) => whole(body).map((entry) => selectFields(entry, paths));
		}
		case 'simplified':
			return (body, query) => resources(body).map((resource) => simplify(resource, query));
	}
}

/** Fields of each object: Clerk's OpenAPI file, and `steps/verifySessionToken.ts`. */
const EXAMPLES: Readonly<Record<AnswerObject, readonly string[]>> = {
	client: ['id', 'updated_at'],
	session: ['id', 'status'],
	session_reverification: ['status', 'level'],
	token: ['jwt'],
	verified_token: ['isValid', 'claims.sub'],
};

/** Paths that select something of an answer. Those of a list begin at its entries. */
export function examplePaths({ in: place, isList, object }: AnswerDeclaration): string[] {
	const prefix = place === 'response' && !isList ? 'response.' : '';
	return EXAMPLES[object].map((path) => `${prefix}${path}`);
}

/** The resources that an answer holds. */
function resourcesIn(body: unknown, { answer }: Operation): IDataObject[] {
	const content = contentOf(answer, body);
	return answer.isList && Array.isArray(content) ? content.map(toObject) : [toObject(content)];
}

/** Clerk's answers are JSON: every object in them is one that an item can hold. */
function toObject(value: unknown): IDataObject {
	return isObject(value) ? (value as IDataObject) : {};
}

/** @returns Infinity for all */
function readLimit(context: IExecutePaginationFunctions): number {
	if (readSwitch(readParameter(context, 'returnAll', false), 'Return All')) return Infinity;
	const limit = Number(readText(readParameter(context, 'limit', 0), 'Limit'));
	if (Number.isInteger(limit) && limit > 0) return limit;
	throw new FieldError(
		"'Limit' is not a whole number above 0",
		"Enter how many results to return at most, or turn on 'Return All'.",
	);
}

/**
 * Picks fields out of an answer; what comes out keeps its nesting. A list on the way is picked from
 * entry by entry, or a number names one of them. What the answer lacks is left out.
 *
 * @param paths each as the names on the way
 */
export function selectFields(answer: IDataObject, paths: string[][]): IDataObject {
	const selected = pick(answer, paths);
	return isObject(selected) ? (selected as IDataObject) : {};
}

/**
 * @param paths comma-separated paths with dots, such as `response.id, response.user.username`
 * @param answer what they are to be found in
 * @throws {FieldError} when no path is given
 */
function parsePaths(paths: string, answer: AnswerDeclaration): string[][] {
	const parsed = paths
		.split(',')
		.map((path) => path.split('.').map((part) => part.trim()))
		.filter((path) => path.some((part) => part !== ''));
	if (parsed.length > 0) return parsed;
	throw new FieldError(
		"'Output Fields' is empty",
		`Enter at least one field, for example ${examplePaths(answer)[0]}, or choose another option under 'Output'.`,
	);
}

function pick(value: unknown, paths: string[][]): unknown {
	if (paths.some((path) => path.length === 0)) return value;
	if (Array.isArray(value)) return pickFromList(value, paths);
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

/** A list stays one: of the entries that a path names, or of all where a path names none. */
function pickFromList(list: unknown[], paths: string[][]): unknown[] {
	return list.flatMap((entry, index) => {
		const ofEntry = paths.flatMap(([head = '', ...rest]) => {
			if (!/^\d+$/.test(head)) return [[head, ...rest]];
			return Number(head) === index ? [rest] : [];
		});
		const picked = ofEntry.length > 0 ? pick(entry, ofEntry) : undefined;
		return picked === undefined ? [] : [picked];
	});
}
