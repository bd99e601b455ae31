const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Seeded, so that a sandbox started twice with one seed has the same people, IDs and faults. */
export interface Random {
	/** At least 0, less than 1. */
	next(): number;
	/** So many characters of 0-9, A-Z, a-z. */
	text(length: number): string;
	/** So many hexadecimal characters. */
	hex(length: number): string;
	/** So many decimal digits. */
	digits(length: number): string;
	/** An ID as Clerk makes them: the prefix, `_` and 27 characters (`sess_2xY…`). */
	id(prefix: string): string;
	/** Begins again as it began at first. */
	reset(): void;
}

/** A mulberry32 generator: small, fast, good enough for anything that is no secret. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const share = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const of = (alphabet: string) => (length: number) => {
		let made = '';
		while (made.length < length) made += alphabet.charAt(Math.floor(share() * alphabet.length));
		return made;
	};
	const text = of(BASE62);
	return {
		next: share,
		text,
		hex: of('0123456789abcdef'),
		digits: of('0123456789'),
		id: (prefix) => `${prefix}_${text(27)}`,
		reset: () => {
			state = seed >>> 0;
		},
	};
}
