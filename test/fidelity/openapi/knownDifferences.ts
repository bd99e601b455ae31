import type { Difference } from './description/description';

/** A difference from Clerk's description that is there on purpose, and why. */
export interface KnownDifference {
	side: Difference['side'];
	/** The operations it is limited to, by Clerk's names; every one when missing. */
	operations?: RegExp;
	/** The exchanges it is limited to, by name. */
	exchanges?: RegExp;
	what: RegExp;
	reason: string;
}

/** All there are. Any other difference from a description makes the check fail. */
export const knownDifferences: KnownDifference[] = [
	{
		side: 'answer',
		exchanges: /^(an Origin beside|an API version|the Native API off|a host of no)/,
		what: /^status 400 is not described$/,
		reason:
			'Clerk’s list of errors has these with 400; they are refused before it matters which operation it is, and the description repeats them only here and there.',
	},
	{
		side: 'answer',
		exchanges: /^JSON$/,
		what: /^status 415 is not described$/,
		reason: 'Clerk’s list of errors has unsupported_content_type with 415.',
	},
	{
		side: 'answer',
		what: /^status 429 is not described$/,
		reason:
			'Clerk’s page on rate limits has 429 for signing in, the description has it nowhere. The limits of other operations are not published, so the sandbox can have them anywhere.',
	},
	{
		side: 'answer',
		operations: /^createSessionToken$/,
		what: /^status 422 is not described$/,
		reason:
			'clerk-js expects missing_expired_token with 422 from this operation. Parameters that are unknown or come twice are 422 everywhere in Clerk’s list of errors.',
	},
	{
		side: 'answer',
		operations: /SessionReverification/,
		exchanges: /^another client’s session$/,
		what: /^status 404 is not described$/,
		reason:
			'Everything else about a session answers so to another client’s session, by the description. What Clerk answers here is not known.',
	},
	{
		side: 'answer',
		operations: /^getEnvironment$/,
		what: /additional properties: force_organization_selection$/,
		reason: 'clerk-js reads it (`OrganizationSettings`); the description does not have it.',
	},
	{
		side: 'request',
		operations: /^prepareSessionReverificationFirstFactor$/,
		exchanges: /enterprise_sso$/,
		what: /additional properties: (enterprise_connection_id|redirect_url)$/,
		reason:
			'clerk-js sends both for enterprise_sso; the description has the strategy, but not them.',
	},
	{
		side: 'request',
		exchanges: /trusted_device$|second factor: passkey$/,
		what: /additional properties: (trusted_device_id|client_data|signature|algorithm|public_key_credential)$|\/strategy must be equal/,
		reason:
			'What clerk-js can do ahead of the description, sent as JSON Body on purpose. The node’s own fields do not offer it.',
	},
];

/** @returns the entry that a difference is known by, if any */
export function findKnownDifference(difference: Difference): KnownDifference | undefined {
	return knownDifferences.find(
		({ side, operations, exchanges, what }) =>
			side === difference.side &&
			(operations?.test(difference.operationId) ?? true) &&
			(exchanges?.test(difference.exchange) ?? true) &&
			what.test(difference.what),
	);
}
