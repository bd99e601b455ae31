import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { N8n } from './n8n';
import { ROOT } from './paths';

/** Runs under the Node.js of n8n, which has SQLite built in. */
const INSERT = `
const { DatabaseSync } = require('node:sqlite');
const [file, name, version] = process.argv.slice(1);
const database = new DatabaseSync(file, { timeout: 10000 });
database
	.prepare('INSERT INTO installed_packages (packageName, installedVersion) VALUES (?, ?)')
	.run(name, version);
database
	.prepare('INSERT INTO installed_nodes (name, type, latestVersion, package) VALUES (?, ?, 1, ?)')
	.run('Clerk Sessions', name + '.clerkSessions', name);
`;

/**
 * Enters the unpacked package into n8n's list of community packages, as n8n does after it has
 * downloaded one. n8n itself takes packages from the public registry only, unless it is licensed
 * for another, so the download cannot be played here.
 */
export function registerPackage({ database, node }: N8n): void {
	const { name, version }: { name: string; version: string } = JSON.parse(
		readFileSync(join(ROOT, 'package.json'), 'utf8'),
	);
	execFileSync(node, ['--eval', INSERT, database, name, version], {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
}
