import type {
	ICredentialDataDecryptedObject,
	IExecutePaginationFunctions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { frontendApiUrl } from '../../../frontendApi/baseUrl';
import { type CredentialFields, readFields } from '../../../frontendApi/credential';
import { type CredentialMemory, memoryOf } from '../../../frontendApi/memory';

/** Where a request is made from: a run, or the editor when it opens a list. */
export type Context = IExecutePaginationFunctions | ILoadOptionsFunctions;

/** The credential's Frontend API, and what this process knows about its client. */
export interface Connection {
	fields: CredentialFields;
	/** Host of the Frontend API, for messages. */
	host: string;
	memory: CredentialMemory;
}

/** @throws {FieldError} when the credential's publishable key or proxy URL cannot be used */
export async function connect(context: Context): Promise<Connection> {
	const credentials =
		await context.getCredentials<ICredentialDataDecryptedObject>('clerkFrontendApi');
	const fields = readFields(credentials);
	const { host } = new URL(frontendApiUrl(fields));
	return { fields, host, memory: memoryOf(fields) };
}
