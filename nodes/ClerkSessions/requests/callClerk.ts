import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { FailedRequest, failureOfAnswer } from '../../../frontendApi/failure';
import type { Operation } from '../operation';
import { failedItem } from './failedItem';
import { prepareRequest } from './prepareRequest';
import { runOf } from './run';
import { send } from './send';
import { shapeOutput } from './shapeOutput';
import { signInAgain } from './signInAgain';

/**
 * What the request of every item passes through, in this order. n8n calls it in place of sending
 * the request itself (`requestOperations.pagination`), once the operation's routing is gathered.
 */
export function callClerk(operation: Operation) {
	return async function (
		this: IExecutePaginationFunctions,
		{ options }: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		try {
			const run = await runOf(this);
			const answer = await signInAgain(this, run, operation, async () => {
				const request = await prepareRequest(this, run, operation, options);
				return await send(this, run, request);
			});
			const failure = failureOfAnswer(answer, run.host);
			if (failure) throw new FailedRequest(failure);
			return shapeOutput(this, operation, answer);
		} catch (error) {
			return failedItem(this, error);
		}
	};
}
