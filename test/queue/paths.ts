import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installationOf } from '../e2e/installation';

/** Debian's. */
export const REDIS_SERVER = '/usr/bin/redis-server';
export const POSTGRES_PACKAGE = 'postgresql';
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

const newest = installationOf('newest');

/** The Node.js that runs n8n, and n8n's program. */
export const NODE = join(newest.node, 'bin', 'node');
export const N8N_PROGRAM = join(newest.directory, 'node_modules', 'n8n', 'bin', 'n8n');
export const N8N_PACKAGE = join(newest.directory, 'node_modules', 'n8n', 'package.json');

export const SCALING_PAGE = join(__dirname, '..', '..', 'docs', 'scaling.md');

/** @returns the folder of the newest PostgreSQL's programs; undefined when none is installed */
export function postgresPrograms(): string | undefined {
	if (!existsSync(POSTGRES_VERSIONS)) return undefined;
	return readdirSync(POSTGRES_VERSIONS)
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(POSTGRES_VERSIONS, version, 'bin'))
		.find((folder) => existsSync(join(folder, 'postgres')));
}
