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
import { type Call, startCall } from './call';
import { checkAnswer } from './checkAnswer';
import { withExpiredToken } from './expiredToken';
import { failedItem } from './failedItem';
import { withFreshLookUp } from './lastActiveSession';
import { prepareRequest } from './prepareRequest';
import { reauthenticate } from './reauthenticate';
import { redactError, secretsOfForm } from './redactError';
import { sendWithRetry } from './retry';

const CANCELED = {
	message: 'The execution was canceled',
	description: 'It was stopped, or took longer than it may.',
	code: 'ERR_CANCELED',
};

/**
 * n8n calls it in place of sending the request itself (`requestOperations.pagination`), once the
 * operation's routing is gathered.
 *
 * @returns makes the item that comes out, from Clerk's answer or from the reason why there is none
 */
export function callClerk(operation: Operation) {
	return async function (
		this: IExecutePaginationFunctions,
		{ options: gathered }: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		try {
			const call = await startCall(this, operation, gathered);
			const body = await fetchAnswer(call, gathered);
			return [{ json: call.shape(body), pairedItem: { item: this.getItemIndex() } }];
		} catch (error) {
			return failedItem(this, error);
		}
	};
}

/**
 * What the request of every item passes through, from the outside in: somebody is signed in; it is
 * prepared, answered by a token made before, sent when its turn comes and again where that helps.
 *
 * @throws why there is no answer, cleared of secrets
 */
async function fetchAnswer(
	call: Call,
	gathered: DeclarativeRestApiSettings.HttpRequestOptions,
): Promise<IDataObject> {
	const itemSecrets: string[] = [];
	const answer = await reauthenticate(call, async (token) =>
		withFreshLookUp({ ...call, token }, async (attempt) => {
			const request = await prepareRequest(attempt, gathered);
			itemSecrets.push(...secretsOfForm(request.body));
			return await cacheSessionToken(attempt, request, async (maker) =>
				checkAnswer(
					maker,
					request,
					await withExpiredToken(maker, request, (signed) => sendWithRetry(maker, signed)),
				),
			);
		}),
	).catch((error: unknown) => {
		const reason = error instanceof CanceledError ? new FailedRequest(CANCELED) : error;
		throw redactError(reason, call.run, itemSecrets);
	});
	const failure = failureOfAnswer(answer, call.run.host);
	if (failure) throw redactError(new FailedRequest(failure), call.run, itemSecrets);
	return isObject(answer.body) ? (answer.body as IDataObject) : {};
}
