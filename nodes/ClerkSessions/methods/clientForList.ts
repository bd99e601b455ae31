import { type ILoadOptionsFunctions, NodeOperationError } from 'n8n-workflow';
import { frontendApiUrl } from '../../../frontendApi/baseUrl';
import { FailedRequest } from '../../../frontendApi/failure';
import { FieldError } from '../../../frontendApi/fieldError';
import type { Client } from '../../../frontendApi/objects';
import { fetchClient } from '../requests/fetchClient';

/** Milliseconds a person waits for a list. */
const LIST_TIMEOUT = 15_000;

/**
 * The client whose sessions and identifications a list in the editor offers.
 *
 * @throws {NodeOperationError} saying why it cannot be had, for the editor to show
 */
export async function clientForList(context: ILoadOptionsFunctions): Promise<Client> {
	try {
		const credentials = await context.getCredentials<{ publishableKey: string; proxyUrl?: string }>(
			'clerkFrontendApi',
		);
		const { host } = new URL(frontendApiUrl(credentials));
		return await fetchClient(context, host, LIST_TIMEOUT);
	} catch (error) {
		throw listError(context, error);
	}
}

function listError(context: ILoadOptionsFunctions, error: unknown): NodeOperationError {
	const message = error instanceof Error ? error.message : String(error);
	const description =
		error instanceof FieldError
			? error.description
			: error instanceof FailedRequest
				? error.failure.description
				: undefined;
	return new NodeOperationError(context.getNode(), message, { description });
}
