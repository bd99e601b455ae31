const { existsSync } = require('node:fs');
const { join } = require('node:path');
const TestSequencer = require('@jest/test-sequencer').default;

const TESTS = join(__dirname, '..', '..');

/**
 * The test files that take longest, as they wait for the most part. On a clone on which nothing has run
 * yet jest knows nothing of it, and one that starts last runs alone at the end.
 */
const LONGEST = [
	'signIn/monthOfRotation',
	'signIn/monthOfTickets',
	'signIn/monthOfPasswords',
	'failures/losses',
	'failures/clocks',
	'failures/stopping',
	'nodes/trigger',
	'signIn/faults',
	'signIn/workers',
	'examples/byHand',
	'failures/bounds',
	'examples/examples',
	'signIn/beside',
	'failures/leaks',
	'model/ownApi',
	'signIn/once',
];

const FILES = LONGEST.map((name) => join(TESTS, `${name}.test.ts`));
for (const file of FILES) if (!existsSync(file)) throw new Error(`There is no ${file}`);

const place = ({ path }) => (FILES.includes(path) ? FILES.indexOf(path) : FILES.length);

module.exports = class LongestFirst extends TestSequencer {
	/** @returns the files that take longest, and then all others in jest's own order */
	async sort(tests) {
		return [...(await super.sort(tests))].sort((a, b) => place(a) - place(b));
	}
};
