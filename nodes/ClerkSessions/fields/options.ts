import type { INodeProperties } from 'n8n-workflow';

/** Chosen by measuring, see docs/benchmark.md: more in flight is faster still, but meets Clerk's limits sooner. */
export const DEFAULT_CONCURRENCY = 20;
export const DEFAULT_RETRIES = 5;
/** Seconds. */
export const DEFAULT_MINIMUM_LIFETIME_S = 15;
/** Seconds: that of `@clerk/backend`. */
export const DEFAULT_CLOCK_SKEW_S = 5;
/** Seconds: more is no clock that goes wrong. */
export const MAX_CLOCK_SKEW_S = 3600;

const forRevoke = { show: { '/operation': ['revoke'] } };
const forTokens = { show: { '/resource': ['sessionToken'] } };
const forNewTokens = {
	show: { '/resource': ['sessionToken'], '/operation': ['create', 'createFromTemplate'] },
};
const forVerify = { show: { '/operation': ['verify'] } };

/** How requests are made; every operation takes it. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Allow Own Session',
			name: 'allowOwnSession',
			type: 'boolean',
			default: false,
			displayOptions: forRevoke,
			description:
				'Whether the session that asks may be the one to revoke. Clerk may refuse it: End is meant for that.',
		},
		{
			displayName: 'Allow Pending Session',
			name: 'allowPendingSession',
			type: 'boolean',
			default: false,
			displayOptions: forTokens,
			description:
				"Whether the token of a session that has something to do first, such as choosing an organization, is returned, or counts as valid. Clerk's backends take it for that of somebody who is signed out.",
		},
		{
			displayName: 'Authorized Parties',
			name: 'authorizedParties',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://app.example.com, https://www.example.com',
			displayOptions: forVerify,
			description:
				'The origins that may send the token (azp), separated by commas. Name those of your front end: a token that another application of yours got is refused then.',
		},
		{
			displayName: 'Clock Skew',
			name: 'clockSkew',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: MAX_CLOCK_SKEW_S },
			default: DEFAULT_CLOCK_SKEW_S,
			displayOptions: forVerify,
			description: "Seconds by which Clerk's clock and that of this machine may differ",
		},
		{
			displayName: 'Fail If Invalid',
			name: 'failIfInvalid',
			type: 'boolean',
			default: false,
			displayOptions: forVerify,
			description: 'Whether a token that is not valid makes the step fail',
		},
		{
			displayName: 'Max Concurrent Requests',
			name: 'maxConcurrentRequests',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 100 },
			default: DEFAULT_CONCURRENCY,
			description:
				'How many requests may be under way at a time, over all steps that use the same credential and have this limit or a lower one',
		},
		{
			displayName: 'Max Retries',
			name: 'maxRetries',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 20 },
			default: DEFAULT_RETRIES,
			description:
				'How often a request is sent again when Clerk is busy or the network fails. Steps that send a message or use up a code are repeated only when they had no effect.',
		},
		{
			displayName: 'Minimum Token Lifetime',
			name: 'minimumTokenLifetime',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: DEFAULT_MINIMUM_LIFETIME_S,
			displayOptions: forNewTokens,
			description: "Seconds that a reused token must have left. Used with 'Reuse Token'.",
		},
		{
			displayName: 'Reuse Token',
			name: 'reuseToken',
			type: 'boolean',
			default: false,
			displayOptions: forNewTokens,
			description:
				'Whether to use a token that was made before for the same session, template and organization until it expires',
		},
	],
};
