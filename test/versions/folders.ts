import { join } from 'node:path';

export const PROJECT = join(__dirname, '..', '..');

/** Engines side by side, a folder each. Not in git. */
export const ENGINES = join(PROJECT, '.engines');
