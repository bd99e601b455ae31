import type { PollContext, TriggersAndPollers } from 'n8n-core';
import type { INode, INodeExecutionData, Workflow } from 'n8n-workflow';

type RunPoll = (
	workflow: Workflow,
	node: INode,
	context: PollContext,
) => Promise<INodeExecutionData[][] | null>;

/** n8n-core's poller: before 2.30 its method had a shorter name. */
type AnyPoller = Partial<Record<'runPoll' | 'runPollFunction', RunPoll>>;

/** Calls a node's `poll` as n8n does. */
export async function runPoll(
	poller: TriggersAndPollers & AnyPoller,
	workflow: Workflow,
	node: INode,
	context: PollContext,
): Promise<INodeExecutionData[][] | null> {
	if (poller.runPoll) return await poller.runPoll(workflow, node, context);
	return await poller.runPollFunction(workflow, node, context);
}
