/** What is looked at in each version: a row of the table. */
export interface Row {
	title: string;
	/** What "ok" means. */
	meaning: string;
	/** Modules that declare the tests when they are loaded, from the folder `test`. */
	tests: string[];
}

export const ROWS: Row[] = [
	{
		title: 'Operations',
		meaning:
			'`examples/all-operations.json` runs to its end; every request is the one that Clerk’s API asks for.',
		tests: ['versions/checks/operations', 'nodes/requests.test'],
	},
	{
		title: 'Four ways to connect',
		meaning:
			'Client token, dev browser token, sign-in ticket, password: a token is made, and made again without another sign-in.',
		tests: ['versions/checks/connect'],
	},
	{
		title: 'Many items',
		meaning: '1,000 items cause one sign-in and one look-up of the session.',
		tests: ['versions/checks/manyItems'],
	},
	{
		title: 'Healing',
		meaning: 'A session that has ended elsewhere, before or during a run, costs one more sign-in.',
		tests: ['versions/checks/healing'],
	},
	{
		title: 'Restart',
		meaning:
			'A process that knows only the stored credential goes on, and signs in no more than once.',
		tests: ['versions/checks/restart'],
	},
	{
		title: 'Rotation',
		meaning:
			'Where every answer brings a new client token, each is used and stored, across a restart.',
		tests: ['versions/checks/rotation'],
	},
	{
		title: 'Failures and repetition',
		meaning:
			'All rows of “What is sent again, and when” in [failures.md](failures.md), for each operation: statuses, limits, cut and refused connections, time-outs.',
		tests: ['failures/repeated.test'],
	},
	{
		title: 'Items that fail',
		meaning: 'Stop, continue, and the error output: in place, paired, and in Clerk’s words.',
		tests: ['nodes/items.test'],
	},
	{
		title: 'Waiting and cancelling',
		meaning:
			'Requests in flight are limited; a cancelled run ends at once, and nothing is sent after it.',
		tests: ['failures/waiting.test'],
	},
	{
		title: 'Credential test',
		meaning: 'The Test button: what is right passes, what is wrong is named.',
		tests: ['credentials/testButton.test', 'signIn/testButton.test'],
	},
	{
		title: 'Lists',
		meaning: 'The lists of sessions and addresses in the editor, filtered and in pages.',
		tests: ['signIn/lists.test'],
	},
	{
		title: 'HTTP Request node',
		meaning:
			'n8n’s own node with this credential: signs in, heals, and gives the token to no other host.',
		tests: ['credentials/httpRequestNode.test', 'signIn/httpRequestNode.test'],
	},
	{
		title: 'Your own API',
		meaning:
			'n8n’s HTTP Request node with the credential for session tokens, its paging and retries, and another node: one token for all, a request that failed goes out once, workers share what is stored.',
		tests: [
			'ownApi/requests.test',
			'ownApi/failures.test',
			'ownApi/otherNodes.test',
			'ownApi/workers.test',
			'ownApi/addresses.test',
			'ownApi/testButton.test',
		],
	},
	{
		title: 'Every device of a person',
		meaning: 'Get Many and Revoke, and the list of sessions to revoke.',
		tests: ['nodes/devices.test'],
	},
	{
		title: 'Verify',
		meaning: 'A token that somebody sends, valid or not; the public keys; a credential for nobody.',
		tests: ['nodes/verify.test'],
	},
	{
		title: 'Trigger',
		meaning:
			'A session that appears, ends or changes organization starts a published workflow once, also after a failed poll and a restart.',
		tests: ['nodes/trigger.test'],
	},
	{
		title: 'Applications made today',
		meaning:
			'Pending sessions, organizations from a list, captchas, blocked clients, actors, one version at a time: in an application made today, and in one made in 2024.',
		tests: ['signIn/pending.test', 'signIn/organizations.test', 'signIn/today.test'],
	},
	{
		title: 'Agent’s tool',
		meaning:
			'An agent calls the node as its tool, with arguments of its own, and reads what is wrong.',
		tests: ['versions/checks/agent'],
	},
	{
		title: 'No warnings',
		meaning: '1,000 items in line leave no warning of Node’s and none in n8n’s log.',
		tests: ['versions/checks/warnings'],
	},
	{
		title: '`failure` of errors',
		meaning:
			'`NodeApiError.failure` says why and for how long, where n8n knows it; where not, the error has none.',
		tests: ['versions/checks/failure'],
	},
	{
		title: 'Allowed HTTP Request Domains',
		meaning:
			'A list that leaves out the Frontend API or the Backend API: the message names the host and the field.',
		tests: ['versions/checks/allowedDomains'],
	},
	{
		title: 'What is assumed of n8n',
		meaning: 'n8n does what [assumptions.md](assumptions.md) lists.',
		tests: ['engine/assumptions.test'],
	},
];
