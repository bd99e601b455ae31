import { type ILoadOptionsFunctions, NodeOperationError } from 'n8n-workflow';
import { FailedRequest } from '../../../frontendApi/failure';
import { FieldError } from '../../../frontendApi/fieldError';
import type { Client } from '../../../frontendApi/objects';
import { connect } from '../requests/connection';
import { CLIENT_UNKNOWN, fetchClient } from '../requests/fetchClient';
import { send } from '../requests/send';

/** Milliseconds a person waits for a list. */
const LIST_TIMEOUT = 15_000;

/**
 * The client whose sessions and identifications a list in the editor offers.
 *
 * @throws {NodeOperationError} saying why it cannot be had, for the editor to show
 */
export async function clientForList(context: ILoadOptionsFunctions): Promise<Client> {
	try {
		const connection = await connect(context);
		const client = await fetchClient(
			connection.host,
			async (request) => await send(context, connection, { ...request, timeout: LIST_TIMEOUT }),
		);
		if (client === null) throw CLIENT_UNKNOWN;
		return client;
	} catch (error) {
		throw listError(context, error);
	}
}

function listError(context: ILoadOptionsFunctions, error: unknown): NodeOperationError {
	const message = error instanceof Error ? error.message : String(error);
	return new NodeOperationError(context.getNode(), message, { description: adviceIn(error) });
}

function adviceIn(error: unknown): string | undefined {
	if (error instanceof FieldError) return error.description;
	return error instanceof FailedRequest ? error.failure.description : undefined;
}
