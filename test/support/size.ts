/**
 * Whether the long proofs run at full length (`npm run test:full`, which `.ci/run` calls). `npm test`
 * runs the same code at a length at which it still fails when something is wrong.
 */
const IS_FULL = process.env.FULL_SIZE === '1';

/** @returns one of two sizes of the same proof */
export function sized<T>(size: { full: T; short: T }): T {
	return IS_FULL ? size.full : size.short;
}
