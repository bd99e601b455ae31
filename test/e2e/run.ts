import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Browser } from 'playwright-core';
import { startSandbox } from '../../sandbox';
import { keepFailure, openPage, startBrowser } from './browser';
import { type Lane, LANES } from './checks';
import { Canvas } from './editor/canvas';
import { EDITORS } from './editor/releases';
import { signIn } from './editor/signIn';
import type { Release } from './installation';
import { N8n } from './n8n';
import { installPackedNode } from './packedNode';
import { failuresOf } from './paths';
import { NO_PICTURES, Pictures } from './pictures';
import { Report, type ReportPart } from './report';
import { N8nApi } from './n8nApi';
import { optionsOf } from './options';

/**
 * Runs the checks: all, or those whose names are given, on every release of n8n, or on the one that
 * `--n8n` names.
 *
 * @returns whether every check passed
 */
async function main(args: string[]): Promise<boolean> {
	const { names, releases } = optionsOf(args);
	const unknown = names.filter((name) => !LANES.some((lane) => Object.hasOwn(lane, name)));
	if (unknown.length > 0) throw new Error(`No checks ${unknown.join(', ')}`);
	for (const release of releases) rmSync(failuresOf(release), { recursive: true, force: true });
	const report = new Report();
	const runs = releases
		.flatMap((release) => LANES.map((lane) => ({ release, lane: chosen(lane, names) })))
		.filter(({ lane }) => Object.keys(lane).length > 0);
	const next = async (): Promise<void> => {
		const run = runs.shift();
		if (!run) return;
		await runLane(run.lane, run.release, report);
		await next();
	};
	// A lane waits for half of its time: one for each core keeps all of them busy.
	await Promise.all(Array.from({ length: availableParallelism() }, next));
	return report.finish();
}

/** @returns the checks of a lane that have one of the names; all when there are no names */
function chosen(lane: Lane, names: string[]): Lane {
	const entries = Object.entries(lane);
	return Object.fromEntries(entries.filter(([name]) => names.length === 0 || names.includes(name)));
}

/** Runs checks on one n8n, with a sandbox and a browser of their own. */
async function runLane(lane: Lane, release: Release, all: Report): Promise<void> {
	const n8n = await N8n.prepare(release);
	const report = all.part(`n8n ${n8n.version}`);
	await runChecks(lane, n8n, report).catch(async (error: unknown) => {
		await report.check('all checks can be made', () => Promise.reject(error));
	});
	report.print();
}

async function runChecks(lane: Lane, n8n: N8n, report: ReportPart): Promise<void> {
	const { release } = n8n;
	const sandbox = await startSandbox();
	let browser: Browser | undefined;
	try {
		report.heading('The start');
		const rest = new N8nApi(n8n.url);
		const isReady = await report.check('starts, with the packed node installed', async () => {
			installPackedNode(n8n.userFolder);
			await n8n.start();
			await rest.setUpOwner();
		});
		if (!isReady) return;
		browser = await startBrowser();
		const page = await openPage(browser);
		report.onFailure = async (name) => await keepFailure(page, failuresOf(release), name);
		await signIn(page, n8n.url);
		const canvas = new Canvas(page, n8n.url, EDITORS[release]);
		const pictures = release === 'newest' ? new Pictures(page) : NO_PICTURES;
		const context = { n8n, rest, sandbox, page, canvas, pictures, report };
		for (const [name, check] of Object.entries(lane)) {
			// What goes wrong between two checks costs the rest of this part, not of the run.
			await check(context).catch(async (error: unknown) => {
				await report.check(`${name}: all its checks can be made`, () => Promise.reject(error));
			});
		}
	} finally {
		await browser?.close();
		await n8n.stop();
		await sandbox.stop();
		if (process.env.KEEP) console.log(n8n.userFolder);
		else n8n.removeUserFolder();
	}
}

main(process.argv.slice(2)).then(
	(ok) => {
		process.exitCode = ok ? 0 : 1;
	},
	(error: unknown) => {
		console.error(error);
		console.log('\ntests: 0 passed, 1 failed');
		process.exitCode = 1;
	},
);
