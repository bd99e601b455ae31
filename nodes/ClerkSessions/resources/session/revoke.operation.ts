import { FieldError } from '../../../../frontendApi/protocol/fieldError';
import { session, sessionToRevoke } from '../../fields/session';
import type { Operation } from '../../operation';
import { simplifySession } from '../simplify';

/** `revokeSession` in Clerk's OpenAPI file. */
export const revoke: Operation = {
	name: 'Revoke',
	value: 'revoke',
	action: 'Revoke session',
	description: 'End a session of the person on another device',
	routing: { request: { method: 'POST', url: '/v1/me/sessions/{revokedSessionId}/revoke' } },
	path: { revokedSessionId: sessionToRevoke },
	query: { _clerk_session_id: session },
	checkParameters: ({ revokedSessionId, _clerk_session_id: asking }, { allowOwnSession }) => {
		if (revokedSessionId !== asking || allowOwnSession) return;
		throw new FieldError(
			"'Session to Revoke' is the session that asks",
			"Use 'End' for it, or choose another one. The option 'Allow Own Session' lets Clerk decide.",
		);
	},
	retry: 'ifNotSent',
	dropsReusedTokens: true,
	isFinalIfRefused: true,
	advice: {
		resource_not_found:
			"The person has no active session with the ID in 'Session to Revoke': it may have ended already. Choose one 'From list'.",
		invalid_action_for_session:
			"'Session to Revoke' has ended, or is the session that asks: use 'End' for that one, or choose another.",
	},
	answer: { object: 'session', in: 'response', about: 'revokedSessionId' },
	simplify: simplifySession,
};
