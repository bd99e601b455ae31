import { type Client, readClient } from '../../../frontendApi/objects';
import { FailedRequest, failureOfAnswer } from '../../../frontendApi/failure';
import { type Context, send } from './send';

/**
 * Asks Clerk for the client that the credential stands for, with its sessions.
 *
 * @param timeout milliseconds, as the step sets them
 * @throws {FailedRequest} when Clerk refuses, or knows no client for the token (200, `response: null`)
 */
export async function fetchClient(
	context: Context,
	host: string,
	timeout?: number,
): Promise<Client> {
	const answer = await send(context, { method: 'GET', url: '/v1/client', timeout }, host);
	const failure = failureOfAnswer(answer, host);
	if (failure) throw new FailedRequest(failure);
	const client = readClient(answer.body);
	if (client) return client;
	throw new FailedRequest({
		message: 'Clerk does not know the client of this credential',
		description:
			'Its token may be cut off, belong to another instance, or have been replaced by a later sign-in or sign-out. Renew the token in the credential.',
		code: 'client_not_found',
		status: answer.status,
	});
}
