import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isObject } from './json';

/**
 * Reads an OpenAPI description from a file, YAML or JSON.
 *
 * @throws Error when there is no such file, or it holds no description of version 3
 */
export function readDescription(path: string): object {
	const document: unknown = parse(readFileSync(path, 'utf8'), { maxAliasCount: -1 });
	if (isObject(document) && String(document.openapi).startsWith('3.') && isObject(document.paths)) {
		return document;
	}
	throw new Error(`${path} is no OpenAPI description of version 3`);
}
