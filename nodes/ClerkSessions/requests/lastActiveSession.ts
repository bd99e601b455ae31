import { lastActiveSession } from '../../../frontendApi/objects';
import type { Call } from './call';
import { exchange } from './exchange';
import { clientUnknown, fetchClient, nobodySignedIn } from './fetchClient';

/** The value of the session locator that stands for the session last used on the client. */
export const LAST_ACTIVE = 'last_active';

/**
 * The ID of the client's last active session, asked for once per run; again only if the credential
 * has signed in since, or asking failed.
 *
 * @throws {FailedRequest} when Clerk cannot be asked, or nobody is signed in
 */
export async function lastActiveSessionId(call: Call): Promise<string> {
	const { run } = call;
	const { generation } = run.memory;
	if (run.lastActiveSession?.generation !== generation) {
		const lookUp = { id: find(call), generation };
		run.lastActiveSession = lookUp;
		lookUp.id.catch(() => {
			if (run.lastActiveSession === lookUp) run.lastActiveSession = undefined;
		});
	}
	return await run.lastActiveSession.id;
}

async function find(call: Call): Promise<string> {
	const { fields, host } = call.run;
	const client = await fetchClient(host, (request) => exchange(call, request, 'safe'));
	if (client === null) throw clientUnknown(fields);
	const session = lastActiveSession(client);
	if (session === undefined) throw nobodySignedIn(fields);
	return session.id;
}
