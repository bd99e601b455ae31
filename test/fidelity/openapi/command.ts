import { parseArgs } from 'node:util';
import { collectExchanges, validate, type Check } from './check';
import type { Difference } from './description/description';
import { readDescription } from './description/readDescription';
import { checkErrors, readErrorList, type ErrorCheck } from './errors';

const USAGE = `Usage: npm run check:openapi -- [DESCRIPTION] [--errors LIST]

  DESCRIPTION    Clerk's OpenAPI description of the Frontend API, YAML or JSON
                 (fapi/<version>.yml of the public repository clerk/openapi-specs)
  --errors LIST  Clerk's list of Frontend API errors
                 (data/api_errors.json of the public repository clerk/clerk-docs)

Judges every answer of the sandbox and every request of the node by them. Exit code 1 if anything
differs that is not known to (test/fidelity/openapi/knownDifferences.ts).`;

type Print = (lines: string) => void;

/**
 * The command behind `npm run check:openapi`.
 *
 * @param args as they stand after the command
 * @param print takes a line, or several
 * @param collect finds out what there is to judge
 * @returns whether nothing differs
 * @throws Error for arguments or files that cannot be used
 */
export async function check(
	args: string[],
	print: Print,
	collect = collectExchanges,
): Promise<boolean> {
	const { values, positionals } = parseArgs({
		args,
		options: { errors: { type: 'string' }, help: { type: 'boolean', default: false } },
		allowPositionals: true,
	});
	const [path, ...others] = positionals;
	if (others.length > 0) throw new Error(USAGE);
	if (values.help) {
		print(USAGE);
		return true;
	}
	const results: boolean[] = [];
	if (path !== undefined) {
		const description = readDescription(path);
		results.push(printCheck(print, path, await validate(await collect(), description)));
	}
	if (values.errors !== undefined) {
		results.push(printErrors(print, values.errors, checkErrors(readErrorList(values.errors))));
	}
	if (results.length === 0) {
		print(`Nothing is checked: no description and no list of errors was given.\n\n${USAGE}`);
	}
	return results.every(Boolean);
}

function printCheck(
	print: Print,
	path: string,
	{ answers, requests, known, differences }: Check,
): boolean {
	print(`\n${path}: ${answers} answers of the sandbox, ${requests} requests of the node`);
	for (const [{ reason }, ones] of known) {
		print(`\n  known, ${ones.length}: ${reason}`);
		printOnce(print, ones);
	}
	print(`\n  ${differences.length === 0 ? 'Nothing else differs.' : 'These differ:'}`);
	printOnce(print, differences);
	return differences.length === 0;
}

/** Prints what differs, each with the operations where it does. */
function printOnce(print: Print, differences: Difference[]): void {
	const operations = new Map<string, Set<string>>();
	for (const { side, what, operationId } of differences) {
		const line = `${side}: ${what}`;
		operations.set(line, (operations.get(line) ?? new Set()).add(operationId));
	}
	for (const [line, where] of operations) print(`    ${line} (${[...where].join(', ')})`);
}

function printErrors(
	print: Print,
	path: string,
	{ checked, known, differences }: ErrorCheck,
): boolean {
	print(`\n${path}: ${checked} errors of the sandbox`);
	for (const line of known) print(`\n  known: ${line}`);
	print(`\n  ${differences.length === 0 ? 'Nothing else differs.' : 'These differ:'}`);
	for (const line of differences) print(`    ${line}`);
	return differences.length === 0;
}
