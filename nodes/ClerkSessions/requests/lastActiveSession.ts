import type { IExecutePaginationFunctions } from 'n8n-workflow';
import { FailedRequest } from '../../../frontendApi/failure';
import { lastActiveSession } from '../../../frontendApi/objects';
import { fetchClient } from './fetchClient';
import type { Run } from './run';

/** The value of the session locator that stands for the session last used on the client. */
export const LAST_ACTIVE = 'last_active';

/**
 * The ID of the client's last active session, asked for once per run.
 *
 * @param timeout milliseconds
 * @throws {FailedRequest} when Clerk cannot be asked, or nobody is signed in
 */
export async function lastActiveSessionId(
	context: IExecutePaginationFunctions,
	run: Run,
	timeout?: number,
): Promise<string> {
	run.lastActiveSession ??= find(context, run, timeout);
	return await run.lastActiveSession;
}

async function find(
	context: IExecutePaginationFunctions,
	run: Run,
	timeout?: number,
): Promise<string> {
	const session = lastActiveSession(await fetchClient(context, run.host, timeout));
	if (session) return session.id;
	throw new FailedRequest({
		message: 'Nobody is signed in on the client of this credential',
		description:
			'All its sessions have ended. Sign in on it again and renew the token in the credential.',
		code: 'signed_out',
	});
}
