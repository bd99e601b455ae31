import type { IHttpRequestOptions } from 'n8n-workflow';
import {
	type HttpResponse,
	ClerkRequestError,
	toFailure,
	isBlockedClient,
} from '../../../frontendApi/protocol/failure';
import { type Client, readClient } from '../../../frontendApi/protocol/objects';

/**
 * Asks Clerk for the client that the credential stands for, with its sessions.
 *
 * @param host of the Frontend API, for messages
 * @param ask makes the request
 * @returns null where Clerk knows no client for the token (200, `response: null`)
 * @throws {ClerkRequestError} when Clerk refuses
 */
export async function fetchClient(
	host: string,
	ask: (request: IHttpRequestOptions) => Promise<HttpResponse>,
): Promise<Client | null> {
	const answer = await ask({
		method: 'GET',
		url: '/v1/client',
		headers: { Accept: 'application/json' },
	});
	const failure = toFailure(answer, host);
	if (failure && isBlockedClient(failure)) {
		throw new ClerkRequestError({ ...failure, code: DEVICE_BLOCKED });
	}
	if (failure) throw new ClerkRequestError(failure);
	return readClient(answer.body);
}

/** Clerk's code for a client that it wants no more of (its error catalogue). */
const DEVICE_BLOCKED = 'device_blocked';
