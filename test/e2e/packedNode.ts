import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './paths';

/**
 * Packs the project as it would be published and unpacks it where n8n keeps community packages.
 *
 * @param userFolder n8n's `N8N_USER_FOLDER`
 * @param project the checkout to pack
 * @returns the folder of the installed package
 * @throws Error when it cannot be built or packed
 */
export function installPackedNode(userFolder: string, project = ROOT): string {
	const packed = mkdtempSync(join(tmpdir(), 'clerk-sessions-pack-'));
	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-clerk-sessions');
	try {
		if (isBuildOutdated(project)) run('npm', ['run', '--silent', 'build'], project);
		run('npm', ['pack', '--silent', '--pack-destination', packed], project);
		mkdirSync(target, { recursive: true });
		// What npm packs lies in a folder `package`.
		run('sh', ['-c', 'tar -xzf "$0"/*.tgz -C "$1" --strip-components=1', packed, target], project);
		return target;
	} finally {
		rmSync(packed, { recursive: true });
	}
}

function run(program: string, args: string[], cwd: string): void {
	execFileSync(program, args, {
		cwd,
		env: { ...process.env, npm_config_loglevel: 'error' },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
}

/** A build empties `dist` for a moment, in which nobody else can use it: so only where one is needed. */
function isBuildOutdated(project: string): boolean {
	const built = join(project, 'dist', 'nodes', 'ClerkSessions', 'ClerkSessions.node.js');
	if (!existsSync(built)) return true;
	const builtAt = statSync(built).mtimeMs;
	return ['nodes', 'credentials', 'frontendApi'].some((folder) =>
		readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }).some(
			(file) => statSync(join(project, folder, file)).mtimeMs > builtAt,
		),
	);
}
