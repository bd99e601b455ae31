import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { type Client, clientFromDevBrowser, clientFromToken } from '../frontendApi/client';
import { FieldError } from '../frontendApi/fieldError';

/** The credential's fields as text; what was never filled in is empty. */
export interface CredentialFields {
	publishableKey: string;
	connectUsing: string;
	clientToken: string;
	devBrowserToken: string;
	proxyUrl: string;
}

/** Reads the fields from what n8n hands over, which may lack any of them. */
export function readFields(credentials: ICredentialDataDecryptedObject): CredentialFields {
	const text = (name: keyof CredentialFields): string => {
		const value = credentials[name];
		return typeof value === 'string' ? value : '';
	};
	return {
		publishableKey: text('publishableKey'),
		connectUsing: text('connectUsing'),
		clientToken: text('clientToken'),
		devBrowserToken: text('devBrowserToken'),
		proxyUrl: text('proxyUrl'),
	};
}

/**
 * The client that a credential stands for.
 *
 * @throws {FieldError} when the token it needs is missing or cannot be one
 */
export function clientOf(fields: CredentialFields): Client {
	switch (fields.connectUsing) {
		case 'clientToken':
			return clientFromToken(fields.clientToken);
		case 'devBrowser':
			return clientFromDevBrowser(fields.devBrowserToken, fields.publishableKey);
		default:
			throw new FieldError(
				"'Connect Using' has no valid choice",
				'Open the credential and choose how to connect.',
			);
	}
}
