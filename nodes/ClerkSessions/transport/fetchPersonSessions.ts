import type { IHttpRequestOptions } from 'n8n-workflow';
import {
	type HttpResponse,
	ClerkRequestError,
	toFailure,
} from '../../../frontendApi/protocol/failure';
import {
	type PersonSession,
	readPersonSessions,
} from '../../../frontendApi/protocol/personSessions';

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
	host: string,
	ask: (request: IHttpRequestOptions) => Promise<HttpResponse>,
): Promise<PersonSession[]> {
	const answer = await ask({
		method: 'GET',
		url: '/v1/me/sessions/active',
		qs: { _clerk_session_id: askingSessionId },
		headers: { Accept: 'application/json' },
	});
	const sessions = answer.status < 300 ? readPersonSessions(answer.body) : undefined;
	if (sessions !== undefined) return sessions;
	throw new ClerkRequestError(
		toFailure(answer, host) ?? {
			message: `${host} answered with something else instead of a list (HTTP ${answer.status})`,
			description:
				'Check the publishable key and, if you use one, the proxy URL in the credential.',
			status: answer.status,
		},
	);
}
