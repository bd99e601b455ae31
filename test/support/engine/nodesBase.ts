import { LazyPackageDirectoryLoader } from 'n8n-core';
import { dirname } from 'node:path';
import { sharedInProcess } from './sharedInProcess';

/**
 * n8n-nodes-base, by n8n's lazy loader: a node of it is read when a workflow first uses it. Its
 * lists take a quarter of a second to read.
 */
export async function nodesBase(): Promise<LazyPackageDirectoryLoader> {
	return await sharedInProcess('nodesBase', load);
}

async function load(): Promise<LazyPackageDirectoryLoader> {
	const loader = new LazyPackageDirectoryLoader(
		dirname(require.resolve('n8n-nodes-base/package.json')),
	);
	await loader.loadAll();
	return loader;
}
