import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { AGENT_NODE } from '../engine/fixture/workflows';
import type { WorkflowJson } from '../support/engine';
import { CREDENTIAL_TYPE as API_CREDENTIAL_TYPE } from '../ownApi/setup';
import { PACKAGE } from '../support/setup';
import { CLERK_SESSIONS, CLERK_SESSIONS_TRIGGER, CREDENTIAL_TYPE } from '../support/workflows';

const FOLDER = join(PACKAGE, 'examples');

/** The names of all examples. */
export const EXAMPLES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

/** An example as it is in its file. */
export function readExample(name: string): WorkflowJson {
	const workflow: WorkflowJson = JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
	return workflow;
}

/**
 * An example as a user sets it up after importing it: the credential chosen, and what stands in the
 * step "Settings" filled in.
 *
 * @param settings values by name; each has to be one that the step has. `url` is where the HTTP Request
 * node sends its request to.
 */
export function importExample(
	name: string,
	credential: string,
	settings: Record<string, string> = {},
): WorkflowJson {
	const workflow = readExample(name);
	for (const node of workflow.nodes) {
		const chosen = { id: credential, name: credential };
		const isOurs = [CLERK_SESSIONS, CLERK_SESSIONS_TRIGGER].includes(node.type);
		if (isOurs) node.credentials = { [CREDENTIAL_TYPE]: chosen };
		if (node.credentials?.[API_CREDENTIAL_TYPE]) {
			node.credentials = { [API_CREDENTIAL_TYPE]: chosen };
			if (settings.url !== undefined) node.parameters.url = settings.url;
		}
		if (node.name === 'Settings') {
			const { assignments } = node.parameters.assignments as { assignments: IDataObject[] };
			for (const [key, value] of Object.entries(settings)) {
				const assignment = assignments.find((one) => one.name === key);
				if (!assignment) throw new Error(`"Settings" in ${name} has no ${key}`);
				assignment.value = value;
			}
		}
	}
	return workflow;
}

/** The engine's own nodes for tests, an agent among them. */
export const AGENT_PACKAGE = join(PACKAGE, 'test', 'engine', 'fixture');

/** Whether the engine has a node: the whole n8n has those of langchain (`npm run e2e`). */
export const isInEngine = ({ type }: INode) => !type.startsWith('@n8n/n8n-nodes-langchain.');

/**
 * An example with an agent whose model always asks for the same; one without stays as it is.
 *
 * @param answers what the model fills in
 */
export function withStubAgent(
	workflow: WorkflowJson,
	answers: Record<string, string>,
): WorkflowJson {
	const nodes = workflow.nodes.map((node) =>
		node.type.endsWith('.agent')
			? {
					...node,
					type: AGENT_NODE,
					typeVersion: 1,
					parameters: { arguments: JSON.stringify(answers) },
				}
			: node,
	);
	const left = nodes.filter(isInEngine);
	const names = left.map(({ name }) => name);
	const connections = Object.entries(workflow.connections).filter(([from]) => names.includes(from));
	return { ...workflow, nodes: left, connections: Object.fromEntries(connections) };
}
