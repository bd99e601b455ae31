import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE } from '../support/setup';

interface Lockfile {
	/** By path; the package itself at `''`. */
	packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
}

const FOLDERS = ['.', 'test/e2e', 'test/e2e/n8n', 'test/e2e/n8n-oldest'];

function readLockfile(folder: string): Lockfile {
	return JSON.parse(readFileSync(join(PACKAGE, folder, 'package-lock.json'), 'utf8'));
}

/** Where Node looks for a package: beside the one that asks, then in each folder above. */
function candidates(from: string, name: string): string[] {
	const parts = from === '' ? [] : from.split('/node_modules/');
	return parts
		.map(
			(_part, index) => `${parts.slice(0, index + 1).join('/node_modules/')}/node_modules/${name}`,
		)
		.concat(`node_modules/${name}`);
}

/** @returns `who → what` for each optional dependency without an entry */
function missingFrom({ packages }: Lockfile): string[] {
	return Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies)
			.filter((name) => candidates(from, name).every((path) => !Object.hasOwn(packages, path)))
			.map((name) => `${from} → ${name}`),
	);
}

// npm leaves out, without a word, what a lockfile does not name: native parts of other systems are
// optional dependencies, and without theirs the tests do not start. `npm ci` refuses such a lockfile.
describe.each(FOLDERS)('package-lock.json in %s', (folder) => {
	test('names the optional packages of every system', () => {
		const lockfile = readLockfile(folder);
		expect(Object.keys(lockfile.packages).length).toBeGreaterThan(1);
		expect(missingFrom(lockfile)).toEqual([]);
	});

	test('names no registry', () => {
		const resolved = Object.values(readLockfile(folder).packages).filter((one) => one.resolved);
		expect(resolved).toEqual([]);
	});
});

test('an optional package that a lockfile lacks is found missing', () => {
	const lockfile = readLockfile('.');
	const { packages } = lockfile;
	delete packages['node_modules/@swc/core-win32-x64-msvc'];
	expect(missingFrom(lockfile)).toEqual(['node_modules/@swc/core → @swc/core-win32-x64-msvc']);
});

/** Programs that whoever installs the package has. */
const OF_NODE = ['node', 'npm'];

/** What a command line of npm's shells would take as more than programs and their arguments. */
const SHELL_ONLY = /['$`;<>|*?~]|(^|[^&])&([^&]|$)|(^|&& *)\w+=/;

describe.each(['.', 'test/e2e'])('the scripts of package.json in %s', (folder) => {
	const { scripts }: { scripts: Record<string, string> } = JSON.parse(
		readFileSync(join(PACKAGE, folder, 'package.json'), 'utf8'),
	);

	test.each(Object.entries(scripts))('%s runs in the shell of any system', (_name, script) => {
		expect(script).not.toMatch(SHELL_ONLY);
		const programs = script.split('&&').map((command) => command.trim().split(' ')[0] ?? '');
		const unknown = programs.filter(
			(one) => !OF_NODE.includes(one) && !existsSync(join(PACKAGE, 'node_modules', '.bin', one)),
		);
		expect(unknown).toEqual([]);
	});
});
