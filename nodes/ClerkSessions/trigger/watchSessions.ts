import type { IHttpRequestOptions, IPollFunctions } from 'n8n-workflow';
import { MAX_SIGN_IN_RETRIES } from '../../../frontendApi/client/renewal';
import type { ApiHost } from '../../../frontendApi/protocol/apiHost';
import { ClerkRequestError, type HttpResponse } from '../../../frontendApi/protocol/failure';
import { FieldError } from '../../../frontendApi/protocol/fieldError';
import {
	type Client,
	isPending,
	isSignedIn,
	lastActiveSession,
	type Session,
} from '../../../frontendApi/protocol/objects';
import type {
	PersonSession,
	PersonSessionList,
} from '../../../frontendApi/protocol/personSessions';
import { DEFAULT_CONCURRENCY } from '../fields/options';
import { LAST_ACTIVE, session } from '../fields/session';
import { simplifyPersonSession } from '../resources/simplify';
import { loadCredential, type Sending } from '../transport/context';
import { fetchPersonSessions } from '../transport/lookUps';
import { signedOutError } from '../../../frontendApi/client/signedOutErrors';
import { otherAnswer } from '../transport/otherAnswer';
import { sendCall } from '../transport/steps/sendingSteps';
import { withClient } from '../transport/withClient';
import type { WatchedSession } from './sessionEvents';

/** A poll that fails costs nothing: the next one makes it good. So it need not try for long. */
const POLL_RETRIES = 2;
const REQUEST_TIMEOUT_MS = 10_000;

/** All active sessions of a person, and who that is. */
export interface Watched {
	userId: string;
	sessions: WatchedSession[];
}

/**
 * Asks Clerk for all active sessions of the person whose session is chosen, the latest used first.
 *
 * @throws {ClerkRequestError} when Clerk refuses or cannot be reached, answers with a list that is not to
 * be believed, or nobody is signed in
 * @throws {FieldError} when the credential cannot be used, or the session chosen is not on its client
 */
export async function watchSessions(context: IPollFunctions, sessionId: string): Promise<Watched> {
	const credential = await loadCredential(context);
	const { fields } = credential;
	const send = async (request: IHttpRequestOptions, token?: string): Promise<HttpResponse> => {
		const sending: Sending = {
			context,
			run: credential,
			options: { maxConcurrentRequests: DEFAULT_CONCURRENCY, maxRetries: POLL_RETRIES },
			request,
			transport: { timeout: REQUEST_TIMEOUT_MS },
			retry: 'idempotent',
			token,
		};
		return await sendCall(sending);
	};
	const asking = { ...credential, context, maxSignInRetries: MAX_SIGN_IN_RETRIES };
	return await withClient(asking, send, async ({ client, host, ask }) => {
		const asks = askingSession(client, sessionId);
		if (asks === undefined) throw signedOutError(fields);
		const ownIds = new Set(client.sessions.map(({ id }) => id));
		const sessions = checkList(await fetchPersonSessions(asks.id, host, ask), asks, host);
		return {
			userId: asks.user?.id ?? asks.public_user_data?.user_id ?? asks.id,
			sessions: sessions
				.sort((a, b) => (b.lastActiveAt ?? 0) - (a.lastActiveAt ?? 0))
				.map(({ entry, id, organizationId }) => ({
					id,
					isOwn: ownIds.has(id),
					organizationId,
					shown: simplifyPersonSession(entry, { _clerk_session_id: asks.id }),
				})),
		};
	});
}

/** @throws {FieldError} where the one that was chosen is not signed in: signing in would not bring it back */
function askingSession(client: Client, sessionId: string): Session | undefined {
	if (sessionId === LAST_ACTIVE) return lastActiveSession(client);
	const chosen = client.sessions.find(({ id }) => id === sessionId);
	if (chosen && isSignedIn(chosen)) return chosen;
	throw new FieldError(
		`'${session.field.displayName}' is not signed in on the client of this credential`,
		"Choose another one, or 'Last Active Session', which goes on after the credential has signed in again.",
	);
}

/**
 * Lets a list through that holds sessions only, the one that asks among them: by any other, devices
 * would have signed out that have not. Clerk lists active sessions (its OpenAPI file, `getSessions`); of
 * pending ones it does not say.
 *
 * @throws {ClerkRequestError} for any other list
 */
function checkList(list: PersonSessionList, asks: Session, host: ApiHost): PersonSession[] {
	const sessions = list.filter((session) => session !== undefined);
	const isComplete = isPending(asks) || sessions.some(({ id }) => id === asks.id);
	if (sessions.length === list.length && isComplete) return sessions;
	const came = isComplete ? 'holds more than sessions' : 'lacks the session that asks';
	// A list was read: it came with this status.
	throw new ClerkRequestError(otherAnswer(host, `a list that ${came}`, 200));
}
