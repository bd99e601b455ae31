import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	deepCopy,
	ExecutionBaseError,
	type ICredentialsHelper,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeTypes,
	type IPinData,
	type IRun,
	type IRunExecutionData,
	type IWorkflowBase,
	LoggerProxy,
	UserError,
	Workflow,
	type WorkflowExecuteMode,
	WorkflowOperationError,
} from 'n8n-workflow';

import { createAdditionalData } from './additionalData';
import { createResult } from './result';
import type { RunningWorkflow, RunOptions, RunResult, WorkflowJson } from './types';

/** What n8n keeps of an execution in its database. */
export interface StoredExecution {
	id: string;
	mode: WorkflowExecuteMode;
	workflow: IWorkflowBase;
	data: IRunExecutionData;
}

interface ExecuteOptions {
	/** Seconds, for what is left of the execution; not given or not above 0: no limit. */
	timeout?: number;
	signal?: AbortSignal;
	prepare?: (workflow: Workflow) => Promise<void>;
}

/**
 * Runs workflows as n8n's WorkflowRunner does in its main process, without saving anything on the
 * way: only an execution that waits is kept, so that it can be resumed.
 */
export class Runner {
	private readonly running = new Set<RunningWorkflow>();

	private readonly waiting = new WeakMap<RunResult, string>();

	private executionCount = 0;

	constructor(
		private readonly nodeTypes: INodeTypes,
		private readonly credentialsHelper: ICredentialsHelper,
	) {}

	start(workflowJson: WorkflowJson, options: RunOptions = {}): RunningWorkflow {
		const { mode = 'manual', executionTimeout, signal } = options;
		const stored = toWorkflowData(workflowJson);
		// As in n8n, data pinned in the editor counts when the editor runs the workflow.
		const usesPins = mode === 'manual' || mode === 'evaluation';
		const pinData: IPinData | undefined = usesPins ? stored.pinData : undefined;
		const workflow = this.createWorkflow(stored, pinData);
		const startNode = findStartNode(workflow, options.startNode);
		const input = options.input && toItems(options.input);
		// In the editor a trigger makes its own items unless some are pinned to it.
		const pinsInput = input && mode === 'manual' && isTrigger(workflow, startNode);
		const data = createRunExecutionData({
			startData: {},
			executionData: {
				nodeExecutionStack: [
					{ node: startNode, data: { main: [input ?? [{ json: {} }]] }, source: null },
				],
			},
			resultData: { pinData: pinsInput ? { ...pinData, [startNode.name]: input } : pinData },
		});
		const id = String(++this.executionCount);
		const timeout = executionTimeout ?? stored.settings?.executionTimeout;
		return this.execute({ id, mode, workflow: stored, data }, workflow, { timeout, signal });
	}

	/** A workflow as n8n holds it, outside of any run. */
	open(workflowJson: WorkflowJson): Workflow {
		return this.createWorkflow(toWorkflowData(workflowJson));
	}

	/**
	 * Runs a workflow with what its trigger put out, as n8n's WorkflowExecutionService does.
	 *
	 * @param staticData what the database holds by now
	 */
	startFrom(
		workflowJson: WorkflowJson,
		trigger: string,
		main: INodeExecutionData[][],
		staticData: IDataObject,
	): RunningWorkflow {
		const stored = toWorkflowData({ ...workflowJson, staticData });
		const workflow = this.createWorkflow(stored);
		const node = findStartNode(workflow, trigger);
		const data = createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node, data: { main }, source: null }] },
		});
		const id = String(++this.executionCount);
		return this.execute({ id, mode: 'trigger', workflow: stored, data }, workflow, {
			timeout: stored.settings?.executionTimeout,
		});
	}

	/**
	 * Goes on with an execution that was stored.
	 * @param prepare runs before it, and may change the execution's data; if it throws, so does the
	 * run: nothing has been resumed
	 */
	restart(
		execution: StoredExecution,
		prepare: (workflow: Workflow) => Promise<void>,
	): RunningWorkflow {
		const timeout = execution.workflow.settings?.executionTimeout;
		const workflow = this.createWorkflow(execution.workflow);
		return this.execute(execution, workflow, { timeout, prepare });
	}

	/**
	 * Reads a waiting execution as from n8n's database: a copy that went through JSON.
	 * @throws UserError if the run does not wait
	 */
	read(result: RunResult): StoredExecution {
		const stored = this.waiting.get(result);
		if (stored === undefined) throw new UserError('This execution is not waiting');
		const execution: StoredExecution = JSON.parse(stored);
		return execution;
	}

	private createWorkflow(data: IWorkflowBase, pinData?: IPinData): Workflow {
		const { id, name, nodes, connections, staticData, settings } = data;
		return new Workflow({
			id,
			name,
			nodes,
			connections,
			active: false,
			nodeTypes: this.nodeTypes,
			staticData,
			settings,
			pinData,
		});
	}

	/** Cancels what runs and waits for it. */
	async stop(): Promise<void> {
		const running = [...this.running];
		for (const execution of running) execution.cancel();
		await Promise.allSettled(running);
	}

	private execute(
		execution: StoredExecution,
		workflow: Workflow,
		{ timeout = 0, signal, prepare }: ExecuteOptions,
	): RunningWorkflow {
		const { id } = execution;
		const cancellation = new AbortController();
		const cancel = () => cancellation.abort();
		if (signal?.aborted) cancel();
		signal?.addEventListener('abort', cancel);
		const timer = timeout > 0 ? setTimeout(cancel, timeout * 1000) : undefined;

		const process = async (): Promise<RunResult> => {
			await prepare?.(workflow);
			const deadline = timeout > 0 ? Date.now() + timeout * 1000 : undefined;
			const run = await this.process(
				execution,
				workflow,
				cancellation.signal,
				deadline,
				prepare !== undefined,
			);
			const result = createResult(id, run, new Set(Object.keys(workflow.nodes)));
			if (run.status === 'waiting') {
				this.waiting.set(result, JSON.stringify({ ...execution, data: run.data }));
			}
			return result;
		};
		const finished = process().finally(() => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', cancel);
			this.running.delete(running);
		});
		const running: RunningWorkflow = Object.assign(finished, { executionId: id, cancel });
		this.running.add(running);
		return running;
	}

	/** @param deadline Unix time in milliseconds, checked by n8n before each node */
	private async process(
		{ id, mode, data, workflow: stored }: StoredExecution,
		workflow: Workflow,
		cancelled: AbortSignal,
		deadline: number | undefined,
		isRestart: boolean,
	): Promise<IRun> {
		const additionalData = createAdditionalData({
			credentialsHelper: this.credentialsHelper,
			executionId: id,
			workflowId: workflow.id,
			executionTimeoutTimestamp: deadline,
		});
		if (isRestart) additionalData.restartExecutionId = id;
		additionalData.hooks = new ExecutionLifecycleHooks(mode, id, stored);
		const startedAt = new Date();
		try {
			const engine = new WorkflowExecute(additionalData, mode, data);
			// Throws at once if the workflow has issues, before anything has run.
			const execution = engine.processRunExecutionData(workflow);
			const cancel = () => execution.cancel();
			if (cancelled.aborted) cancel();
			cancelled.addEventListener('abort', cancel);
			const run = await execution;
			if (execution.isCanceled) run.finished = false;
			return run;
		} catch (error) {
			return failedRun(error, mode, startedAt);
		}
	}
}

/** A copy n8n may write to, with an ID as every saved workflow has. */
function toWorkflowData({ id, name, pinData, ...workflow }: WorkflowJson): IWorkflowBase {
	const now = new Date();
	return deepCopy({
		id: id || 'workflow',
		name: name ?? 'Workflow',
		nodes: workflow.nodes,
		connections: workflow.connections,
		settings: workflow.settings ?? {},
		staticData: workflow.staticData,
		pinData,
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: now,
		updatedAt: now,
	});
}

function findStartNode(workflow: Workflow, name: string | undefined): INode {
	const node = name === undefined ? workflow.getStartNode() : workflow.getNode(name);
	if (node) return node;
	throw new UserError(
		name === undefined
			? 'No node to start the workflow from could be found'
			: `There is no node "${name}" to start from`,
	);
}

function isTrigger(workflow: Workflow, { type, typeVersion }: INode): boolean {
	const nodeType = workflow.nodeTypes.getByNameAndVersion(type, typeVersion);
	return nodeType.trigger !== undefined || nodeType.poll !== undefined;
}

function toItems(input: INodeExecutionData[] | IDataObject[]): INodeExecutionData[] {
	// Copied at the top, where n8n adds what it pairs an item with.
	return input.map((item) => (isItem(item) ? { ...item } : { json: item }));
}

function isItem(item: INodeExecutionData | IDataObject): item is INodeExecutionData {
	return typeof item.json === 'object' && item.json !== null && !Array.isArray(item.json);
}

/** n8n's FailedRunFactory: the record of a run that could not start. */
function failedRun(cause: unknown, mode: WorkflowExecuteMode, startedAt: Date): IRun {
	const error =
		cause instanceof ExecutionBaseError
			? cause
			: new WorkflowOperationError(cause instanceof Error ? cause.message : String(cause));
	LoggerProxy.debug('Workflow execution could not start', { error });
	return {
		data: createRunExecutionData({ resultData: { error } }),
		finished: false,
		mode,
		startedAt,
		stoppedAt: new Date(),
		status: 'error',
		storedAt: 'db',
	};
}
