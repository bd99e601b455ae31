import type { TestEnvironment } from '../support/setup';
import { sized } from '../support/size';
import { addAccount } from './account';

/**
 * At short length, has a credential sign in before a test of something else, in the editor: there
 * nothing waits for other workers of n8n. At full length nothing happens.
 */
export async function signInAheadIfShort(env: TestEnvironment, credential: string): Promise<void> {
	if (sized({ full: true, short: false })) return;
	const { error } = await env.runNode({ resource: 'session', operation: 'getAll' }, { credential });
	if (error) throw error;
}

/** Saves a credential that signs in by ticket; see `signInAheadIfShort`. @returns its ID */
export async function addAccountAhead(env: TestEnvironment): Promise<string> {
	const credential = addAccount(env, 'signInTicket');
	await signInAheadIfShort(env, credential);
	return credential;
}
