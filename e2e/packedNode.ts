import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './paths';

/**
 * Packs the project as it would be published and unpacks it where n8n keeps community packages.
 *
 * @param userFolder n8n's `N8N_USER_FOLDER`
 * @returns the folder of the installed package
 * @throws Error when it cannot be built or packed
 */
export function installPackedNode(userFolder: string): string {
	const packed = mkdtempSync(join(tmpdir(), 'clerk-sessions-pack-'));
	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-clerk-sessions');
	try {
		if (isBuildOutdated()) run('npm', ['run', '--silent', 'build'], ROOT);
		run('npm', ['pack', '--silent', '--pack-destination', packed], ROOT);
		mkdirSync(target, { recursive: true });
		// What npm packs lies in a folder `package`.
		run('sh', ['-c', 'tar -xzf "$0"/*.tgz -C "$1" --strip-components=1', packed, target], ROOT);
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
function isBuildOutdated(): boolean {
	const built = join(ROOT, 'dist', 'nodes', 'ClerkSessions', 'ClerkSessions.node.js');
	if (!existsSync(built)) return true;
	const builtAt = statSync(built).mtimeMs;
	return ['nodes', 'credentials', 'frontendApi'].some((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).some(
			(file) => statSync(join(ROOT, folder, file)).mtimeMs > builtAt,
		),
	);
}
