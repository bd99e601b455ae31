import { join } from 'node:path';

/** The project: what is packed and installed. */
export const ROOT = join(__dirname, '..', '..');

export const EXAMPLES = join(ROOT, 'examples');

/** Pictures for the README. */
export const PICTURES = join(ROOT, 'docs', 'pictures');

/** Where a picture of the page lies for every check that failed on one n8n. */
export const failuresOf = (release: string): string => join(__dirname, '.failures', release);

/** Debian's. */
export const CHROMIUM = '/usr/bin/chromium';
