import type { Sandbox } from './sandbox';

/** People who are signed in on the client. */
const SESSIONS = 3;

export interface MultiSessionClient {
	clientId: string;
	clientToken: string;
}

/**
 * Signs the first three people in on a fresh client, without HTTP. On such a client each workflow in
 * `examples/` runs to its end: `all-operations.json` ends a session, removes one, and then the rest.
 *
 * The first person, who has every factor, comes last and so has the last active session.
 */
export function multiSessionClient(
	sandbox: Pick<Sandbox, 'addSession' | 'details' | 'signIn'>,
): MultiSessionClient {
	const [last, ...others] = sandbox.details.people
		.slice(0, SESSIONS)
		.reverse()
		.map(({ id }) => id);
	const { clientId, clientToken = '' } = sandbox.signIn(last);
	return others.reduce<MultiSessionClient>(
		(client, id) => ({ ...client, clientToken: sandbox.addSession(clientId, id).clientToken }),
		{ clientId, clientToken },
	);
}
