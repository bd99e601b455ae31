import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { authenticate } from './sessionToken/authenticate';
import { credentialTest } from './sessionToken/credentialTest';
import { preAuthentication } from './sessionToken/preAuthentication';
import { properties } from './sessionToken/properties';

/**
 * Signs requests to the user's own API, in n8n's HTTP Request node, with a session token that is made
 * and renewed by itself.
 */
export class ClerkSessionTokenApi implements ICredentialType {
	name = 'clerkSessionTokenApi';

	displayName = 'Clerk Session Token API';

	icon: Icon = {
		light: 'file:../nodes/ClerkSessions/clerkSessions.svg',
		dark: 'file:../nodes/ClerkSessions/clerkSessions.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-clerk-sessions/n8n-nodes-clerk-sessions/blob/main/docs/your-own-api.md';

	properties: INodeProperties[] = properties;

	preAuthentication = preAuthentication;

	authenticate: IAuthenticate = authenticate;

	test: ICredentialTestRequest = credentialTest;
}
