import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Installation, installationOf, type Release, versionOf } from './installation';
import { CHROMIUM } from './paths';

/** n8n's dependencies that do not run without their compiled part. */
const COMPILED = ['isolated-vm', 'sqlite3'];

/** Brings a whole n8n onto the machine; does nothing when it is there. */
export function installN8n(release: Release): void {
	const n8n = installationOf(release);
	const what = `n8n ${versionOf(n8n)} and its Node.js (about 5 minutes)`;
	copyPackage(n8n);
	installPackages(n8n.directory, what, () => compile(n8n));
}

/** The same with what uses n8n: the browser, its driver, and the MCP client. */
export function installClients(): void {
	installPackages(__dirname, 'the browser driver and the MCP client');
	installChromium();
}

function copyPackage({ source, directory }: Installation): void {
	mkdirSync(directory, { recursive: true });
	for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
		copyFileSync(join(source, file), join(directory, file));
	}
}

/**
 * Installs what a folder's lockfile names, unless that was done already.
 *
 * @param after what else has to be done before the folder counts as installed
 */
function installPackages(directory: string, what: string, after: () => void = () => {}): void {
	const stamp = join(directory, 'node_modules', '.installed');
	const wanted = createHash('sha256')
		.update(readFileSync(join(directory, 'package-lock.json')))
		.digest('hex');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
	console.log(`Installing ${what}`);
	// Not `npm ci`: it empties the folder first, so that every change of a lockfile costs the whole of
	// n8n again.
	run('npm', ['install', '--ignore-scripts', '--no-save'], directory);
	after();
	writeFileSync(stamp, wanted);
}

/** Builds the two native parts against the Node.js that runs n8n, whatever Node.js runs this. */
function compile({ directory, node }: Installation): void {
	run('npm', ['rebuild', ...COMPILED], directory, {
		npm_config_ignore_scripts: 'false',
		npm_config_nodedir: node,
		// SQLite is one large file: to make it fast takes half a minute, which no check wins back.
		CFLAGS: '-O1',
		PATH: `${join(node, 'bin')}:${process.env.PATH}`,
	});
}

function installChromium(): void {
	if (existsSync(CHROMIUM)) return;
	console.log('Installing Chromium');
	run('apt-get', ['update']);
	run(
		'apt-get',
		['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
		'.',
		{
			DEBIAN_FRONTEND: 'noninteractive',
		},
	);
}

/** Runs a program in silence; if it fails, shows what it printed and ends. */
function run(program: string, args: string[], cwd = '.', env: Record<string, string> = {}): void {
	try {
		execFileSync(program, args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
	} catch (error) {
		const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
		const said = `${stdout?.toString() ?? ''}${stderr?.toString() ?? ''}`.slice(-4000);
		process.stderr.write(`${program} ${args.join(' ')} failed\n${said}\n`);
		process.exit(1);
	}
}
