import { eventually } from './eventually';
import type { TestContext } from './testContext';

/** An execution as n8n lists it. */
export interface Execution {
	mode: string;
	startedAt: string;
	status: string;
}

/** The newest executions of the workflow that is open. */
export async function executionsOf({ canvas, rest }: TestContext): Promise<Execution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: canvas.workflowId }));
	const path = `/rest/executions?filter=${filter}`;
	const { results } = await rest.get<{ results: Execution[] }>(path);
	return results;
}

/** How long a workflow whose schedule is set to every five seconds may let us wait. */
export const SCHEDULE_PATIENCE_MS = 60_000;

/** Whether a run that its trigger began after a time succeeds. @param time in milliseconds since 1970 */
export async function succeedsSince(context: TestContext, time: number): Promise<boolean> {
	return await eventually(async () =>
		(await executionsOf(context)).some(
			({ mode, startedAt, status }) =>
				mode === 'trigger' && status === 'success' && Date.parse(startedAt) > time,
		),
	);
}
