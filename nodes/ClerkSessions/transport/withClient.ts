import type { IHttpRequestOptions } from 'n8n-workflow';
import { canSignIn } from '../../../frontendApi/client/credential';
import type { ApiHost } from '../../../frontendApi/protocol/apiHost';
import type { HttpResponse } from '../../../frontendApi/protocol/failure';
import { type Client, isSignedIn } from '../../../frontendApi/protocol/objects';
import type { NodeContext, LoadedCredential } from './context';
import { unknownClientError, signedOutError } from '../../../frontendApi/client/signedOutErrors';
import { fetchClient } from './lookUps';
import { reauthenticateLookUp } from './steps/reauthenticate';
import { redactError } from './redactError';

/** What can be asked once the client is known. */
export interface KnownClient {
	client: Client;
	/** Host of the Frontend API, for messages. */
	host: ApiHost;
	/** Makes another request for the same client. */
	ask: (request: IHttpRequestOptions) => Promise<HttpResponse>;
}

/**
 * Looks something up for a credential outside of a run: in a list of the editor, or in a poll. A
 * credential that can signs in for it, and once more after a 401.
 *
 * @param send makes a request with the given client token
 * @param read is called again after signing in again
 * @throws {ClerkRequestError} without secrets, when Clerk refuses or cannot be reached
 * @throws {FieldError} when the credential cannot be used
 */
export async function withClient<T>(
	asking: LoadedCredential & { context: NodeContext; maxSignInRetries: number },
	send: (request: IHttpRequestOptions, token: string | undefined) => Promise<HttpResponse>,
	read: (found: KnownClient) => Promise<T>,
): Promise<T> {
	const { fields, host } = asking;
	return await reauthenticateLookUp(asking, async (token) => {
		const ask = async (request: IHttpRequestOptions) => await send(request, token);
		const client = await fetchClient(host, ask);
		if (client === null) throw unknownClientError(fields);
		if (canSignIn(fields) && !client.sessions.some(isSignedIn)) throw signedOutError(fields);
		return await read({ client, host, ask });
	}).catch((error: unknown) => {
		throw redactError(error, asking);
	});
}
