import { type IRun, UserError } from 'n8n-workflow';

import type { RunResult } from './types';

/**
 * Wraps n8n's record of a run for assertions.
 * @param nodeNames the nodes of the workflow: only they can be asked about
 */
export function createResult(
	executionId: string,
	run: IRun,
	nodeNames: ReadonlySet<string>,
): RunResult {
	const { resultData, waitTill } = run.data;

	function tasks(nodeName: string) {
		if (!nodeNames.has(nodeName)) throw new UserError(`There is no node "${nodeName}"`);
		return resultData.runData[nodeName] ?? [];
	}
	const items: RunResult['items'] = (nodeName, outputIndex = 0) =>
		tasks(nodeName).flatMap(({ data }) => data?.main?.[outputIndex] ?? []);

	return {
		executionId,
		run,
		status: run.status,
		error: resultData.error,
		waitTill: waitTill ? new Date(waitTill) : undefined,
		items,
		json: (nodeName, outputIndex) => items(nodeName, outputIndex).map(({ json }) => json),
		nodeError: (nodeName) => tasks(nodeName).at(-1)?.error,
		runs: (nodeName) => tasks(nodeName).length,
	};
}
