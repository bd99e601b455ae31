import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { CanceledError } from '../../../frontendApi/clock';
import { FailedRequest, failureOfAnswer } from '../../../frontendApi/failure';
import { isObject } from '../../../frontendApi/objects';
import type { Operation } from '../operation';
import { cacheSessionToken } from './cacheSessionToken';
import { startCall } from './call';
import { withExpiredToken } from './expiredToken';
import { failedItem } from './failedItem';
import { withFreshLookUp } from './lastActiveSession';
import { prepareRequest } from './prepareRequest';
import { reauthenticate } from './reauthenticate';
import { sendWithRetry } from './retry';

const CANCELED = {
	message: 'The execution was canceled',
	description: 'It was stopped, or took longer than it may.',
	code: 'ERR_CANCELED',
};

/**
 * What the request of every item passes through, from the outside in: somebody is signed in; it is
 * prepared, answered by a token made before, sent when its turn comes and again where that helps;
 * then the answer becomes the item, or the failure does.
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
			const answer = await reauthenticate(call, async (token) =>
				withFreshLookUp({ ...call, token }, async (attempt) => {
					const request = await prepareRequest(attempt, gathered);
					return await cacheSessionToken(attempt, request, async (maker) =>
						withExpiredToken(maker, request, (signed) => sendWithRetry(maker, signed)),
					);
				}),
			);
			const failure = failureOfAnswer(answer, call.run.host);
			if (failure) throw new FailedRequest(failure);
			const body = isObject(answer.body) ? (answer.body as IDataObject) : {};
			return [{ json: call.shape(body), pairedItem: { item: this.getItemIndex() } }];
		} catch (error) {
			return failedItem(this, error instanceof CanceledError ? new FailedRequest(CANCELED) : error);
		}
	};
}
