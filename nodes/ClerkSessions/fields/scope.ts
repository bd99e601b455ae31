import type { INodeProperties } from 'n8n-workflow';

/** Whose sessions are listed. */
export const scope: INodeProperties = {
	displayName: 'Scope',
	name: 'scope',
	type: 'options',
	options: [
		{
			name: 'Client',
			value: 'client',
			description:
				'The sessions of this client, whoever they are of, those that have ended as well',
		},
		{
			name: 'Person',
			value: 'person',
			description:
				'All active sessions, on every device, of the person whose session is chosen below',
		},
	],
	default: 'client',
	description: 'Whose sessions to list',
};
