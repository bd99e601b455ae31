import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { allEngines, type EngineVersion, latestEngine } from './engines';
import { PROJECT } from './folders';
import { install } from './install';
import { page, table, type Tried } from './page';
import { type Column, readColumn } from './results';

const PAGE = join(PROJECT, 'docs', 'compatibility.md');
/** Engines that run at the same time: each is busy on one core. */
const AT_ONCE = 2;
/** After which an engine's tests are given up. */
const LONGEST_MS = 900_000;

void main(process.argv.slice(2));

/**
 * Tries the package on each version of n8n and prints the table.
 *
 * @param args versions (`1.123 2.30`; all when missing), or `--latest`: only what npm says is newest
 */
async function main(args: string[]): Promise<void> {
	const engines = args.includes('--latest') ? [latestEngine()] : chosen(args);
	const tried = await inTurn(engines, async (engine) => {
		const column = await tryOn(engine);
		report(engine, column);
		return { engine, column };
	});
	console.log(`\n${await prettyMarkdown(table(tried))}`);
	if (args.length === 0) writeFileSync(PAGE, await prettyMarkdown(page(tried)));
	const cells = tried.flatMap(({ column }) => [...column.values()]);
	const passed = cells.reduce((sum, cell) => sum + cell.passed, 0);
	const failed = cells.reduce((sum, cell) => sum + cell.failures.length, 0);
	console.log(`tests: ${passed} passed, ${failed} failed`);
	process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

/** @throws Error for a version that is not in the table */
function chosen(args: string[]): EngineVersion[] {
	const engines = allEngines();
	if (args.length === 0) return engines;
	return args.map((arg) => {
		const found = engines.find(({ n8n }) => n8n === arg || n8n.startsWith(`${arg}.`));
		if (found) return found;
		const known = engines.map(({ n8n }) => n8n).join(', ');
		throw new Error(`${arg} is none of ${known}`);
	});
}

async function tryOn(engine: EngineVersion): Promise<Column> {
	const folder = engine.isOwn ? '' : await install(engine);
	const scratch = mkdtempSync(join(tmpdir(), 'versions-'));
	try {
		const file = join(scratch, 'report.json');
		await jest(file, folder);
		return readColumn(file);
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

/** Runs the tests; which failed stands in the report. */
async function jest(report: string, folder: string): Promise<void> {
	const args = [
		require.resolve('jest/bin/jest'),
		'--config',
		'jest.versions.config.js',
		'--runInBand',
		// Engines of some versions keep timers, and tests that fail leave servers.
		'--forceExit',
		'--json',
		'--outputFile',
		report,
	];
	const env = { ...process.env, N8N_ENGINE: folder };
	const options = { cwd: PROJECT, env, timeout: LONGEST_MS, maxBuffer: 64 * 1024 * 1024 };
	await new Promise<void>((resolve) => {
		execFile(process.execPath, args, options, () => resolve());
	});
}

/** Says what failed as soon as it is known. */
function report({ n8n }: EngineVersion, column: Column): void {
	for (const [row, { passed, failures }] of column) {
		if (failures.length === 0) continue;
		console.log(`\nn8n ${n8n}, ${row}: ${failures.length} failed, ${passed} passed`);
		for (const { title, why } of failures) {
			const lines = why.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
			console.log(
				`  ${title}\n${lines
					.slice(0, 12)
					.map((line) => `      ${line}`)
					.join('\n')}`,
			);
		}
	}
	console.log(`n8n ${n8n}: done`);
}

/** Does something with each, so many at a time; the results in their order. */
async function inTurn(
	engines: EngineVersion[],
	run: (engine: EngineVersion) => Promise<Tried>,
): Promise<Tried[]> {
	const results: Tried[] = [];
	const left = [...engines.entries()];
	const worker = async () => {
		for (let next = left.shift(); next; next = left.shift()) {
			const [index, engine] = next;
			results[index] = await run(engine);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return results;
}

async function prettyMarkdown(text: string): Promise<string> {
	return await format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}
