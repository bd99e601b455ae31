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
