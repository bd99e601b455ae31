import { FailedRequest, failureOfAnswer } from '../../../frontendApi/failure';
import { type Client, readClient } from '../../../frontendApi/objects';
import type { Connection, Context } from './connection';
import { send } from './send';

/**
 * Asks Clerk for the client that the credential stands for, with its sessions.
 *
 * @param timeout milliseconds
 * @returns null where Clerk knows no client for the token (200, `response: null`)
 * @throws {FailedRequest} when Clerk refuses
 */
export async function fetchClient(
	context: Context,
	connection: Connection,
	timeout?: number,
): Promise<Client | null> {
	const answer = await send(context, connection, { method: 'GET', url: '/v1/client', timeout });
	const failure = failureOfAnswer(answer, connection.host);
	if (failure) throw new FailedRequest(failure);
	return readClient(answer.body);
}

/** Why a client that Clerk does not know cannot be used. */
export const CLIENT_UNKNOWN = new FailedRequest({
	message: 'Clerk does not know the client of this credential',
	description:
		'Its token may be cut off, belong to another instance, or have been replaced by a later sign-in or sign-out. Renew the token in the credential.',
	code: 'client_not_found',
});
