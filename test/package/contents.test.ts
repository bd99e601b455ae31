import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE } from '../support/setup';

interface Packed {
	files: Array<{ path: string; size: number }>;
}

const manifest: Record<string, unknown> & { n8n: { nodes: string[]; credentials: string[] } } =
	JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));

let packed: string[] | undefined;

/** What `npm pack` would ship. */
const packedFiles = (): string[] => (packed ??= askNpm());

function askNpm(): string[] {
	const output = execFileSync('npm', ['pack', '--dry-run', '--json'], {
		cwd: PACKAGE,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
		// There npm is a command file, which only a shell runs.
		shell: process.platform === 'win32',
	});
	const [answer]: Packed[] = JSON.parse(output);
	return answer?.files.map(({ path }) => path).sort() ?? [];
}

test('the tarball holds what was built, README, licence and package.json, nothing else', () => {
	const files = packedFiles();
	const others = files.filter((path) => !path.startsWith('dist/'));
	expect(others.map((path) => path.replace(/^LICENSE\.md$/, 'LICENSE'))).toEqual([
		'LICENSE',
		'README.md',
		'package.json',
	]);
	expect(files).toEqual(expect.arrayContaining(manifest.n8n.nodes));
	expect(files).toEqual(expect.arrayContaining(manifest.n8n.credentials));
	const built = files.filter((path) => path.startsWith('dist/'));
	const shipped = /^dist\/(credentials|frontendApi|nodes)\/.*\.(js|d\.ts|json|svg)$/;
	expect(built.filter((path) => !shipped.test(path))).toEqual([]);
});

test('it needs nothing at run time but n8n', () => {
	for (const name of ['dependencies', 'optionalDependencies', 'bundledDependencies', 'overrides']) {
		expect(manifest[name] ?? {}).toEqual({});
	}
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	const imports = packedFiles()
		.filter((path) => path.endsWith('.js'))
		.flatMap((path) =>
			[...readFileSync(join(PACKAGE, path), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].map(
				([, name]) => name ?? '',
			),
		)
		.filter((name) => !name.startsWith('.'));
	expect([...new Set(imports)].sort()).toEqual(['n8n-workflow', 'node:crypto']);
});

test('nothing runs when it is installed', () => {
	const scripts = Object.keys(Object(manifest.scripts));
	const atInstall = [
		'preinstall',
		'install',
		'postinstall',
		'prepare',
		'preprepare',
		'postprepare',
	];
	expect(scripts.filter((name) => atInstall.includes(name))).toEqual([]);
});

test('n8n finds it, and people find where it comes from', () => {
	const home = 'https://github.com/n8n-nodes-clerk-sessions/n8n-nodes-clerk-sessions';
	expect(manifest).toMatchObject({
		name: 'n8n-nodes-clerk-sessions',
		version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
		license: 'MIT',
		homepage: home,
		author: {
			name: 'n8n-nodes-clerk-sessions contributors',
			email: 'n8n-nodes-clerk-sessions@users.noreply.github.com',
		},
		repository: { type: 'git', url: `git+${home}.git` },
		keywords: expect.arrayContaining(['n8n-community-node-package']),
		n8n: { n8nNodesApiVersion: 1 },
	});
});
