import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installN8n } from '../e2e/install';
import { POSTGRES_PACKAGE, REDIS_SERVER, postgresPrograms } from './paths';

/** Installs Debian's Redis and PostgreSQL where they are missing. Their own services stay stopped. */
function installServices(): void {
	const missing = [
		...(existsSync(REDIS_SERVER) ? [] : ['redis-server']),
		...(postgresPrograms() === undefined ? [POSTGRES_PACKAGE] : []),
	];
	if (missing.length === 0) return;
	console.log(`Installing ${missing.join(' and ')}`);
	aptGet('update');
	// Debian's switch against a package starting its service: only our own instances are wanted.
	aptGet('install', '--yes', '--no-install-recommends', ...missing);
}

function aptGet(...args: string[]): void {
	execFileSync('apt-get', ['-qq', ...args], {
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
}

installServices();
installN8n('newest');
