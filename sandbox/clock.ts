/** The sandbox's only source of time. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Moves on by so many milliseconds. */
	advance(ms: number): void;
	/** Makes it that time now, in milliseconds since 1970; it goes on from there. */
	set(ms: number): void;
}

/** @param base what the clock follows: milliseconds since 1970 */
export function createClock(base: () => number): Clock & { reset(): void } {
	let offset = 0;
	return {
		now: () => base() + offset,
		advance: (ms) => {
			offset += ms;
		},
		set: (ms) => {
			offset = ms - base();
		},
		reset: () => {
			offset = 0;
		},
	};
}

export const seconds = (n: number): number => n * 1000;
export const minutes = (n: number): number => seconds(n * 60);
export const days = (n: number): number => minutes(n * 60 * 24);

/** Whole seconds since 1970, as JWTs count. */
export const inSeconds = (ms: number): number => Math.floor(ms / 1000);
