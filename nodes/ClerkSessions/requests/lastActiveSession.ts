import { clientIdOf } from '../../../frontendApi/clientTokens';
import type { Answer } from '../../../frontendApi/failure';
import { lastActiveSession } from '../../../frontendApi/objects';
import type { Call } from './call';
import { clientUnknown, fetchClient, nobodySignedIn } from './fetchClient';
import { sendWithRetry } from './retry';

/** The value of the session locator that stands for the session last used on the client. */
export const LAST_ACTIVE = 'last_active';

/**
 * The ID of the client's last active session, asked for once per run; again only if it is another
 * client, somebody has signed in since, or asking failed.
 *
 * @throws {FailedRequest} when Clerk cannot be asked, or nobody is signed in
 */
export async function lastActiveSessionId(call: Call): Promise<string> {
	const { run, token = '' } = call;
	const key = `${clientIdOf(token)} ${run.state.tokens.epoch}`;
	if (run.lastActiveSession?.key !== key) {
		const lookUp = { id: find(call), key };
		run.lastActiveSession = lookUp;
		lookUp.id.catch(() => {
			if (run.lastActiveSession === lookUp) run.lastActiveSession = undefined;
		});
	}
	call.lookUp = run.lastActiveSession;
	return await call.lookUp.id;
}

/**
 * Makes an attempt, and once more where it used the last active session and Clerk has no such
 * session: it may have been removed since it was looked up, by another step or another worker.
 */
export async function withFreshLookUp(
	call: Call,
	attempt: (call: Call) => Promise<Answer>,
): Promise<Answer> {
	const answer = await attempt(call);
	const { lookUp, run } = call;
	if (answer.status !== 404 || lookUp === undefined) return answer;
	// Another item may have looked again already.
	if (run.lastActiveSession === lookUp) run.lastActiveSession = undefined;
	const isStillThere = (await lastActiveSessionId(call)) === (await lookUp.id);
	return isStillThere ? answer : await attempt(call);
}

async function find(call: Call): Promise<string> {
	const { fields, host } = call.run;
	const client = await fetchClient(host, (request) => sendWithRetry(call, request, 'safe'));
	if (client === null) throw clientUnknown(fields);
	const session = lastActiveSession(client);
	if (session === undefined) throw nobodySignedIn(fields);
	return session.id;
}
