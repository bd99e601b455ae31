import { clientIdOf } from '../../../../frontendApi/protocol/clientAuth';
import {
	type Client,
	lastActiveSession,
	type Session,
} from '../../../../frontendApi/protocol/objects';
import type { Call } from '../context';
import { unknownClientError, signedOutError } from '../../../../frontendApi/client/signedOutErrors';
import { fetchClient } from '../lookUps';
import { sendCall } from './sendingSteps';
import type { Step } from './step';

/**
 * The ID of the client's last active session, asked for once per run; again only if it is another
 * client, somebody has signed in since, or asking failed.
 *
 * @throws {ClerkRequestError} when Clerk cannot be asked, or nobody is signed in
 */
export async function lastActiveSessionId(call: Call): Promise<string> {
	const { run, token = '' } = call;
	const key = `${clientIdOf(token)} ${run.state.tokens.epoch}`;
	if (run.lastActiveSession?.key !== key) {
		const lookUp = { session: find(call), key };
		run.lastActiveSession = lookUp;
		lookUp.session.catch(() => {
			if (run.lastActiveSession === lookUp) run.lastActiveSession = undefined;
		});
	}
	call.lookUp = run.lastActiveSession;
	return (await call.lookUp.session).id;
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
	const isStillThere = (await lastActiveSessionId(attempt)) === (await lookUp.session).id;
	return isStillThere ? answer : await next(attempt);
};

async function find(call: Call): Promise<Session> {
	const { fields } = call.run;
	const client = await fetchOwnClient(call);
	const session = lastActiveSession(client);
	if (session === undefined) throw signedOutError(fields);
	return session;
}

/**
 * The client that a call is made with.
 *
 * @throws {ClerkRequestError} when Clerk cannot be asked, or does not know the client
 */
export async function fetchOwnClient(call: Call): Promise<Client> {
	const client = await lookUpClient(call);
	if (client === null) throw unknownClientError(call.run.fields);
	return client;
}

/**
 * The client that a call is made for, with its sessions.
 *
 * @returns null where Clerk does not know it
 * @throws {ClerkRequestError} when Clerk cannot be asked
 */
export async function lookUpClient(call: Call): Promise<Client | null> {
	return await fetchClient(
		call.run.host,
		async (request) => await sendCall({ ...call, request, retry: 'idempotent' }),
	);
}
