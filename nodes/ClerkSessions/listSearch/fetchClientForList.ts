import { type ILoadOptionsFunctions, NodeOperationError } from 'n8n-workflow';
import { ClerkRequestError } from '../../../frontendApi/protocol/failure';
import { FieldError } from '../../../frontendApi/protocol/fieldError';
import type { Client } from '../../../frontendApi/protocol/objects';
import { loadCredential } from '../transport/context';
import { sendRequest } from '../transport/steps/send';
import { type KnownClient, withClient } from '../transport/withClient';

/** How long a person waits for a list. */
const LIST_TIMEOUT_MS = 15_000;

/**
 * The client whose sessions and identifications a list in the editor offers. A credential that can
 * signs in for it; with a pasted token, the list also shows sessions that have ended.
 *
 * @throws {NodeOperationError} saying why it cannot be had, for the editor to show
 */
export async function fetchClientForList(context: ILoadOptionsFunctions): Promise<Client> {
	return await fetchForList(context, async ({ client }) => client);
}

/**
 * What a list offers, by the client of the credential and what can be asked for it.
 *
 * @throws {NodeOperationError} saying why it cannot be had, for the editor to show
 */
export async function fetchForList<T>(
	context: ILoadOptionsFunctions,
	read: (found: KnownClient) => Promise<T>,
): Promise<T> {
	try {
		const credential = await loadCredential(context);
		// A list is looked at by somebody who waits for it.
		const asking = { ...credential, context, maxSignInRetries: 0 };
		return await withClient(
			asking,
			async (request, token) =>
				await sendRequest(context, credential, { ...request, timeout: LIST_TIMEOUT_MS }, { token }),
			read,
		);
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
	return error instanceof ClerkRequestError ? error.failure.description : undefined;
}
