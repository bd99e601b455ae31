/**
 * Whether the long proofs run at full length (`npm run test:full`, which `.ci/run` calls). `npm test`
 * runs the same code at a length at which it still fails when something is wrong.
 */
const IS_FULL = process.env.FULL_SIZE === '1';

/** Whether all rows of all tables are tried: at full length, and where a file is asked for by its name. */
const TRIES_ALL_ROWS = IS_FULL || process.env.ALL_ROWS === '1';

/** @returns one of two sizes of the same proof */
export function sized<T>(size: { full: T; short: T }): T {
	return IS_FULL ? size.full : size.short;
}

/** @returns of the rows of a long table, every third that `npm test` tries; otherwise all */
export function sampled<T>(rows: readonly T[]): T[] {
	return rows.filter((_, index) => TRIES_ALL_ROWS || index % 3 === 0);
}
