import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../e2e/paths';
import { Cluster } from './cluster';
import { countCredentialWrites } from './credentialWrites';
import { faults, runFault } from './faults';
import { checkLogs } from './logs';
import { measure } from './measure';
import { runOwnApi } from './ownApi';
import { Report } from './report';
import { scenarios } from './scenarios';
import { runTrial, type TrialResult } from './trial';

interface Choice {
	/** The most telling cases, once each. */
	short: boolean;
	/** Measures instead, and writes the table of docs/scaling.md. */
	measure: boolean;
	/** The checkout whose node is tested. */
	project: string;
	/** Only cases whose names hold this. */
	only: string;
	/** How often each case is tried; by default as often as it says itself. */
	repetitions?: number;
}

/** What `--only` knows the executions by that call an API of the user's own. */
const OWN_API = 'own API';

/** @throws {Error} for anything but a whole number above 0: none of the cases would be tried */
function countIn(text: string): number {
	if (/^[1-9]\d*$/.test(text)) return Number(text);
	throw new Error(`--repetitions takes a number from 1 on, not ${text}`);
}

/** Something that is tried in a cluster. */
type Case = (cluster: Cluster, report: Report) => Promise<void>;

/** @returns whether everything holds */
async function main(choice: Choice): Promise<boolean> {
	const report = new Report();
	const lanes: Case[][] = choice.measure ? [[measure]] : lanesOf(choice);
	const runs = lanes.map(async (cases) => {
		await runLane(cases, report, choice).catch((error: unknown) => {
			console.error(error);
			report.check('all cases can be tried', [String(error)]);
		});
	});
	await Promise.all(runs);
	return report.finish();
}

/**
 * The cases that are tried, in lanes side by side: with two workers each uses less than half of two
 * cores, as it waits most of its time. With six there is one lane.
 */
function lanesOf(choice: Choice): Case[][] {
	const waiting = [...ownApiCases(choice), ...faultCases(choice)];
	const lanes = choice.short
		? [scenarioCases(choice), waiting]
		: [[...scenarioCases(choice), ...waiting]];
	return lanes.filter((cases) => cases.length > 0);
}

/** Tries cases one after the other, in a cluster of their own. */
async function runLane(cases: Case[], report: Report, choice: Choice): Promise<void> {
	const cluster = new Cluster();
	try {
		console.log('Starting PostgreSQL, Redis and n8n');
		await cluster.start(choice.project);
		await countCredentialWrites(cluster.postgres);
		for (const tryCase of cases) await tryCase(cluster, report);
		if (!choice.measure) checkLogs(cluster, report);
	} finally {
		await cluster.stop();
	}
}

function scenarioCases({ short, only, repetitions }: Choice): Case[] {
	return scenarios
		.filter((scenario) => !short || (scenario.short && scenario.workers === 2))
		.filter(({ name, way, reads, workers }) =>
			`${name}, ${way}, ${reads}, ${workers}`.includes(only),
		)
		.sort((one, other) => one.workers - other.workers)
		.map((scenario) => async (cluster, report) => {
			await cluster.scaleTo(scenario.workers);
			const results: TrialResult[] = [];
			for (let index = 0; index < (repetitions ?? (short ? 1 : scenario.repetitions)); index++) {
				results.push(await runTrial(cluster, scenario, index % 2 === 0));
			}
			report.scenario(scenario, results);
		});
}

function ownApiCases({ short, only }: Choice): Case[] {
	if (!OWN_API.includes(only)) return [];
	return (short ? [2] : [2, 6]).map((workers) => async (cluster, report) => {
		await cluster.scaleTo(workers);
		await runOwnApi(cluster, report, workers, short);
	});
}

function faultCases({ short, only }: Choice): Case[] {
	return faults
		.filter((fault) => (!short || fault.short) && fault.name.includes(only))
		.map((fault) => async (cluster, report) => {
			await cluster.scaleTo(2);
			await runFault(cluster, report, fault);
		});
}

// What this process leaves running or lying about goes when it ends, however it ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.once(signal, () => process.exit(1));
}

const { values } = parseArgs({
	options: {
		short: { type: 'boolean', default: false },
		measure: { type: 'boolean', default: false },
		project: { type: 'string', default: ROOT },
		only: { type: 'string', default: '' },
		repetitions: { type: 'string' },
	},
});

const { repetitions, ...choice } = values;
main({
	...choice,
	project: resolve(choice.project),
	repetitions: repetitions === undefined ? undefined : countIn(repetitions),
}).then(
	(ok) => {
		process.exitCode = ok ? 0 : 1;
	},
	(error: unknown) => {
		console.error(error);
		console.log('\ntests: 0 passed, 1 failed');
		process.exitCode = 1;
	},
);
