import type { INodeProperties } from 'n8n-workflow';

/** What a person fills in. */
export const credentialFields: INodeProperties[] = [
	{
		displayName: 'Publishable Key',
		name: 'publishableKey',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk',
		description:
			'From the Clerk Dashboard, under API keys. It says where the Frontend API of your application is, and is no secret.',
	},
	{
		displayName: 'Connect Using',
		name: 'connectUsing',
		type: 'options',
		options: [
			{
				name: 'Client Token',
				value: 'clientToken',
				description:
					'The token of a client that is signed in already, copied from a browser or an app',
			},
			{
				name: 'Dev Browser Token',
				value: 'devBrowser',
				description: 'The token of a browser that is signed in on a development instance',
			},
		],
		default: 'clientToken',
		description: 'How Clerk recognises the client whose sessions are used',
	},
	{
		displayName: 'Client Token',
		name: 'clientToken',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		default: '',
		displayOptions: { show: { connectUsing: ['clientToken'] } },
		description:
			"The value of the __client cookie on your Frontend API's host, or the token a native app keeps. It dies when somebody signs in or out on the client it came from.",
		hint: 'The Native API must be on in the Clerk Dashboard, under Native applications',
	},
	{
		displayName: 'Dev Browser Token',
		name: 'devBrowserToken',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		default: '',
		displayOptions: { show: { connectUsing: ['devBrowser'] } },
		description:
			'The value of the __clerk_db_jwt cookie of your application on a development instance (pk_test_… keys only)',
	},
	{
		displayName: 'Proxy URL',
		name: 'proxyUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/__clerk',
		description:
			'Only where your application proxies the Frontend API: the address it is reached at instead of the one in the publishable key',
	},
];
