/** How many tokens that are no longer good are remembered. Clerk rotates on sign-in and sign-out: a handful a day. */
const REMEMBERED = 1000;

/**
 * The client token of one credential, as this process knows it. Clerk replaces tokens; the older
 * one is dead from then on, and neither a late answer nor a stored credential brings it back.
 *
 * Like clerk-js `tokenStore`, in memory only.
 */
export class ClientTokens {
	/** The token under which somebody is signed in, as far as is known. */
	private current?: string;
	/** The newest token of the client, whether somebody is signed in on it or not. */
	private newest?: string;
	/** What n8n had stored when it was last looked at. */
	private stored?: string;
	private readonly retired = new Set<string>();
	private lastRequest = 0;
	private newestAnswer = 0;
	private changeCount = 0;

	/** How often the token has changed since the first one: a request refused under an older one may pass under this one. */
	get changes(): number {
		return this.changeCount;
	}

	/** Whether a restart would lose nothing. */
	get isStored(): boolean {
		return this.current === undefined || this.current === this.stored;
	}

	/** The token by which Clerk recognises the device when somebody signs in on it again. */
	get deviceToken(): string | undefined {
		return this.newest;
	}

	/**
	 * The token to use; undefined if nobody is signed in.
	 *
	 * @param stored what n8n has stored, or what was pasted. A token this process has not met comes
	 * from elsewhere (another worker, a new paste) and is newer.
	 */
	token(stored?: string): string | undefined {
		if (stored) {
			this.stored = stored;
			if (stored !== this.current && !this.retired.has(stored)) this.use(stored);
		}
		return this.current;
	}

	/** Signing in made this token: answers to requests from before bring nothing back. */
	startOver(token: string): void {
		this.use(token);
		this.newestAnswer = this.lastRequest + 1;
	}

	/** Nobody is signed in on the client any more; it stays the same device. */
	signOut(): void {
		this.retire(this.current);
		this.current = undefined;
	}

	/** The token of a device on which nobody is signed in, as a sign-in that failed left it. */
	keepDevice(token: string | undefined): void {
		if (token === undefined || token === this.newest || this.current !== undefined) return;
		this.retire(this.newest);
		this.newest = token;
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
		if (request < this.newestAnswer || token === this.newest || this.retired.has(token)) return;
		this.newestAnswer = request;
		if (this.current === undefined) this.keepDevice(token);
		else this.use(token);
	}

	/** From now on this token is used, and those before are not. */
	private use(token: string): void {
		// The first token is no change: a request refused under it is not worth another try.
		if (this.newest !== undefined) this.changeCount++;
		this.retire(this.current);
		this.retire(this.newest);
		this.retired.delete(token);
		this.current = token;
		this.newest = token;
	}

	private retire(token: string | undefined): void {
		if (token === undefined) return;
		this.retired.add(token);
		const [oldest] = this.retired;
		if (this.retired.size > REMEMBERED && oldest !== undefined) this.retired.delete(oldest);
	}
}
