import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { authenticate } from './authenticate';
import { preAuthentication } from './preAuthentication';
import { properties } from './properties';
import { credentialTest } from './credentialTest';

/** The client (device) that Clerk's Frontend API acts for, and where that API is. */
export class ClerkFrontendApi implements ICredentialType {
	name = 'clerkFrontendApi';

	displayName = 'Clerk Frontend API';

	icon: Icon = {
		light: 'file:../nodes/ClerkSessions/clerkSessions.svg',
		dark: 'file:../nodes/ClerkSessions/clerkSessions.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-clerk-sessions/n8n-nodes-clerk-sessions#credential';

	properties: INodeProperties[] = properties;

	preAuthentication = preAuthentication;

	authenticate: IAuthenticate = authenticate;

	test: ICredentialTestRequest = credentialTest;
}
