import { sessionPending } from '../../../../frontendApi/client/pendingSession';
import { isObject, isPending } from '../../../../frontendApi/protocol/objects';
import { decodeToken } from '../../../../frontendApi/protocol/sessionToken';
import { createsToken } from '../../operation';
import type { Call } from '../context';
import { lookUpClient } from './lastActiveSession';
import type { Step } from './step';

/**
 * Lets no token out of a session that is pending, unless the step allows it: it is no good at the API
 * that it is for. A token from a template does not say so; there it is known where the session was
 * looked up.
 *
 * @throws {ClerkRequestError} saying what the session has to do first
 */
export const refusePending: Step = async function refusePending(call, next) {
	const { lookUp, operation, options, run } = call;
	if (!createsToken(operation) || options.allowPendingSession) return await next(call);
	const session = await lookUp?.session;
	if (session && isPending(session)) throw sessionPending(run.fields, session.tasks);
	const answer = await next(call);
	const sessionId = pendingSessionIn(answer.body);
	if (sessionId === undefined) return answer;
	throw sessionPending(run.fields, await tasksOf(call, sessionId));
};

/** The session of a token that says that it is pending. */
function pendingSessionIn(body: unknown): string | undefined {
	const jwt = isObject(body) ? body.jwt : undefined;
	const claims = typeof jwt === 'string' ? decodeToken(jwt)?.claims : undefined;
	return claims?.sts === 'pending' ? String(claims.sid) : undefined;
}

/** A look-up more, for the sentence alone: if it fails, the sentence says less. */
async function tasksOf(call: Call, sessionId: string): Promise<string[]> {
	const { signal, token } = call;
	const client = await call.run.state.flights
		.run(
			`tasks ${token}`,
			async (flightSignal) => await lookUpClient({ ...call, signal: flightSignal }),
			signal,
		)
		.catch(() => null);
	return client?.sessions.find(({ id }) => id === sessionId)?.tasks ?? [];
}
