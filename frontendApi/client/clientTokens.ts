import { monotonicNow } from '../concurrency/clock';
import { clientIdOf } from '../protocol/clientAuth';
import { LruMap } from './lruMap';

/** How many tokens that are no longer good are remembered. Clerk rotates on sign-in and sign-out: a handful a day. */
const MAX_DEAD_TOKENS = 1000;
/** How many clients are remembered besides the current one: one for each worker that signed in. */
const MAX_CLIENTS = 10;
/** How often n8n is asked to store one token: once, and once more should that not have worked. */
const MAX_SAVES = 2;
/** Longer than a request takes from reading its credential to being signed. */
const STORED_MOMENT_MS = 2_000;

interface KnownClient {
	/** The newest token that is not known to be dead. */
	token: string;
	/** The number of the request whose answer brought it. */
	sequence: number;
	/** The one before, where the newer one was found stored: should that be dead, it is the older. */
	replaced?: string;
}

/**
 * The client tokens of one credential, as this process knows them. In memory only.
 *
 * Clerk replaces the token of a client; the older one is dead from then on, and neither a late
 * answer nor a stored credential brings it back. Tokens of different clients do not affect each
 * other: when several workers of n8n sign in at the same moment, each has made a client that lives.
 * The one whose token n8n has stored last is the one that all of them go on with.
 */
export class ClientTokens {
	private readonly clients = new LruMap<string, KnownClient>(MAX_CLIENTS);
	private readonly dead = new LruMap<string, true>(MAX_DEAD_TOKENS);
	/** The client under which somebody is signed in, as far as is known. */
	private currentId?: string;
	/** The token of the device, whether somebody is signed in on it or not. */
	private device?: string;
	/** A token that this process got from Clerk and n8n has not stored yet. */
	private unsaved?: { token: string; saves: number };
	/** What n8n had stored when it was last looked at or was last given to store, and when that was. */
	private lastStored?: { token: string; at: number };
	private lastSequence = 0;
	private changeCount = 0;
	private useCount = 0;

	/** The token to use; undefined if nobody is signed in. */
	get current(): string | undefined {
		return this.currentId === undefined ? undefined : this.clients.get(this.currentId)?.token;
	}

	/** The token by which Clerk recognises the device when somebody signs in on it again. */
	get deviceToken(): string | undefined {
		return this.device;
	}

	/** All tokens that may be alive: what must not come out. */
	get secrets(): string[] {
		const living = [...this.clients.values()].map(({ token }) => token);
		return this.device === undefined ? living : [...living, this.device];
	}

	/** How often the token to use has changed since the first one. */
	get version(): number {
		return this.changeCount;
	}

	/** How often a token came from a sign-in or from elsewhere, rather than with an answer: sessions may be others since. */
	get epoch(): number {
		return this.useCount;
	}

	/** The token that n8n has to store, so that a restart or another worker finds it. */
	get tokenToSave(): string | undefined {
		return this.unsaved !== undefined && this.unsaved.saves < MAX_SAVES
			? this.unsaved.token
			: undefined;
	}

	/**
	 * Whether n8n had the current token stored a moment ago, or was about to store it. Who has read
	 * before that nothing is stored need not have it stored once more. A moment only: another
	 * credential with the same fields, which shares this memory, has to get it stored as well.
	 */
	get isStored(): boolean {
		const { token, at } = this.lastStored ?? { token: undefined, at: 0 };
		return token !== undefined && token === this.current && monotonicNow() - at < STORED_MOMENT_MS;
	}

	/**
	 * The token to use instead of one that was used before: the newest of the same client while that
	 * lives, else the current one.
	 */
	successorOf(token: string): string | undefined {
		if (!this.dead.has(token)) return token;
		return this.clients.get(clientIdOf(token))?.token ?? this.current;
	}

	/**
	 * Takes over what n8n has stored. A token that this process has not met comes from elsewhere:
	 * another worker signed in, or got a newer token for the same client.
	 *
	 * @param pasted what counts where nothing is stored
	 */
	observeStored(stored: string | undefined, pasted?: string): void {
		if (stored) this.lastStored = { token: stored, at: monotonicNow() };
		const token = stored || pasted;
		if (!token) return;
		if (token === this.unsaved?.token) this.unsaved = undefined;
		if (token === this.current || this.dead.has(token)) return;
		const id = clientIdOf(token);
		if (id === this.currentId) {
			// Clerk's answer to this process is newer than what another one stored meanwhile.
			if (this.unsaved === undefined) this.use(token, this.lastSequence, this.current);
			return;
		}
		// Another client that lives is as good as the one that this process wanted stored.
		this.unsaved = undefined;
		this.use(token, this.lastSequence);
	}

	/** Numbers a request, so that its answer can be told from later ones. */
	nextSequence(): number {
		return ++this.lastSequence;
	}

	/** Signing in made this token: answers to requests from before bring nothing back. */
	replaceAfterSignIn(token: string): void {
		this.use(token, ++this.lastSequence);
		this.unsaved = { token, saves: 0 };
	}

	/**
	 * Takes over the token that an answer brought, if it is one of the client that asked.
	 *
	 * @param token what the answer brought
	 * @param used what the request was made with
	 * @param sequence of the request: the answer to an older one brings nothing back
	 */
	rotate(token: string, used: string, sequence: number): void {
		const id = clientIdOf(used);
		if (token === used || clientIdOf(token) !== id || this.dead.has(token)) return;
		const known = this.clients.get(id);
		if (known === undefined) {
			this.setDeviceToken(token);
			return;
		}
		if (token === known.token || sequence < known.sequence) return;
		this.markDead(used);
		this.markDead(known.token);
		this.replace(id, { token, sequence });
		if (id === this.currentId) this.unsaved = { token, saves: 0 };
	}

	/** Clerk said that nobody is signed in under this token, or does not know it. */
	signOut(token: string): void {
		const id = clientIdOf(token);
		const known = this.clients.get(id);
		this.markDead(token);
		if (known?.token !== token) return;
		this.clients.delete(id);
		if (known.replaced !== undefined) {
			this.dead.delete(known.replaced);
			this.replace(id, { token: known.replaced, sequence: known.sequence });
			if (this.currentId === id) this.unsaved = { token: known.replaced, saves: 0 };
			return;
		}
		if (this.currentId !== id) return;
		// Another client, of a worker that signed in as well, may be alive.
		const others = [...this.clients];
		const [otherId, other] = others.at(-1) ?? [];
		this.currentId = otherId;
		this.changeCount++;
		this.unsaved = other && { token: other.token, saves: 0 };
	}

	/**
	 * Clerk refused this token, or nobody is signed in under it: no older one is worth a try.
	 *
	 * @param isClientKnown whether Clerk knows the client by it
	 */
	noteRefusal(token: string, isClientKnown: boolean): void {
		const known = this.clients.get(clientIdOf(token));
		if (known && (isClientKnown || known.replaced === token)) known.replaced = undefined;
	}

	/** The client of this token, which is not the current one, is not needed any more. */
	forget(token: string): void {
		const id = clientIdOf(token);
		if (id !== this.currentId) this.clients.delete(id);
	}

	/**
	 * Goes back to another token that may live, where one turned out to be dead that cannot be renewed.
	 *
	 * @returns whether there is one; if not, nothing changes
	 */
	fallBack(dead: string): boolean {
		const hasReplaced = this.clients.get(clientIdOf(dead))?.replaced !== undefined;
		if (!hasReplaced && this.clients.size < 2) return false;
		this.signOut(dead);
		return true;
	}

	/** The token of a device on which nobody is signed in, as a sign-in that failed left it. */
	setDeviceToken(token: string | undefined): void {
		if (token === undefined || token === this.device || this.current !== undefined) return;
		if (this.device !== undefined) this.markDead(this.device);
		this.device = token;
	}

	/** The token was handed to n8n to be stored; whether that worked shows when it comes back. */
	countSave(token: string): void {
		this.lastStored = { token, at: monotonicNow() };
		if (this.unsaved?.token === token) this.unsaved.saves++;
	}

	private use(token: string, sequence: number, replaced?: string): void {
		const id = clientIdOf(token);
		const older = this.clients.get(id);
		if (older !== undefined && older.token !== token) this.markDead(older.token);
		this.dead.delete(token);
		this.useCount++;
		this.currentId = id;
		this.replace(id, { token, sequence, replaced });
	}

	private replace(id: string, client: KnownClient): void {
		if (id === this.currentId) {
			// The first token is no change: a request refused under it is not worth another try.
			if (this.device !== undefined) this.changeCount++;
			this.device = client.token;
		}
		this.clients.set(id, client);
	}

	private markDead(token: string): void {
		this.dead.set(token, true);
	}
}
