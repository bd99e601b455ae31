import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster';
import type { PublishedWorkflow } from './workflows';

/** How long executions may take. */
const PATIENCE_MS = 180_000;
/** After so many ms in which no execution came to an end, those that are left count as lost. */
const QUIET_MS = 45_000;

/** What became of executions. */
export interface Outcome {
	started: number;
	succeeded: number;
	/** What those that did not succeed say, and how many say it. */
	reasons: Map<string, number>;
	/** When the last one ended, in milliseconds since 1970. */
	endedAt: number;
}

/** Executions of one or more workflows, started through their webhooks. */
export class Executions {
	private constructor(
		private readonly cluster: Cluster,
		private readonly workflowIds: string[],
		private readonly after: number,
		private readonly count: number,
		/** What the webhook answered where it took no execution. */
		private readonly refused: string[],
	) {}

	/**
	 * Calls webhooks in this order: all at once, unless there is a time between two of them.
	 *
	 * @param backlog whether the workers are to find all of them in the queue: as after a deployment
	 * @param everyMs how long after the one before each begins
	 */
	static async start(
		cluster: Cluster,
		workflows: PublishedWorkflow[],
		backlog = false,
		everyMs = 0,
	): Promise<Executions> {
		const [last] = await cluster.postgres.query<{ id: number }>(
			'SELECT coalesce(max(id), 0) AS id FROM execution_entity',
		);
		if (backlog) for (const worker of cluster.workers) worker.signal('SIGSTOP');
		const answers = await Promise.all(
			workflows.map(async ({ webhookPath }, index) => {
				await sleep(index * everyMs);
				return await call(cluster.url + webhookPath);
			}),
		);
		for (const worker of cluster.workers) worker.signal('SIGCONT');
		return new Executions(
			cluster,
			[...new Set(workflows.map(({ id }) => id))],
			last?.id ?? 0,
			workflows.length,
			answers.filter((answer) => answer !== ACCEPTED),
		);
	}

	/** Waits until all have ended, or no more of them do. */
	async settle(quiet = QUIET_MS): Promise<Outcome> {
		const until = Date.now() + PATIENCE_MS;
		let ended = 0;
		let lastEnd = Date.now();
		while (ended < this.count - this.refused.length && Date.now() < until) {
			await sleep(300);
			const now = await this.ended().catch(() => ended);
			if (now !== ended) lastEnd = Date.now();
			else if (Date.now() - lastEnd > quiet) break;
			ended = now;
		}
		return await this.outcome();
	}

	/** How many have ended, well or not. */
	async ended(): Promise<number> {
		const [row] = await this.cluster.postgres.query<{ count: number }>(
			`SELECT count(*) FROM execution_entity WHERE ${this.these}
			AND status NOT IN ('new', 'running', 'waiting')`,
		);
		return row?.count ?? 0;
	}

	private get these(): string {
		return `"workflowId" IN (${this.workflowIds.map((id) => `'${id}'`).join()}) AND id > ${this.after}`;
	}

	private async outcome(): Promise<Outcome> {
		const { postgres } = this.cluster;
		const [good] = await postgres.query<{ count: number; ended: string | null }>(
			`SELECT count(*), max("stoppedAt") AS ended FROM execution_entity
			WHERE ${this.these} AND status = 'success'`,
		);
		const others = await postgres.query<{ status: string; data: string | null }>(
			`SELECT e.status, d.data FROM execution_entity e
			LEFT JOIN execution_data d ON d."executionId" = e.id
			WHERE e."workflowId" IN (${this.workflowIds.map((id) => `'${id}'`).join()})
			AND e.id > ${this.after} AND e.status <> 'success'`,
		);
		const reasons = new Map<string, number>();
		const note = (reason: string) => reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
		for (const { status, data } of others) note(`${status}: ${messageIn(data)}`);
		for (const answer of this.refused) note(`the webhook: ${answer}`);
		const succeeded = good?.count ?? 0;
		return {
			started: this.count,
			succeeded,
			reasons,
			endedAt: good?.ended ? new Date(good.ended).getTime() : NaN,
		};
	}
}

const ACCEPTED = '200';

async function call(url: string): Promise<string> {
	try {
		const response = await fetch(url, { method: 'POST' });
		const text = await response.text();
		return response.ok ? ACCEPTED : `${response.status} ${text.slice(0, 100)}`;
	} catch (error) {
		return error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error);
	}
}

/** n8n stores an execution in the format of the package `flatted`: every value is an index. */
function messageIn(data: string | null): string {
	const values: unknown = JSON.parse(data ?? '[]');
	if (!Array.isArray(values)) return 'no data';
	let value: unknown = values[0];
	for (const key of ['resultData', 'error', 'message']) {
		if (typeof value !== 'object' || value === null) return 'no message';
		const index: unknown = Reflect.get(value, key);
		if (typeof index !== 'string') return 'no message';
		value = values[Number(index)];
	}
	return withoutIds(String(value));
}

/** So that the same message about two sessions counts as one. */
function withoutIds(message: string): string {
	return message.replace(/\b(sess|client|user)_\w+/g, '$1_…').slice(0, 200);
}
