/** A map of bounded size: when it is full, the entry that was not set for longest makes room. */
export class LruMap<Key, Value> extends Map<Key, Value> {
	constructor(private readonly maxSize: number) {
		super();
	}

	/** Makes the entry the newest one. */
	override set(key: Key, value: Value): this {
		this.delete(key);
		super.set(key, value);
		if (this.size > this.maxSize) {
			const oldest = this.keys().next();
			if (!oldest.done) this.delete(oldest.value);
		}
		return this;
	}
}
