import { join } from 'node:path';

/** The project: what is packed and installed. */
export const ROOT = join(__dirname, '..', '..');

export const EXAMPLES = join(ROOT, 'examples');

/** Pictures for the README. */
export const PICTURES = join(ROOT, 'docs', 'pictures');

/** A picture of the page for every check that failed. */
export const FAILURES = join(__dirname, '.failures');

/** Debian's. */
export const CHROMIUM = '/usr/bin/chromium';
