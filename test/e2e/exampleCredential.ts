import { address, API_CREDENTIAL_TYPE, storeCredential } from './storedCredential';
import type { TestContext } from './testContext';

/** The credentials that the examples name: n8n finds them by that when one is imported. */
const CREDENTIAL = 'Clerk Frontend API';
const API_CREDENTIAL = 'Clerk Session Token API';

/** Makes the only credential with the name that the examples give theirs. */
export async function withCredential(
	context: TestContext,
	data: Record<string, string>,
): Promise<void> {
	await removeCredentials(context, CREDENTIAL);
	await storeCredential(context.rest, CREDENTIAL, { ...address(context.sandbox.details), ...data });
}

/** The same for the user's own API. @param apiUrl where its tokens may go */
export async function withApiCredential(
	context: TestContext,
	apiUrl: string,
	data: Record<string, string>,
): Promise<void> {
	await removeCredentials(context, API_CREDENTIAL);
	const fields = { apiUrl, ...address(context.sandbox.details), ...data };
	await storeCredential(context.rest, API_CREDENTIAL, fields, API_CREDENTIAL_TYPE);
}

async function removeCredentials({ rest }: TestContext, called: string): Promise<void> {
	const all = await rest.get<Array<{ id: string; name: string }>>('/rest/credentials');
	for (const { id, name } of all) {
		if (name === called) await rest.delete(`/rest/credentials/${id}`);
	}
}

/** A credential that signs a person in by tickets. */
export function ticketOf({ sandbox }: TestContext, person: string): Record<string, string> {
	const { backendApiUrl, people, secretKey } = sandbox.details;
	const userId = people.find(({ identifier }) => identifier === person)?.id ?? '';
	return { connectUsing: 'signInTicket', secretKey, backendApiUrl, userId };
}
