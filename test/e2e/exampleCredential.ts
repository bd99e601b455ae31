import { address, storeCredential } from './storedCredential';
import type { TestContext } from './testContext';

/** The credential that the examples name: n8n finds it by that when one is imported. */
const CREDENTIAL = 'Clerk Frontend API';

/** Makes the only credential with the name that the examples give theirs. */
export async function withCredential(
	{ rest, sandbox }: TestContext,
	data: Record<string, string>,
): Promise<void> {
	const all = await rest.get<Array<{ id: string; name: string }>>('/rest/credentials');
	for (const { id, name } of all) {
		if (name === CREDENTIAL) await rest.delete(`/rest/credentials/${id}`);
	}
	await storeCredential(rest, CREDENTIAL, { ...address(sandbox.details), ...data });
}

/** A credential that signs a person in by tickets. */
export function ticketOf({ sandbox }: TestContext, person: string): Record<string, string> {
	const { backendApiUrl, people, secretKey } = sandbox.details;
	const userId = people.find(({ identifier }) => identifier === person)?.id ?? '';
	return { connectUsing: 'signInTicket', secretKey, backendApiUrl, userId };
}
