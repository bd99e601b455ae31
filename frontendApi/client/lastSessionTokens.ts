import { LruMap } from './lruMap';

/** What Clerk answers, with 422, when it wants the last session token along. */
export const MISSING_EXPIRED_TOKEN = 'missing_expired_token';

/** How many sessions are remembered. */
const MAX_SESSIONS = 1000;
/** Clerk's tokens have to fit into a cookie of 4 KB (Clerk's guide to session tokens). */
const MAX_TOKEN_LENGTH = 8192;

/**
 * The last token of each session, expired or not: Clerk may ask for it when a new one is made, and
 * during its own outage cannot be asked for it (clerk-js `Session.getToken`). In memory only.
 */
export class LastSessionTokens {
	private readonly tokens = new LruMap<string, string>(MAX_SESSIONS);

	of(sessionId: string): string | undefined {
		return this.tokens.get(sessionId);
	}

	/** What is longer than any of Clerk's tokens is passed over. */
	remember(sessionId: string, jwt: string): void {
		if (jwt.length <= MAX_TOKEN_LENGTH) this.tokens.set(sessionId, jwt);
	}
}
