import { PollContext } from 'n8n-core';
import {
	deepCopy,
	type ICredentialsHelper,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	UserError,
	type Workflow,
	type WorkflowActivateMode,
} from 'n8n-workflow';

import { createAdditionalData } from './additionalData';
import type { Runner } from './run';
import type { PolledWorkflow, PollResult, WorkflowJson } from './types';
import { runPoll } from './versions/runPoll';

/**
 * Publishes a workflow that begins with a polling trigger, as n8n's main process does when somebody
 * presses Publish, and again when it starts (n8n-core's ActiveWorkflows, later PollTriggerExecutor, with
 * package n8n's poll functions around it). Polls come when they are asked for, not by a clock.
 *
 * @throws what the first poll threw: n8n does not publish then
 */
export async function publish(
	runner: Runner,
	credentialsHelper: ICredentialsHelper,
	workflowJson: WorkflowJson,
	activation: WorkflowActivateMode = 'activate',
): Promise<PolledWorkflow> {
	const workflow = runner.open(workflowJson);
	const node = findPoller(workflow);
	const emitted: INodeExecutionData[][][] = [];
	const errors: Error[] = [];
	/** What n8n's database holds of the workflow's static data. */
	let stored: IDataObject = deepCopy(workflowJson.staticData ?? {});
	/** n8n's WorkflowStaticDataService: what has not changed is not written. */
	const save = () => {
		if (workflow.staticData.__dataChanged !== true) return;
		stored = JSON.parse(JSON.stringify(workflow.staticData));
		workflow.staticData.__dataChanged = false;
	};
	const additionalData = createAdditionalData({ credentialsHelper, workflowId: workflow.id });
	const context = new PollContext(
		workflow,
		node,
		additionalData,
		'trigger',
		activation,
		(data) => {
			save();
			emitted.push(data);
		},
		(error) => errors.push(error),
	);

	/** @param isTest whether it is the poll of publishing, whose error is thrown */
	async function tick(isTest: boolean): Promise<void> {
		const poll = runPoll(workflow, node, context);
		const data = await poll.catch((error: unknown) => {
			if (isTest || !(error instanceof Error)) throw error;
			context.__emitError(error);
			return null;
		});
		if (data !== null) context.__emit(data);
	}

	async function result(isTest: boolean): Promise<PollResult> {
		await tick(isTest);
		const [error] = errors.splice(0);
		const [data] = emitted.splice(0);
		const items = data?.flat() ?? [];
		const run = data && (await runner.startFrom(workflowJson, node.name, data, deepCopy(stored)));
		return { items, json: items.map(({ json }) => json), error, run };
	}

	const first = await result(true);
	save();
	return {
		first,
		poll: async () => await result(false),
		get stored() {
			return deepCopy(stored);
		},
		restart: async () =>
			await publish(
				runner,
				credentialsHelper,
				{ ...workflowJson, staticData: deepCopy(stored) },
				'init',
			),
	};
}

/** @throws {UserError} where none of the workflow's nodes polls */
function findPoller(workflow: Workflow): INode {
	const [node] = workflow.getPollNodes();
	if (node) return node;
	throw new UserError('No node of the workflow polls');
}
