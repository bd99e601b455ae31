import { ClientTokens } from './clientTokens';
import { type CredentialFields, credentialKey } from './credential';
import { FailedRequest } from './failure';
import { TokenReuse } from './tokenReuse';
import { Turns } from './turns';

/** How long a sign-in that failed is not tried again, in ms: Clerk allows five in ten seconds. */
const PAUSE_AFTER_FAILURE = 5_000;
/** The longest that is kept up, in ms, whatever Clerk asks for: after that, it is asked again. */
const LONGEST_PAUSE = 60_000;
/** How many credentials are remembered; edited ones leave their memory behind. */
const REMEMBERED = 500;

/** What this process knows about one credential. Nothing of it is stored. */
export class CredentialMemory {
	readonly tokens = new ClientTokens();
	readonly tokenReuse = new TokenReuse();
	readonly turns = new Turns();
	/** Whether the credential's Test button was pressed, and the connection is to be tried first. */
	isTested = false;
	private readonly underWay = new Map<string, Promise<unknown>>();
	private failure?: { error: unknown; until: number };
	private signInCount = 0;
	private ending: Promise<unknown> = Promise.resolve();

	/** How often this process has signed in: a session looked up before the latest may be gone. */
	get generation(): number {
		return this.signInCount;
	}

	/**
	 * Signs in, one at a time: who comes while a sign-in is under way waits for its outcome, and
	 * right after one failed gets the same reason.
	 */
	async signIn(makeToken: () => Promise<string>): Promise<string> {
		if (this.failure && Date.now() < this.failure.until) throw this.failure.error;
		return await this.together('signIn', () =>
			makeToken().then(
				(token) => {
					this.failure = undefined;
					this.signInCount++;
					this.tokens.startOver(token);
					return token;
				},
				(error: unknown) => {
					this.failure = { error, until: Date.now() + pauseAfter(error) };
					throw error;
				},
			),
		);
	}

	/**
	 * Ends sessions, one request at a time: each changes the client's token (Clerk rotates it on
	 * sign-out), and the next has to go out under the new one.
	 */
	async endInTurn<T>(end: () => Promise<T>): Promise<T> {
		const turn = this.ending.then(end);
		this.ending = turn.catch(() => undefined);
		return await turn;
	}

	/** Until what ends sessions at the moment is through: only then is the token known again. */
	async afterEnding(): Promise<void> {
		await this.ending;
	}

	/** Runs something once for all who ask while it is under way. */
	async together<T>(what: string, run: () => Promise<T>): Promise<T> {
		const existing = this.underWay.get(what) as Promise<T> | undefined;
		if (existing) return await existing;
		const started = run().finally(() => this.underWay.delete(what));
		this.underWay.set(what, started);
		return await started;
	}
}

/** Milliseconds; as long as Clerk asks for, where it does, within reason. */
function pauseAfter(error: unknown): number {
	const retryAfter = error instanceof FailedRequest ? (error.failure.retryAfter ?? 0) : 0;
	return Math.min(Math.max(PAUSE_AFTER_FAILURE, retryAfter * 1000), LONGEST_PAUSE);
}

const memories = new Map<string, CredentialMemory>();

/** The memory of a credential: the same for equal fields, another as soon as one differs. */
export function memoryOf(fields: CredentialFields): CredentialMemory {
	const key = credentialKey(fields);
	const memory = memories.get(key) ?? new CredentialMemory();
	// Moved to the end: the first is always the one that was not used for longest.
	memories.delete(key);
	memories.set(key, memory);
	const [oldest] = memories.keys();
	if (memories.size > REMEMBERED && oldest !== undefined) memories.delete(oldest);
	return memory;
}
