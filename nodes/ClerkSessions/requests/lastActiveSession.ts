import { FailedRequest } from '../../../frontendApi/failure';
import { lastActiveSession } from '../../../frontendApi/objects';
import type { Call } from './call';
import { exchange } from './exchange';
import { CLIENT_UNKNOWN, fetchClient } from './fetchClient';

/** The value of the session locator that stands for the session last used on the client. */
export const LAST_ACTIVE = 'last_active';

/**
 * The ID of the client's last active session, asked for once per run; again only if the credential
 * has signed in since.
 *
 * @throws {FailedRequest} when Clerk cannot be asked, or nobody is signed in
 */
export async function lastActiveSessionId(call: Call): Promise<string> {
	const { run } = call;
	const { generation } = run.memory;
	if (run.lastActiveSession?.generation !== generation) {
		run.lastActiveSession = { id: find(call), generation };
	}
	return await run.lastActiveSession.id;
}

async function find(call: Call): Promise<string> {
	const { run } = call;
	const client = await fetchClient(run.host, (request) => exchange(call, request, 'safe'));
	if (client === null) throw CLIENT_UNKNOWN;
	const session = lastActiveSession(client);
	if (session) return session.id;
	throw new FailedRequest({
		message: 'Nobody is signed in on the client of this credential',
		description:
			'All its sessions have ended. Sign in on it again and renew the token in the credential.',
		code: 'signed_out',
	});
}
