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

/** @returns whether everything holds */
async function main(choice: Choice): Promise<boolean> {
	const cluster = new Cluster();
	try {
		console.log('Starting PostgreSQL, Redis and n8n');
		await cluster.start(choice.project);
		await countCredentialWrites(cluster.postgres);
		const report = new Report();
		if (choice.measure) {
			await measure(cluster, report);
			return report.finish();
		}
		await runScenarios(cluster, report, choice);
		await runOwnApis(cluster, report, choice);
		await runFaults(cluster, report, choice);
		checkLogs(cluster, report);
		return report.finish();
	} finally {
		await cluster.stop();
	}
}

async function runScenarios(
	cluster: Cluster,
	report: Report,
	{ short, only, repetitions }: Choice,
): Promise<void> {
	const chosen = scenarios
		.filter((scenario) => !short || (scenario.short && scenario.workers === 2))
		.filter(({ name, way, reads, workers }) =>
			`${name}, ${way}, ${reads}, ${workers}`.includes(only),
		)
		.sort((one, other) => one.workers - other.workers);
	if (chosen.length === 0) return;
	report.heading();
	for (const scenario of chosen) {
		await cluster.scaleTo(scenario.workers);
		const results: TrialResult[] = [];
		for (let index = 0; index < (repetitions ?? (short ? 1 : scenario.repetitions)); index++) {
			results.push(await runTrial(cluster, scenario, index % 2 === 0));
		}
		report.scenario(scenario, results);
	}
}

async function runOwnApis(
	cluster: Cluster,
	report: Report,
	{ short, only }: Choice,
): Promise<void> {
	if (!OWN_API.includes(only)) return;
	for (const workers of short ? [2] : [2, 6]) {
		await cluster.scaleTo(workers);
		await runOwnApi(cluster, report, workers, short);
	}
}

async function runFaults(cluster: Cluster, report: Report, { short, only }: Choice): Promise<void> {
	for (const fault of faults) {
		if ((short && !fault.short) || !fault.name.includes(only)) continue;
		await cluster.scaleTo(2);
		await runFault(cluster, report, fault);
	}
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
