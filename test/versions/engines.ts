import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './folders';

/** The packages of one version of n8n that make its engine. */
export interface EngineVersion {
	/** The version of n8n that depends on exactly these. */
	n8n: string;
	core: string;
	workflow: string;
	nodesBase: string;
	/** Which versions of n8n it stands for. */
	standsFor: string;
	/** Whether it is what this project itself depends on: nothing to install. */
	isOwn?: boolean;
}

/** As published; the oldest that is supported first. */
const OLDER: EngineVersion[] = [
	version('1.123.81', '1.122.48', '1.120.31', '1.121.53', '1.123: the last of 1.x'),
	version('2.0.3', '2.0.2', '2.0.1', '2.0.2', '2.0'),
	version(
		'2.11.4',
		'2.11.1',
		'2.11.1',
		'2.11.2',
		'2.10 (of which n8n-core is not published) and 2.11',
	),
	version('2.20.12', '2.20.6', '2.20.3', '2.20.7', '2.20'),
	version('2.30.8', '2.30.4', '2.30.2', '2.30.5', '2.30'),
];

/** All versions of the table. The newest is the one that this project develops against. */
export function allEngines(): EngineVersion[] {
	return [...OLDER, ownEngine()];
}

/** Whatever npm says is newest now. */
export function latestEngine(): EngineVersion {
	const core = npmView('n8n-core@latest', 'version');
	return version(
		core,
		core,
		npmView(`n8n-core@${core}`, 'dependencies.n8n-workflow'),
		npmView('n8n-nodes-base@latest', 'version'),
		'the newest',
	);
}

function ownEngine(): EngineVersion {
	const core = installed('n8n-core');
	return {
		...version(
			core,
			core,
			installed('n8n-workflow'),
			installed('n8n-nodes-base'),
			'the one this project develops against',
		),
		isOwn: true,
	};
}

function version(
	n8n: string,
	core: string,
	workflow: string,
	nodesBase: string,
	standsFor: string,
): EngineVersion {
	return { n8n, core, workflow, nodesBase, standsFor };
}

function installed(name: string): string {
	const file = join(PROJECT, 'node_modules', name, 'package.json');
	return String(JSON.parse(readFileSync(file, 'utf8')).version);
}

function npmView(spec: string, field: string): string {
	return execFileSync('npm', ['view', spec, field], { encoding: 'utf8' }).trim();
}
