import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { lastActiveSession, type User } from '../../../frontendApi/protocol/objects';
import { LAST_ACTIVE } from '../fields/session';
import { fetchClientForList } from './fetchClientForList';

/**
 * The person whose session is chosen in the editor.
 *
 * @throws {NodeOperationError} saying why the client cannot be had
 */
export async function chosenUser(context: ILoadOptionsFunctions): Promise<User | undefined> {
	const client = await fetchClientForList(context);
	const chosen = context.getCurrentNodeParameter('sessionId', { extractValue: true });
	const session = client.sessions.find(({ id }) => id === chosen);
	// An expression has no value yet in the editor: the last active session's person is the best guess.
	const isKnown = session !== undefined || chosen === LAST_ACTIVE;
	return (isKnown && session ? session : lastActiveSession(client))?.user;
}
