import type { PollContext } from 'n8n-core';
import type { INode, INodeExecutionData, Workflow } from 'n8n-workflow';

import { Container, requireAsCore } from '../container';

type RunPoll = (
	workflow: Workflow,
	node: INode,
	context: PollContext,
) => Promise<INodeExecutionData[][] | null>;

/** n8n-core's poller: before 2.30 its method had a shorter name. */
type TriggersAndPollers = Partial<Record<'runPoll' | 'runPollFunction', RunPoll>>;

interface PollerModule {
	TriggersAndPollers: abstract new () => TriggersAndPollers;
}

/** Calls a node's `poll` as n8n does. Most versions keep what does so to themselves. */
export const runPoll: RunPoll = async (workflow, node, context) => {
	const module: PollerModule = requireAsCore('./execution-engine/triggers-and-pollers.js');
	const poller = Container.get(module.TriggersAndPollers);
	if (poller.runPoll) return await poller.runPoll(workflow, node, context);
	if (poller.runPollFunction) return await poller.runPollFunction(workflow, node, context);
	throw new Error('This version of n8n-core polls in another way');
};
