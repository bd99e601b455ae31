import { join } from 'node:path';

/** The project: what is packed and installed. */
export const ROOT = join(__dirname, '..');

/** The package that holds the n8n under test. */
export const N8N = join(__dirname, 'n8n');

/** Node.js 24, as n8n needs it, from the npm registry; its headers are in `include/`. */
export const NODE_24 = join(N8N, 'node_modules', `node-${process.platform}-${process.arch}`);

export const EXAMPLES = join(ROOT, 'examples');

/** Pictures for the README. */
export const PICTURES = join(ROOT, 'docs', 'pictures');

/** A picture of the page for every check that failed. */
export const FAILURES = join(__dirname, '.failures');

/** Debian's. */
export const CHROMIUM = '/usr/bin/chromium';
