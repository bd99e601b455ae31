import {
	type IExecutePaginationFunctions,
	type INode,
	type INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { type Failure, ClerkRequestError } from '../../../frontendApi/protocol/failure';
import { FieldError } from '../../../frontendApi/protocol/fieldError';
import { failureCause } from './failureCause';

/**
 * What becomes of an item that failed: with "Continue" an item that carries the reason, paired with
 * its input, so that a workflow can branch on `error.code`; else the error that stops the run.
 *
 * n8n alone would hand on only a sentence, unpaired on the error output.
 */
export function toErrorItem(
	context: IExecutePaginationFunctions,
	error: unknown,
): INodeExecutionData[] {
	if (!context.continueOnFail()) {
		throw toNodeError(context.getNode(), error, context.getItemIndex());
	}
	return [
		{
			json: { error: withoutUndefined({ ...toItemFailure(error) }) },
			pairedItem: { item: context.getItemIndex() },
		},
	];
}

function toItemFailure(error: unknown): Failure {
	if (error instanceof ClerkRequestError) {
		const { message, description, code, status, traceId, param } = error.failure;
		return { message, description, code, status, traceId, param };
	}
	const description =
		error instanceof FieldError || error instanceof NodeOperationError ? error.description : '';
	return {
		message: error instanceof Error ? error.message : String(error),
		description: description ?? '',
	};
}

/**
 * n8n's error for it: of the API where Clerk or the network refused, of the operation where a field did.
 *
 * @param itemIndex of the item that failed; a poll has none
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const { message, description, ...details } = toItemFailure(error);
	if (!(error instanceof ClerkRequestError)) {
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	const { code, status, param, traceId } = details;
	const data: Record<string, string | number> = withoutUndefined({
		code,
		param_name: param,
		status,
		clerk_trace_id: traceId,
	});
	const apiError = new NodeApiError(node, data, {
		message,
		description,
		httpCode: status === undefined ? undefined : String(status),
		itemIndex,
		failure: failureCause(error.failure),
	});
	// For the network's codes and for some statuses n8n puts a sentence of its own in its place.
	apiError.message = message;
	apiError.context.data = data;
	// The editor would show them beside the data, which says it all.
	apiError.messages = [];
	return apiError;
}

type Details = Record<string, string | number | undefined>;

function withoutUndefined(fields: Details): Record<string, string | number> {
	return Object.fromEntries(
		Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
	);
}
