import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { FailedRequest, failureOfAnswer } from '../../../frontendApi/failure';
import { isObject } from '../../../frontendApi/objects';
import type { Operation } from '../operation';
import { startCall } from './call';
import { exchange } from './exchange';
import { withExpiredToken } from './expiredToken';
import { failedItem } from './failedItem';
import { prepareRequest } from './prepareRequest';
import { reuseToken } from './reuseToken';
import { signInAgain } from './signInAgain';

/**
 * What the request of every item passes through, from the outside in: it is prepared, answered by a
 * token made before, sent when its turn comes and again where that helps; then the answer becomes
 * the item, or the failure does.
 *
 * n8n calls it in place of sending the request itself (`requestOperations.pagination`), once the
 * operation's routing is gathered.
 */
export function callClerk(operation: Operation) {
	return async function (
		this: IExecutePaginationFunctions,
		{ options: gathered }: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		try {
			const call = await startCall(this, operation, gathered);
			const answer = await signInAgain(call, async () => {
				const request = await prepareRequest(call, gathered);
				return await reuseToken(call, request, () =>
					withExpiredToken(call, request, (signed) => exchange(call, signed)),
				);
			});
			const failure = failureOfAnswer(answer, call.run.host);
			if (failure) throw new FailedRequest(failure);
			const body = isObject(answer.body) ? (answer.body as IDataObject) : {};
			return [{ json: call.shape(body), pairedItem: { item: this.getItemIndex() } }];
		} catch (error) {
			return failedItem(this, error);
		}
	};
}
