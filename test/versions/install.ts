import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EngineVersion } from './engines';
import { ENGINES } from './folders';
import { neededByNodes } from './nodesBase';

const run = promisify(execFile);

/**
 * Installs an engine in a folder of its own, unless it is there: n8n-core and n8n-workflow with all
 * they depend on, n8n-nodes-base with what the nodes in use need. No install script runs.
 *
 * @returns the folder
 */
export async function install({ n8n, core, workflow, nodesBase }: EngineVersion): Promise<string> {
	const folder = join(ENGINES, n8n);
	const wanted = JSON.stringify({ core, workflow, nodesBase });
	const stamp = join(folder, `${Buffer.from(wanted).toString('base64url')}.installed`);
	if (existsSync(stamp)) return folder;
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');

	const nodes = join(folder, 'n8n-nodes-base');
	await unpack(`n8n-nodes-base@${nodesBase}`, folder, nodes);
	const packages = [`n8n-core@${core}`, `n8n-workflow@${workflow}`, ...neededByNodes(nodes)];
	await run(
		'npm',
		[
			'install',
			...packages,
			'--ignore-scripts',
			'--legacy-peer-deps',
			'--no-audit',
			'--no-fund',
			'--no-package-lock',
			'--prefer-offline',
		],
		{ cwd: folder },
	);
	renameSync(nodes, join(folder, 'node_modules', 'n8n-nodes-base'));
	writeFileSync(stamp, '');
	return folder;
}

/** Unpacks a package without its dependencies, and without what only a debugger or the editor reads. */
async function unpack(spec: string, folder: string, target: string): Promise<void> {
	const { stdout } = await run('npm', ['pack', spec, '--json', '--silent'], {
		cwd: folder,
		maxBuffer: 64 * 1024 * 1024,
	});
	const [packed]: Array<{ filename: string }> = JSON.parse(stdout);
	const tarball = join(folder, packed?.filename ?? '');
	mkdirSync(target);
	await run('tar', [
		'-xzf',
		tarball,
		'-C',
		target,
		'--strip-components=1',
		'--exclude=*.map',
		'--exclude=*/node-definitions/*',
	]);
	rmSync(tarball);
}
