import axios from 'axios';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { startEngine } from '../support/engine';
import type { SandboxReport } from './sandboxProcess';
import * as scenarios from './scenarios';
import { type Scenario, workflowOf } from './scenarios';

/** What a process is to measure. The first message it gets; each one after it asks for a round. */
export interface MeasureOptions {
	group: 'distinctCalls' | 'inFlight' | 'oneToken' | 'ownApi' | 'verifications';
	index: number;
	items: number;
	/** Items of a round before all others, which does not count: it loads and compiles. */
	warmUp: number;
	sandbox: SandboxReport;
}

/** One time that the job was done. */
export interface Round {
	/** Milliseconds. */
	time: number;
	/** The process's peak memory so far, in bytes. */
	peakMemory: number;
	/** Items that hold no error. */
	succeeded: number;
}

const ROOT = join(__dirname, '..', '..');
/** As many as the node has in flight. */
const CONCURRENCY = 20;

process.once('message', (order: MeasureOptions) => {
	const warm = warmUp(order);
	void warm.then(() => process.send?.('ready'));
	process.on('message', () => {
		void warm.then(async (run) => process.send?.(await measure(run, order.items)));
	});
});
process.on('disconnect', () => process.exit());

async function warmUp({ group, index, warmUp: items, sandbox }: MeasureOptions): Promise<Run> {
	const scenario = scenarios[group][index];
	if (!scenario) throw new Error(`There is no scenario ${group} ${index}`);
	const run = await prepare(scenario, sandbox);
	await run(items);
	return run;
}

async function measure(run: Run, items: number): Promise<Round> {
	const start = performance.now();
	const succeeded = await run(items);
	const time = performance.now() - start;
	return { time, succeeded, peakMemory: process.resourceUsage().maxRSS * 1024 };
}

/** Does the job for so many items and says how many succeeded. */
type Run = (items: number) => Promise<number>;

async function prepare({ step, path }: Scenario, sandbox: SandboxReport): Promise<Run> {
	const { sessionIds, credential } = sandbox;
	const sessionOf = (item: number) => sessionIds[item % sessionIds.length] ?? '';
	if (!step) return axiosJob(path, sandbox, sessionOf);
	const engine = await startEngine({
		packages: [ROOT, join(__dirname, 'floor')],
		credentials: {
			bench: { name: 'Clerk', type: 'clerkFrontendApi', data: credential },
			...credentialOf('clerkSessionTokenApi', { ...credential, apiUrl: credential.proxyUrl ?? '' }),
			...credentialOf('httpBearerAuth', { token: sandbox.sessionToken }),
		},
	});
	const workflow = workflowOf(step(sandbox));
	return async (items) => {
		const input = Array.from({ length: items }, (_, item) => ({ sessionId: sessionOf(item) }));
		const result = await engine.run(workflow, { input });
		return result.json('Step').filter((json) => !('error' in json)).length;
	};
}

/** One with the name of its type. */
function credentialOf(type: string, data: Record<string, string>) {
	return { [type]: { name: type, type, data } };
}

function axiosJob(
	path: string,
	{ credential }: SandboxReport,
	sessionOf: (item: number) => string,
): Run {
	const headers = { Authorization: credential.clientToken ?? '' };
	const params = { _is_native: '1', __clerk_api_version: '2026-05-12' };
	return async (items) => {
		// Connections of the last round would be closed by now, or just about to be.
		const httpAgent = new Agent({ keepAlive: true });
		const client = axios.create({ baseURL: credential.proxyUrl, params, headers, httpAgent });
		let next = 0;
		let succeeded = 0;
		const worker = async () => {
			while (next < items) {
				const { status } = await client.post(`/v1/client/sessions/${sessionOf(next++)}/${path}`);
				if (status === 200) succeeded++;
			}
		};
		await Promise.all(Array.from({ length: CONCURRENCY }, worker));
		httpAgent.destroy();
		return succeeded;
	};
}
