import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { WorkflowJson } from '../support/engine';
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
 * @param settings values by name; each has to be one that the step has
 */
export function importExample(
	name: string,
	credential: string,
	settings: Record<string, string> = {},
): WorkflowJson {
	const workflow = readExample(name);
	for (const node of workflow.nodes) {
		if ([CLERK_SESSIONS, CLERK_SESSIONS_TRIGGER].includes(node.type)) {
			node.credentials = { [CREDENTIAL_TYPE]: { id: credential, name: credential } };
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
