import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { markdownTable } from '../bench/table';
import { type Candidate, candidates } from './candidates';
import { type Cluster, CONCURRENCY } from './cluster';
import { cpuSeconds } from './cpuTime';
import { Executions } from './executions';
import { N8N_PACKAGE, SCALING_PAGE } from './paths';
import type { Report } from './report';

const EXECUTIONS = 150;
const ROUNDS = 3;
const WARM_UP = 50;
const BEGIN = '<!-- measured -->';
const END = '<!-- end of what is measured -->';

/** A round of a candidate: executions a second, and processor time for each in ms. */
interface Round {
	rate: number;
	worker: number;
	main: number;
	postgres: number;
	redis: number;
}

interface Row {
	workers: number;
	candidate: Candidate;
	rounds: Round[];
}

/**
 * Measures how fast one worker and two get through a full queue, and writes the table to
 * `docs/scaling.md`. The candidates take turns: a machine that is slower for a while is so for all.
 */
export async function measure(cluster: Cluster, report: Report): Promise<void> {
	const all = Object.values(await candidates(cluster));
	const rows: Row[] = [];
	for (const workers of [1, 2]) {
		await cluster.scaleTo(workers);
		const these: Row[] = all.map((candidate) => ({ workers, candidate, rounds: [] }));
		for (const { candidate } of these) await run(cluster, candidate, WARM_UP);
		for (let round = 1; round <= ROUNDS; round++) {
			console.error(`${workers} workers, round ${round} of ${ROUNDS}`);
			for (const row of these) row.rounds.push(await run(cluster, row.candidate, EXECUTIONS));
		}
		rows.push(...these);
	}
	const text = table(rows);
	console.log(text);
	const page = readFileSync(SCALING_PAGE, 'utf8');
	const [before = '', rest = ''] = page.split(BEGIN);
	const [, after = ''] = rest.split(END);
	writeFileSync(SCALING_PAGE, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
	report.check(`measured, and written to docs/scaling.md`, []);
}

/** @throws Error when an execution did not succeed: then nothing was measured */
async function run(cluster: Cluster, { name, workflow }: Candidate, count: number): Promise<Round> {
	const { main, postgres, redis, workers } = cluster;
	const used = () => ({
		worker: workers.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
		main: cpuSeconds(main.pid),
		postgres: cpuSeconds(postgres.service.pid),
		redis: cpuSeconds(redis.service.pid),
	});
	// Before the webhooks are called: main's part is to take them. The workers stand still meanwhile.
	const before = used();
	const executions = await Executions.start(cluster, Array(count).fill(workflow), true);
	const startedAt = Date.now();
	const { endedAt, reasons, succeeded } = await executions.settle();
	if (succeeded !== count) {
		throw new Error(`${name}: ${succeeded} of ${count} succeeded, ${[...reasons.keys()].join()}`);
	}
	const after = used();
	const each = (part: keyof typeof before) => ((after[part] - before[part]) / count) * 1000;
	return {
		rate: count / ((endedAt - startedAt) / 1000),
		worker: each('worker'),
		main: each('main'),
		postgres: each('postgres'),
		redis: each('redis'),
	};
}

function table(rows: Row[]): string {
	const { version }: { version: string } = JSON.parse(readFileSync(N8N_PACKAGE, 'utf8'));
	const [cpu] = cpus();
	const middle = (row: Row, part: keyof Round) => median(row.rounds.map((round) => round[part]));
	const ratio = (row: Row) => {
		const reference = rows.find(
			({ workers, candidate }) => workers === row.workers && candidate.name === 'HTTP Request',
		);
		// Round by round: what slowed one down slowed its neighbours down.
		return median(
			row.rounds.map(({ rate }, index) => rate / (reference?.rounds[index]?.rate ?? NaN)),
		);
	};
	return [
		`Written by \`npm run test:queue -- --measure\`. ${EXECUTIONS} executions lie in the queue when the workers go on; each is a webhook and one step. The middle of ${ROUNDS} rounds, in which the steps take turns. n8n ${version}, ${CONCURRENCY} executions at a time per worker, everything on one machine: ${cpus().length} × ${cpu?.model.replace(/ \d+-Core.*/, '') ?? 'unknown'}. Times compare on one machine only; _ratio_ is to the HTTP Request node in the same round.`,
		markdownTable(
			[
				'Step',
				'Workers',
				'Executions a second',
				'Ratio',
				'Worker, CPU ms each',
				'Main, CPU ms each',
				'PostgreSQL, CPU ms each',
				'Redis, CPU ms each',
			],
			rows.map((row) => [
				row.candidate.name,
				String(row.workers),
				middle(row, 'rate').toFixed(1),
				ratio(row).toFixed(2),
				...(['worker', 'main', 'postgres', 'redis'] as const).map((part) =>
					middle(row, part).toFixed(1),
				),
			]),
		),
	].join('\n\n');
}

function median(values: number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
