import type { INodeProperties } from 'n8n-workflow';

/** Chosen by measuring, see docs/benchmark.md: more in flight is faster still, but meets Clerk's limits sooner. */
export const DEFAULT_CONCURRENCY = 20;
export const DEFAULT_RETRIES = 5;
/** Seconds. */
export const DEFAULT_MINIMUM_LIFETIME = 15;

const forRevoke = { show: { '/operation': ['revoke'] } };
const forTokens = { show: { '/resource': ['sessionToken'] } };

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
				"Whether to return the token of a session that has something to do first, such as choosing an organization. Clerk's backends take such a token for that of somebody who is signed out.",
		},
		{
			displayName: 'Max Concurrent Requests',
			name: 'maxConcurrentRequests',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 100 },
			default: DEFAULT_CONCURRENCY,
			description:
				'How many requests may be under way at a time, over all steps that use the same credential',
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
			default: DEFAULT_MINIMUM_LIFETIME,
			displayOptions: forTokens,
			description: "Seconds that a reused token must have left. Used with 'Reuse Token'.",
		},
		{
			displayName: 'Reuse Token',
			name: 'reuseToken',
			type: 'boolean',
			default: false,
			displayOptions: forTokens,
			description:
				'Whether to use a token that was made before for the same session, template and organization until it expires',
		},
	],
};
