/** How many tokens that are no longer good are remembered. Clerk rotates on sign-in and sign-out: a handful a day. */
const REMEMBERED = 1000;

/**
 * The client token of one credential, as this process knows it. Clerk replaces tokens; the older
 * one is dead from then on, and neither a late answer nor a stored credential brings it back.
 *
 * Like clerk-js `tokenStore`, in memory only.
 */
export class ClientTokens {
	private current?: string;
	private readonly retired = new Set<string>();
	private lastRequest = 0;
	private newestAnswer = 0;

	/**
	 * The token to use.
	 *
	 * @param stored what n8n has stored, or what was pasted. A token this process has not met comes
	 * from elsewhere (another worker, a new paste) and is newer.
	 */
	token(stored?: string): string | undefined {
		if (stored && stored !== this.current && !this.retired.has(stored)) this.use(stored);
		return this.current;
	}

	/** From now on this token is used, and the one before is not. */
	private use(token: string): void {
		this.retire(this.current);
		this.retired.delete(token);
		this.current = token;
	}

	/** Signing in made this token: answers to requests from before bring nothing back. */
	startOver(token: string): void {
		this.use(token);
		this.newestAnswer = this.lastRequest + 1;
	}

	/** A token is not used again. */
	retire(token: string | undefined): void {
		if (token === undefined) return;
		this.retired.add(token);
		if (this.current === token) this.current = undefined;
		const [oldest] = this.retired;
		if (this.retired.size > REMEMBERED && oldest !== undefined) this.retired.delete(oldest);
	}

	/** Numbers a request, so that its answer can be told from later ones. */
	startRequest(): number {
		return ++this.lastRequest;
	}

	/**
	 * Takes over the token that an answer brought.
	 *
	 * @param request the number of the request; the answer to an older request brings nothing back
	 */
	rotate(token: string, request: number): void {
		if (request < this.newestAnswer || token === this.current || this.retired.has(token)) return;
		this.newestAnswer = request;
		this.use(token);
	}
}
