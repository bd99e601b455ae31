import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import type { Operation } from '../operation';
import { startCall } from './context';
import { toErrorItem } from './errorItem';
import { answerCall, answerPublicCall } from './steps';

/**
 * n8n calls it in place of sending the request itself (`requestOperations.pagination`), once the
 * operation's routing is gathered.
 *
 * @returns makes the items that come out, from Clerk's answer or from the reason why there is none
 */
export function callClerk(operation: Operation) {
	return async function (
		this: IExecutePaginationFunctions,
		{ options: gathered }: DeclarativeRestApiSettings.ResultOptions,
	): Promise<INodeExecutionData[]> {
		try {
			const call = await startCall(this, operation, gathered);
			const answer = operation.isPublic ? answerPublicCall : answerCall;
			const { body } = await answer(call);
			const pairedItem = { item: this.getItemIndex() };
			return call.output(body, call.query).map((json) => ({ json, pairedItem }));
		} catch (error) {
			return toErrorItem(this, error);
		}
	};
}
