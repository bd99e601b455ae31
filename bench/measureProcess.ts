import axios from 'axios';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { startEngine } from '../engine';
import type { SandboxReport } from './sandboxProcess';
import * as scenarios from './scenarios';
import { type Scenario, workflowOf } from './scenarios';

export interface MeasureOrder {
	group: 'distinctCalls' | 'inFlight' | 'oneToken';
	index: number;
	items: number;
	/** How often the job is done; the middle time counts. */
	rounds: number;
	/** Items of a round before that, which does not count: it loads and compiles. */
	warmUp: number;
	sandbox: SandboxReport;
}

export interface Measure {
	/** Milliseconds of each round. */
	times: number[];
	/** The process's peak memory, in bytes. */
	peakMemory: number;
	/** Items of the last round that hold no error. */
	succeeded: number;
}

const ROOT = join(__dirname, '..');
/** As many as the node has in flight. */
const CONCURRENCY = 20;

process.on('message', (order: MeasureOrder) => {
	void measure(order).then((result) => process.send?.(result, () => process.exit()));
});

async function measure({
	group,
	index,
	items,
	rounds,
	warmUp,
	sandbox,
}: MeasureOrder): Promise<Measure> {
	const scenario = scenarios[group][index];
	if (!scenario) throw new Error(`There is no scenario ${group} ${index}`);
	const { run, stop } = await prepare(scenario, sandbox);
	await run(warmUp);
	const times: number[] = [];
	let succeeded = 0;
	for (let round = 0; round < rounds; round++) {
		const start = performance.now();
		succeeded = await run(items);
		times.push(performance.now() - start);
	}
	await stop();
	return { times, peakMemory: process.resourceUsage().maxRSS * 1024, succeeded };
}

interface Job {
	/** Does the job for so many items and says how many succeeded. */
	run(items: number): Promise<number>;
	stop(): Promise<void>;
}

async function prepare({ step, path }: Scenario, sandbox: SandboxReport): Promise<Job> {
	const { sessionIds, credential } = sandbox;
	const sessionOf = (item: number) => sessionIds[item % sessionIds.length] ?? '';
	if (!step) return axiosJob(path, sandbox, sessionOf);
	const engine = await startEngine({
		packages: [ROOT, join(__dirname, 'floor')],
		credentials: { bench: { name: 'Clerk', type: 'clerkFrontendApi', data: credential } },
	});
	const workflow = workflowOf(step(sandbox));
	return {
		async run(items) {
			const input = Array.from({ length: items }, (_, item) => ({ sessionId: sessionOf(item) }));
			const result = await engine.run(workflow, { input });
			return result.json('Step').filter((json) => !('error' in json)).length;
		},
		stop: async () => await engine.stop(),
	};
}

function axiosJob(
	path: string,
	{ credential }: SandboxReport,
	sessionOf: (item: number) => string,
): Job {
	const client = axios.create({
		baseURL: credential.proxyUrl,
		params: { _is_native: '1', __clerk_api_version: '2026-05-12' },
		headers: { Authorization: credential.clientToken ?? '' },
		httpAgent: new Agent({ keepAlive: true }),
	});
	return {
		async run(items) {
			let next = 0;
			let succeeded = 0;
			const worker = async () => {
				while (next < items) {
					const { status } = await client.post(`/v1/client/sessions/${sessionOf(next++)}/${path}`);
					if (status === 200) succeeded++;
				}
			};
			await Promise.all(Array.from({ length: CONCURRENCY }, worker));
			return succeeded;
		},
		stop: async () => {},
	};
}
