/** How many sessions are remembered. */
const MAX_SESSIONS = 1000;

/**
 * The last token of each session, expired or not: Clerk may ask for it when a new one is made, and
 * during its own outage cannot be asked for it (clerk-js `Session.getToken`). In memory only.
 */
export class LastSessionTokens {
	private readonly tokens = new Map<string, string>();

	of(sessionId: string): string | undefined {
		return this.tokens.get(sessionId);
	}

	remember(sessionId: string, jwt: string): void {
		// Moved to the end: the first is always the one that was not used for longest.
		this.tokens.delete(sessionId);
		this.tokens.set(sessionId, jwt);
		const [oldest] = this.tokens.keys();
		if (this.tokens.size > MAX_SESSIONS && oldest !== undefined) this.tokens.delete(oldest);
	}
}
