import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES } from '../versions/folders';

/** The releases of n8n that the checks run on: the newest, and the oldest that is supported. */
export const RELEASES = ['newest', 'oldest'] as const;

export type Release = (typeof RELEASES)[number];

/** An n8n, in a package of its own together with the Node.js that runs it. */
export interface Installation {
	/** The folder that says what belongs to it: `package.json` and lockfile. */
	source: string;
	/** Where it is installed. */
	directory: string;
	/** The folder of Node.js, from the npm registry: headers in `include/`, programs in `bin/`. */
	node: string;
}

const FOLDERS: Readonly<Record<Release, string>> = { newest: 'n8n', oldest: 'n8n-oldest' };

export function installationOf(release: Release): Installation {
	const source = join(__dirname, FOLDERS[release]);
	// Not beside the source: jest would walk through all of it to find the tests.
	const directory = join(ENGINES, `whole-${FOLDERS[release]}`);
	const node = join(directory, 'node_modules', `node-${process.platform}-${process.arch}`);
	return { source, directory, node };
}

/** @returns the version of n8n that a folder's `package.json` asks for */
export function versionOf({ source }: Installation): string {
	const { dependencies }: { dependencies: { n8n: string } } = JSON.parse(
		readFileSync(join(source, 'package.json'), 'utf8'),
	);
	return dependencies.n8n;
}
