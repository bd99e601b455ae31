import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from '../e2e/freePort';
import { QUIET_SETTINGS } from '../e2e/quietSettings';
import { N8N_PROGRAM, NODE } from './paths';
import { Service } from './service';

const HOST = '127.0.0.1';

export interface N8nProcessOptions {
	name: string;
	/** Its `N8N_USER_FOLDER`, as if it ran on a machine of its own. */
	userFolder: string;
	/** The unpacked node, which it gets a copy of. */
	packedNode: string;
	/** Database, queue, and the key that all of them share. */
	settings: Record<string, string>;
}

/** @returns n8n's main process, which does not run yet, and its address */
export async function prepareMain(
	options: N8nProcessOptions,
): Promise<{ service: Service; url: string }> {
	const port = await freePort();
	const url = `http://${HOST}:${port}`;
	const service = await prepare(options, ['start'], port, {
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: HOST,
		N8N_HOST: HOST,
		N8N_EDITOR_BASE_URL: url,
		WEBHOOK_URL: url,
	});
	return { service, url };
}

/**
 * @param concurrency how many executions it runs at a time
 * @returns a worker that does not run yet
 */
export async function prepareWorker(
	options: N8nProcessOptions,
	concurrency: number,
): Promise<Service> {
	const port = await freePort();
	return await prepare(options, ['worker', `--concurrency=${concurrency}`], port, {
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: HOST,
	});
}

async function prepare(
	{ name, userFolder, packedNode, settings }: N8nProcessOptions,
	args: string[],
	port: number,
	ownSettings: Record<string, string>,
): Promise<Service> {
	const modules = join(userFolder, '.n8n', 'nodes', 'node_modules');
	mkdirSync(modules, { recursive: true });
	cpSync(packedNode, join(modules, 'n8n-nodes-clerk-sessions'), { recursive: true });
	return new Service({
		name,
		program: NODE,
		args: [N8N_PROGRAM, ...args],
		directory: userFolder,
		logFile: join(userFolder, 'n8n.log'),
		env: {
			PATH: `${dirname(NODE)}:${process.env.PATH ?? ''}`,
			LANG: 'C.UTF-8',
			HOME: userFolder,
			TZ: 'UTC',
			GENERIC_TIMEZONE: 'UTC',
			N8N_USER_FOLDER: userFolder,
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			EXECUTIONS_MODE: 'queue',
			...QUIET_SETTINGS,
			...settings,
			...ownSettings,
		},
		isReady: async () => (await fetch(`http://${HOST}:${port}/healthz/readiness`)).ok,
	});
}
