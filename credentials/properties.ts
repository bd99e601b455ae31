import type { INodeProperties } from 'n8n-workflow';

/**
 * A text with this start. n8n looks at conditions whenever it reads a credential: its `startsWith`
 * throws for a field that is not there (older n8n), and its `regex` where the machine is so busy
 * that a quarter of a second passes (newer n8n).
 */
const startsWith = (start: string) => ({
	_cnd: { between: { from: start, to: `${start}\uffff` } },
});

/**
 * Where an `http://` address is warned about: what is sent there can be read on the way. n8n also
 * shows what depends on it while the field is an expression, which may result in one.
 */
const unencrypted = ['http://', 'HTTP://', 'Http://'].map(startsWith);
const onThisMachine = ['localhost', '127.0.0.1', '[::1]'].flatMap((host) => [
	`http://${host}`,
	...['/', ':'].map((next) => startsWith(`http://${host}${next}`)),
]);

/** What a person fills in. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Publishable Key',
		name: 'publishableKey',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. pk_test_ZXhhbXBsZS5hY2NvdW50cy5kZXYk',
		description:
			"From the Clerk Dashboard, under API keys. It says where the Frontend API of your application is, and is no secret. If 'Allowed HTTP Request Domains' is set to specific domains, that host has to be among them.",
	},
	{
		displayName: 'Connect Using',
		name: 'connectUsing',
		type: 'options',
		options: [
			{
				name: 'Sign-in Ticket',
				value: 'signInTicket',
				description:
					'Sign in as any user by the secret key, past two-step verification and Device Trust: best for schedules. Locked and banned users, and those who are not on the allow list, cannot sign in.',
			},
			{
				name: 'Password',
				value: 'password',
				description:
					'Sign in as a person by identifier and password. Without two-step verification and Device Trust only.',
			},
			{
				name: 'Client Token',
				value: 'clientToken',
				description:
					'The token of a client that is signed in already, copied from a browser or an app. It stops working when its sessions end, by default within a week.',
			},
			{
				name: 'Dev Browser Token',
				value: 'devBrowser',
				description: 'The token of a browser that is signed in on a development instance',
			},
			{
				name: 'Nobody',
				value: 'nobody',
				description: 'Acts for nobody: enough to verify session tokens that others send',
			},
		],
		default: 'signInTicket',
		description: 'How Clerk recognises the client whose sessions are used',
	},
	{
		displayName: 'Secret Key',
		name: 'secretKey',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		default: '',
		placeholder: 'e.g. sk_test_…',
		displayOptions: { show: { connectUsing: ['signInTicket'] } },
		description:
			'From the Clerk Dashboard, under API keys. Used only to make one-time sign-in tokens for the user below.',
	},
	{
		displayName: 'User ID',
		name: 'userId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. user_2abcDEFghiJKLmnoPQRstuVWXyz',
		displayOptions: { show: { connectUsing: ['signInTicket'] } },
		description: 'The user to sign in as. The Clerk Dashboard shows it under Users.',
		hint: 'Signs in by itself whenever the session has ended, past two-step verification and Device Trust',
	},
	{
		displayName: 'Organization ID',
		name: 'organizationId',
		type: 'string',
		default: '',
		placeholder: 'e.g. org_2abcDEFghiJKLmnoPQRstuVWXyz',
		displayOptions: { show: { connectUsing: ['signInTicket'] } },
		description:
			'The organization that each sign-in begins in; the user has to be a member. The Clerk Dashboard shows it under Organizations.',
		hint: 'Needed where everybody has to choose an organization: applications with organizations made since August 2025',
	},
	{
		displayName: 'Actor ID',
		name: 'actorId',
		type: 'string',
		default: '',
		placeholder: 'e.g. user_2abcDEFghiJKLmnoPQRstuVWXyz',
		displayOptions: { show: { connectUsing: ['signInTicket'] } },
		description:
			'To impersonate the user: the ID of whoever acts as them. Every token then says so (act), and Clerk keeps a record. Sessions last 30 minutes; not on every plan of Clerk.',
	},
	{
		displayName: 'Identifier',
		name: 'identifier',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. robot@example.com',
		displayOptions: { show: { connectUsing: ['password'] } },
		description: 'Email address, phone number or username of the person to sign in as',
	},
	{
		displayName: 'Password',
		name: 'password',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		default: '',
		displayOptions: { show: { connectUsing: ['password'] } },
		hint: 'Fails where the account has two-step verification, or Device Trust is on (applications made since November 2025; older ones answer as for two-step verification): connect using a sign-in ticket there',
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
			'The value of the cookie __clerk_db_jwt of your application on a development instance (pk_test_… keys only). Its name may have a suffix: __clerk_db_jwt_…',
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
	{
		displayName:
			'Over http:// whoever is on the way to the <b>Proxy URL</b> can read and change what is sent, tokens and passwords included. Use https:// for all but this machine.',
		name: 'proxyUrlNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { proxyUrl: unencrypted }, hide: { proxyUrl: onThisMachine } },
	},
	{
		displayName: 'Backend API URL',
		name: 'backendApiUrl',
		type: 'string',
		default: 'https://api.clerk.com',
		displayOptions: { show: { connectUsing: ['signInTicket'] } },
		description:
			"Where sign-in tokens are made. The secret key is sent there. If 'Allowed HTTP Request Domains' is set to specific domains, its host has to be among them.",
	},
	{
		displayName:
			'Over http:// whoever is on the way to the <b>Backend API URL</b> can read the secret key, which opens the whole application. Use https:// for all but this machine.',
		name: 'backendApiUrlNotice',
		type: 'notice',
		default: '',
		displayOptions: {
			show: { connectUsing: ['signInTicket'], backendApiUrl: unencrypted },
			hide: { backendApiUrl: onThisMachine },
		},
	},
	{
		// Filled by signing in; n8n runs preAuthentication while it is empty, and stores what that returns.
		displayName: 'Session Client Token',
		name: 'sessionClientToken',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: '',
	},
	{
		// n8n never clears the token when the credential is edited: this says what it was made for.
		displayName: 'Session Client Token For',
		name: 'sessionClientTokenFor',
		type: 'hidden',
		typeOptions: { password: true },
		default: '',
	},
];
