import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { startSandbox } from '../sandbox';
import { keepFailure, openPage, startBrowser } from './browser';
import { checks } from './checks';
import { Canvas } from './editor/canvas';
import { signIn } from './editor/signIn';
import { N8n } from './n8n';
import { installPackedNode } from './packedNode';
import { FAILURES } from './paths';
import { Pictures } from './pictures';
import { Report } from './report';
import { Rest } from './rest';

/**
 * Runs the checks: all, or those whose names are given.
 *
 * @returns whether every check passed
 */
async function main(names: string[]): Promise<boolean> {
	rmSync(FAILURES, { recursive: true, force: true });
	const n8n = await N8n.prepare();
	const sandbox = await startSandbox();
	let browser: Browser | undefined;
	try {
		console.log('Packing and installing the node');
		installPackedNode(n8n.userFolder);
		console.log('Starting n8n');
		await n8n.start();
		const rest = new Rest(n8n.url);
		await rest.setUpOwner();
		browser = await startBrowser();
		const page = await openPage(browser);
		await signIn(page, n8n.url);
		const report = new Report(async (name) => await keepFailure(page, name));
		const canvas = new Canvas(page, n8n.url);
		const pictures = new Pictures(page);
		const world = { n8n, rest, sandbox, page, canvas, pictures, report };
		for (const [name, check] of Object.entries(checks)) {
			if (names.length === 0 || names.includes(name)) await check(world);
		}
		return report.finish();
	} finally {
		await browser?.close();
		await n8n.stop();
		await sandbox.stop();
		n8n.removeUserFolder();
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
