import type { Operation } from '../../operation';

/** What follows where an operation ends sessions of its client. */
export const endsSession = {
	dropsReusedTokens: true,
	staysSignedOut: true,
	oneAtATime: true,
	mayBeDoneAlready: true,
} satisfies Partial<Operation>;
