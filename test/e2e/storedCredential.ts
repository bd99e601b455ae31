import type { SandboxDetails } from '../../sandbox';
import type { N8nApi } from './n8nApi';

/** A credential as n8n's workflows refer to it. */
export interface StoredCredential {
	id: string;
	name: string;
}

/** The credential type of the node. */
export const CREDENTIAL_TYPE = 'clerkFrontendApi';
/** That of requests to the user's own API. */
export const API_CREDENTIAL_TYPE = 'clerkSessionTokenApi';

/** Where the sandbox is, in the credential's own field names. */
export function address({ publishableKey, proxyUrl }: SandboxDetails) {
	return { publishableKey, proxyUrl };
}

/** A credential that uses a client of the sandbox, in the credential's own field names. */
export function withClientToken(details: SandboxDetails, clientToken: string) {
	return { ...address(details), connectUsing: 'clientToken', clientToken };
}

/** Makes a credential without the browser, for checks that are not about that. */
export async function storeCredential(
	rest: N8nApi,
	name: string,
	data: Record<string, string | number | boolean>,
	type = CREDENTIAL_TYPE,
): Promise<StoredCredential> {
	const { id } = await rest.post<{ id: string }>('/rest/credentials', { name, type, data });
	return { id, name };
}
