/** Which token belongs to whom. An owner has one token that counts and, for a while, older ones. */
export class TokenRegistry<Owner extends object> {
	private readonly entries = new Map<string, { owner: Owner; diesAt: number }>();

	private readonly valuesOf = new Map<Owner, string[]>();

	/**
	 * Makes this the owner's token.
	 *
	 * @param olderDieAt when the older ones die, in milliseconds since 1970; missing: at once
	 */
	issue(owner: Owner, value: string, olderDieAt?: number): void {
		const older = olderDieAt === undefined ? [] : this.livingValues(owner, olderDieAt);
		this.forget(owner, older);
		this.valuesOf.set(owner, [...older, value]);
		this.entries.set(value, { owner, diesAt: Infinity });
	}

	/** @returns the owner of a token that is alive at that time */
	ownerOf(value: string, now: number): Owner | undefined {
		const entry = this.entries.get(value);
		return entry && entry.diesAt > now ? entry.owner : undefined;
	}

	/** @returns the token that counts */
	current(owner: Owner): string | undefined {
		return this.valuesOf.get(owner)?.at(-1);
	}

	/** Kills all of an owner's tokens except some. */
	forget(owner: Owner, except: readonly string[] = []): void {
		for (const value of this.valuesOf.get(owner) ?? []) {
			if (!except.includes(value)) this.entries.delete(value);
		}
		this.valuesOf.delete(owner);
	}

	/** Takes an owner's tokens that died before that time out of the books. */
	prune(owner: Owner, now: number): void {
		const living = (this.valuesOf.get(owner) ?? []).filter((value) => this.ownerOf(value, now));
		this.forget(owner, living);
		this.valuesOf.set(owner, living);
	}

	/** Forgets everybody's tokens. */
	clear(): void {
		this.entries.clear();
		this.valuesOf.clear();
	}

	private livingValues(owner: Owner, diesAt: number): string[] {
		const values = this.valuesOf.get(owner) ?? [];
		for (const value of values) {
			const entry = this.entries.get(value);
			if (entry) entry.diesAt = Math.min(entry.diesAt, diesAt);
		}
		return values;
	}
}
