import type { N8nApi } from './n8nApi';

/** A node as it stands in a workflow's JSON. */
export interface WorkflowNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	/** Of a trigger that is called by its path: n8n 1.123 puts the workflow's ID before it without. */
	webhookId?: string;
}

/** An arrow between two nodes: from, to, and of which kind if not of the usual one. */
export type Connection = [from: string, to: string, kind?: 'ai_tool' | 'ai_languageModel'];

interface Stored {
	id: string;
	versionId: string;
}

/** Makes a workflow without the browser, for checks that are not about that. @returns its ID */
export async function storeWorkflow(
	rest: N8nApi,
	name: string,
	nodes: WorkflowNode[],
	arrows: Connection[],
): Promise<Stored> {
	const connections: Record<string, Record<string, Array<Array<object>>>> = {};
	const below = new Set(arrows.flatMap(([from, , kind]) => (kind ? [from] : [])));
	for (const [from, to, kind = 'main'] of arrows) {
		const [branch] = ((connections[from] ??= {})[kind] ??= [[]]);
		branch?.push({ node: to, type: kind, index: 0 });
	}
	return await rest.post<Stored>('/rest/workflows', {
		name,
		nodes: nodes.map((node, index) => ({
			...node,
			id: crypto.randomUUID(),
			// What hangs below an agent stands below it: the first of it comes right after it.
			position: below.has(node.name) ? [220 * (index - 1), 240] : [220 * index, 0],
		})),
		connections,
		settings: { executionOrder: 'v1' },
		// n8n 1.123 does not store it without.
		active: false,
	});
}

/** Publishes a stored workflow: its triggers listen from now on. */
export async function publishWorkflow(rest: N8nApi, { id, versionId }: Stored): Promise<void> {
	await rest.post(`/rest/workflows/${id}/activate`, { versionId });
}

export const MANUAL_TRIGGER: WorkflowNode = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};
