import {
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	NodeOperationError,
} from 'n8n-workflow';
import { signsIn } from '../../../frontendApi/client/credential';
import { type Answer, FailedRequest } from '../../../frontendApi/protocol/failure';
import { FieldError } from '../../../frontendApi/protocol/fieldError';
import { type Client, isSignedIn } from '../../../frontendApi/protocol/objects';
import { loadCredential, type LoadedCredential } from '../transport/context';
import { clientUnknown, fetchClient, nobodySignedIn } from '../transport/fetchClient';
import { reauthenticateList } from '../transport/reauthenticate';
import { redactError } from '../transport/redactError';
import { sendRequest } from '../transport/send';

/** How long a person waits for a list. */
const LIST_TIMEOUT_MS = 15_000;

/**
 * The client whose sessions and identifications a list in the editor offers. A credential that can
 * signs in for it; with a pasted token, the list also shows sessions that have ended.
 *
 * @throws {NodeOperationError} saying why it cannot be had, for the editor to show
 */
export async function clientForList(context: ILoadOptionsFunctions): Promise<Client> {
	return await forList(context, async ({ client }) => client);
}

/** What a list can ask about once its client is known. */
export interface ListClient {
	client: Client;
	/** Host of the Frontend API, for messages. */
	host: string;
	/** Makes another request for the same client. */
	ask: (request: IHttpRequestOptions) => Promise<Answer>;
}

/**
 * What a list offers, by the client of the credential and what can be asked for it.
 *
 * @throws {NodeOperationError} saying why it cannot be had, for the editor to show
 */
export async function forList<T>(
	context: ILoadOptionsFunctions,
	read: (found: ListClient) => Promise<T>,
): Promise<T> {
	try {
		return await fetchForList(context, await loadCredential(context), read);
	} catch (error) {
		throw listError(context, error);
	}
}

async function fetchForList<T>(
	context: ILoadOptionsFunctions,
	credential: LoadedCredential,
	read: (found: ListClient) => Promise<T>,
): Promise<T> {
	const { fields, host } = credential;
	return await reauthenticateList({ ...credential, context }, async (token) => {
		const ask = async (request: IHttpRequestOptions) =>
			await sendRequest(context, credential, { ...request, timeout: LIST_TIMEOUT_MS }, { token });
		const client = await fetchClient(host, ask);
		if (client === null) throw clientUnknown(fields);
		if (signsIn(fields) && !client.sessions.some(isSignedIn)) throw nobodySignedIn(fields);
		return await read({ client, host, ask });
	}).catch((error: unknown) => {
		throw redactError(error, credential);
	});
}

function listError(context: ILoadOptionsFunctions, error: unknown): NodeOperationError {
	const message = error instanceof Error ? error.message : String(error);
	return new NodeOperationError(context.getNode(), message, { description: adviceIn(error) });
}

function adviceIn(error: unknown): string | undefined {
	if (error instanceof FieldError) return error.description;
	return error instanceof FailedRequest ? error.failure.description : undefined;
}
