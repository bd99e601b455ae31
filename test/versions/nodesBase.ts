import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The nodes of n8n-nodes-base that the tests use. */
const NODES = ['httpRequest', 'manualTrigger', 'noOp', 'set', 'scheduleTrigger'];

interface Manifest {
	dependencies: Record<string, string>;
}

type KnownNodes = Record<string, { sourcePath: string }>;

/**
 * What those nodes need of n8n-nodes-base's dependencies: all of them would be 400 MB a version.
 *
 * @param folder the unpacked package
 * @returns `name@range`, without n8n's own packages
 */
export function neededByNodes(folder: string): string[] {
	const { dependencies }: Manifest = readJson(join(folder, 'package.json'));
	const known: KnownNodes = readJson(join(folder, 'dist', 'known', 'nodes.json'));
	const seen = new Set<string>();
	const packages = new Set<string>();
	const visit = (file: string) => {
		if (seen.has(file)) return;
		seen.add(file);
		for (const [, request = ''] of readFileSync(file, 'utf8').matchAll(/require\("([^"]+)"\)/g)) {
			if (!request.startsWith('.')) {
				packages.add(request.split('/', request.startsWith('@') ? 2 : 1).join('/'));
				continue;
			}
			const target = moduleAt(resolve(dirname(file), request));
			if (target?.endsWith('.js')) visit(target);
		}
	};
	for (const name of NODES) {
		const { sourcePath } = known[name] ?? {};
		if (sourcePath) visit(join(folder, sourcePath));
	}
	return [...packages]
		.filter((name) => dependencies[name] !== undefined && name !== 'n8n-workflow')
		.map((name) => `${name}@${dependencies[name]}`);
}

function moduleAt(path: string): string | undefined {
	const candidates = [path, `${path}.js`, `${path}.json`, join(path, 'index.js')];
	return candidates.find((file) => existsSync(file) && statSync(file).isFile());
}

function readJson<T>(file: string): T {
	const content: T = JSON.parse(readFileSync(file, 'utf8'));
	return content;
}
