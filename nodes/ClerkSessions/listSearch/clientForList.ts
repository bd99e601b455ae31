import { type ILoadOptionsFunctions, NodeOperationError } from 'n8n-workflow';
import { signsIn } from '../../../frontendApi/client/credential';
import { FailedRequest } from '../../../frontendApi/protocol/failure';
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
	try {
		return await fetchForList(context, await loadCredential(context));
	} catch (error) {
		throw listError(context, error);
	}
}

async function fetchForList(
	context: ILoadOptionsFunctions,
	credential: LoadedCredential,
): Promise<Client> {
	const { fields, host } = credential;
	return await reauthenticateList({ ...credential, context }, async (token) => {
		const client = await fetchClient(host, async (request) =>
			sendRequest(context, credential, { ...request, timeout: LIST_TIMEOUT_MS }, { token }),
		);
		if (client === null) throw clientUnknown(fields);
		if (signsIn(fields) && !client.sessions.some(isSignedIn)) throw nobodySignedIn(fields);
		return client;
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
