import { clientIdOf } from '../../../frontendApi/protocol/clientAuth';
import { type Client, lastActiveSession } from '../../../frontendApi/protocol/objects';
import type { Call } from './context';
import { clientUnknown, fetchClient, nobodySignedIn } from './fetchClient';
import { SENDING_STEPS } from './sendingSteps';
import { runSteps, type Step } from './runSteps';

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
 * Makes the request once more where it was built with the last active session and Clerk has no such
 * session: it may have been removed since it was looked up, by another step or another worker.
 */
export const refreshLookUp: Step = async function refreshLookUp(call, next) {
	const attempt: Call = { ...call, lookUp: undefined };
	const answer = await next(attempt);
	const { lookUp, run } = attempt;
	if (answer.status !== 404 || lookUp === undefined) return answer;
	// Another item may have looked again already.
	if (run.lastActiveSession === lookUp) run.lastActiveSession = undefined;
	const isStillThere = (await lastActiveSessionId(attempt)) === (await lookUp.id);
	return isStillThere ? answer : await next(attempt);
};

/**
 * The client that a call is made with.
 *
 * @throws {FailedRequest} when Clerk cannot be asked, or does not know the client
 */
export async function fetchOwnClient(call: Call): Promise<Client> {
	const { fields, host } = call.run;
	const client = await fetchClient(
		host,
		async (request) => await runSteps(SENDING_STEPS, { ...call, request, retry: 'idempotent' }),
	);
	if (client === null) throw clientUnknown(fields);
	return client;
}

async function find(call: Call): Promise<string> {
	const { fields } = call.run;
	const client = await fetchOwnClient(call);
	const session = lastActiveSession(client);
	if (session === undefined) throw nobodySignedIn(fields);
	return session.id;
}
