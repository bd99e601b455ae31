import { posix } from 'node:path';
import fc from 'fast-check';
import { isBelow } from '../../frontendApi/protocol/addressBelow';
import { propertyRuns } from '../support/propertyRuns';

const BASE = 'https://example.com/__clerk';
const passes = (path: string) => isBelow(new URL(`${BASE}/${path}`), BASE);

test.each([
	'%2e%2e%2fadmin',
	'.%2E%2fadmin',
	'%2e%2e%5cadmin',
	'%2e%2e;/admin',
	'%2f../admin',
	'%5c../admin',
	'..%252fadmin',
	'%25252e%25252e%25252fadmin',
	'%%32e%%32e%%32fadmin',
	'..%3f/admin',
	'.%09.%2fadmin',
	'x/..%3bv=1/..%3b/admin',
])('%s may climb', (path) => {
	expect(passes(path)).toBe(false);
	// Where everything of the host may be signed, there is nothing to climb out of.
	expect(isBelow(new URL(`https://example.com/${path}`), 'https://example.com')).toBe(true);
});

test.each([
	'v1/me',
	'v1/me/',
	'group%2Fproject',
	'v1.2/a..b/..c/d../...',
	'100%25',
	'%E2%82%AC/a%20b%3Bc;d=e',
	'%',
	'%zz/%2',
	'a%2f.%2fb',
	'%2e/v1',
])('%s stays below', (path) => {
	expect(passes(path)).toBe(true);
});

/** One server's reading: what it decodes once, leaving alone what is no encoding. */
const decodeOnce = (path: string) =>
	path.replace(/%([\da-f]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** Where a server that knows backslashes and parameters of segments goes. */
const served = (path: string) => posix.normalize(path.replaceAll('\\', '/').replace(/;[^/]*/g, ''));

test('what passes stays below, however often it is decoded, and whatever a server drops', () => {
	const unit = fc.constantFrom(
		...['..', '.', '/', '\\', ';', 'a', '%', '2', '5', 'e', 'f', 'c', '3', 'b', '%00'],
		...['%2e', '%2E', '%2f', '%5c', '%25', '%3b', '%252e', '%252f', '%c3%a9'],
	);
	let passed = 0;
	let refused = 0;
	fc.assert(
		fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
			const address = `${BASE}/${text}`;
			const url = new URL(address);
			const levels = [url.pathname];
			for (;;) {
				const next = decodeOnce(levels.at(-1) ?? '');
				if (next === levels.at(-1)) break;
				levels.push(next);
			}
			const stays = levels.map(served).every((path) => /^\/__clerk(\/|$)/.test(path));
			if (isBelow(url, BASE)) {
				passed++;
				expect(stays).toBe(true);
			} else if (url.pathname.startsWith('/__clerk/')) {
				refused++;
			}
		}),
		{ numRuns: propertyRuns(5000) },
	);
	// The property is about something, on both sides.
	expect(Math.min(passed, refused)).toBeGreaterThan(0);
});

test('what has no two dots in it passes, however it is encoded', () => {
	const segment = fc
		.string({ unit: 'grapheme' })
		.filter((text) => !/\..*\.|%/s.test(text) && text !== '.' && text !== '')
		.map(encodeURIComponent);
	fc.assert(
		fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
			expect(passes(segments.join('/'))).toBe(true);
		}),
	);
});
