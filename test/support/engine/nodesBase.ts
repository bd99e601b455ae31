import { LazyPackageDirectoryLoader } from 'n8n-core';
import { dirname } from 'node:path';

interface Shared {
	nodesBase?: Promise<LazyPackageDirectoryLoader>;
}

/** What the test files of one of jest's processes share, or what the engines of another process do. */
const { shared = {} } = globalThis as { shared?: Shared };

/**
 * n8n-nodes-base, by n8n's lazy loader: a node of it is read when a workflow first uses it. Shared by
 * the engines of a process, as it does not change and its lists take a quarter of a second to read.
 */
export async function nodesBase(): Promise<LazyPackageDirectoryLoader> {
	return await (shared.nodesBase ??= load());
}

async function load(): Promise<LazyPackageDirectoryLoader> {
	const loader = new LazyPackageDirectoryLoader(
		dirname(require.resolve('n8n-nodes-base/package.json')),
	);
	await loader.loadAll();
	return loader;
}
