import type {
	ICredentialDataDecryptedObject,
	IExecutePaginationFunctions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { frontendApiUrl } from '../../../frontendApi/baseUrl';
import { type CredentialFields, readFields, storedToken } from '../../../frontendApi/credential';
import { type CredentialState, stateOf } from '../../../frontendApi/credentialState';

/** Where a request is made from: a run, or the editor when it opens a list. */
export type Context = IExecutePaginationFunctions | ILoadOptionsFunctions;

/** The credential's Frontend API, and what this process knows about its client. */
export interface Connection {
	/** As n8n hands it over. */
	credentials: ICredentialDataDecryptedObject;
	fields: CredentialFields;
	/** Host of the Frontend API, for messages. */
	host: string;
	state: CredentialState;
}

/** @throws {FieldError} when a field of the credential cannot be used */
export async function connect(context: Context): Promise<Connection> {
	const credentials = await readCredentials(context);
	const fields = readFields(credentials);
	const { host } = new URL(frontendApiUrl(fields));
	return { credentials, fields, host, state: stateOf(fields) };
}

/** The client token that n8n has stored at this moment: it reads the credential anew each time. */
export async function readStoredToken(context: Context): Promise<string | undefined> {
	return storedToken(readFields(await readCredentials(context)));
}

async function readCredentials(context: Context): Promise<ICredentialDataDecryptedObject> {
	return await context.getCredentials<ICredentialDataDecryptedObject>('clerkFrontendApi');
}
