import fc from 'fast-check';

/** How often more than `npm test` does: `PROPERTY_FACTOR=50 npx jest test/frontendApi` takes minutes. */
const FACTOR = Number(process.env.PROPERTY_FACTOR ?? 1);
const DEFAULT_RUNS = 100;

/** @param share how many inputs `npm test` makes up for a property */
export function propertyRuns(share: number): number {
	return share * FACTOR;
}

// Loaded before every test file: for the properties that say nothing themselves.
fc.configureGlobal({ numRuns: propertyRuns(DEFAULT_RUNS) });
