import type { IHttpRequestOptions } from 'n8n-workflow';
import type { ApiHost } from '../../../frontendApi/protocol/apiHost';
import {
	type HttpResponse,
	ClerkRequestError,
	toFailure,
	isBlockedClient,
} from '../../../frontendApi/protocol/failure';
import { type Client, readClient } from '../../../frontendApi/protocol/objects';
import {
	type PersonSessionList,
	readPersonSessions,
} from '../../../frontendApi/protocol/personSessions';
import { otherAnswer } from './otherAnswer';

type Ask = (request: IHttpRequestOptions) => Promise<HttpResponse>;

/** Clerk's code for a client that it wants no more of (its error catalogue). */
const DEVICE_BLOCKED = 'device_blocked';

/**
 * Asks Clerk for the client that the credential stands for, with its sessions.
 *
 * @param host of the Frontend API, for messages
 * @param ask makes the request
 * @returns null where Clerk knows no client for the token (200, `response: null`)
 * @throws {ClerkRequestError} when Clerk refuses
 */
export async function fetchClient(host: ApiHost, ask: Ask): Promise<Client | null> {
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

/**
 * Asks Clerk for all active sessions of a person, on every device (clerk-js `User.getSessions`).
 *
 * @param askingSessionId says who asks, and so who the person is
 * @param host of the Frontend API, for messages
 * @param ask makes the request
 * @throws {ClerkRequestError} when Clerk refuses, or answers with something else
 */
export async function fetchPersonSessions(
	askingSessionId: string,
	host: ApiHost,
	ask: Ask,
): Promise<PersonSessionList> {
	const answer = await ask({
		method: 'GET',
		url: '/v1/me/sessions/active',
		qs: { _clerk_session_id: askingSessionId },
		headers: { Accept: 'application/json' },
	});
	const sessions = answer.status < 300 ? readPersonSessions(answer.body) : undefined;
	if (sessions !== undefined) return sessions;
	throw new ClerkRequestError(
		toFailure(answer, host) ?? otherAnswer(host, 'something else instead of a list', answer.status),
	);
}
