/** One field in which the node's request may differ from clerk-js's, and why it does. */
export interface IntendedDifference {
	/** `method`, `contentType`, `query.<name>` or `form.<name>`. */
	field: string;
	/** What clerk-js sends there; null: nothing. */
	clerkJs: RegExp | null;
	/** What the node sends there; null: nothing. */
	node: RegExp | null;
	/** The scenarios it is limited to; every one when missing. */
	scenarios?: RegExp;
	/** It shows in browsers only (`npm run test:browser`). */
	onlyInBrowsers?: true;
	reason: string;
}

/** All there are. Any other difference fails `wireParity.test.ts`, and so does one that is gone. */
export const intendedDifferences: IntendedDifference[] = [
	{
		field: 'query.__clerk_api_version',
		clerkJs: /^2026-08-20$/,
		node: /^2026-05-12$/,
		reason:
			'clerk-js 6 asks for a version whose description is not published; the node stays with the newest that is.',
	},
	{
		field: 'query._clerk_js_version',
		clerkJs: /^\d+\.\d+\.\d+$/,
		node: null,
		reason: 'It names the version of clerk-js, for statistics at Clerk. The node is not clerk-js.',
	},
	{
		field: 'method',
		clerkJs: /^POST$/,
		node: /^DELETE$/,
		scenarios: /^session: remove all$/,
		reason:
			'In browsers, clerk-js sends DELETE as POST to be spared a preflight request. The node sends what Clerk’s description says.',
	},
	{
		field: 'query._method',
		clerkJs: /^DELETE$/,
		node: null,
		scenarios: /^session: remove all$/,
		reason: 'Says what the POST above stands for.',
	},
	{
		field: 'contentType',
		clerkJs: /^application\/x-www-form-urlencoded$/,
		node: null,
		reason:
			'clerk-js names a content type for bodies that it does not send; the node has no body there.',
	},
	{
		field: 'form.active_organization_id',
		clerkJs: /^$/,
		node: null,
		scenarios: /^session: touch, organization unchanged$/,
		reason:
			'clerk-js repeats the organization it holds for active. The node holds none: it leaves the parameter out, which Clerk’s description calls “no change”.',
	},
	{
		field: 'form.organization_id',
		clerkJs: /^$/,
		node: null,
		scenarios: /^session token: organization unchanged$/,
		reason:
			'As above: without the parameter, Clerk takes the session’s active organization (its description of /tokens).',
	},
	{
		field: 'form.tab_state',
		clerkJs: /^(focused|visible|hidden)$/,
		node: null,
		scenarios: /^session token: /,
		onlyInBrowsers: true,
		reason: 'It says whether the person looks at the tab. A workflow has none.',
	},
	{
		field: 'form.timezone',
		clerkJs: /./,
		node: null,
		scenarios: /^sign-in: /,
		reason:
			'clerk-js says in which time zone the person is, for messages to them. Nobody sits in front of a workflow.',
	},
];
