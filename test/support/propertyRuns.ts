import fc from 'fast-check';
import { sized } from './size';

/** Of the full size: `PROPERTY_FACTOR=50 npx jest test/frontendApi` takes minutes. */
const FACTOR = Number(process.env.PROPERTY_FACTOR ?? sized({ full: 1, short: 0.3 }));
const DEFAULT_RUNS = 100;

/** @param full how many inputs are made up for a property at full size */
export function propertyRuns(full: number): number {
	return Math.ceil(full * FACTOR);
}

// Loaded before every test file: for the properties that say nothing themselves.
fc.configureGlobal({ numRuns: propertyRuns(DEFAULT_RUNS) });
