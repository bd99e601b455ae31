const { availableParallelism, totalmem } = require('node:os');

// `npm test` tries a part of the long tables (test/support/size.ts); a file that is asked for by its
// name, as `npx jest test/nodes/items`, tries all of them.
// The 6 of `-w 6` is no name.
const isNamed = process.argv.slice(2).some((argument) => !/^(-|\d+%?$)/.test(argument));
if (isNamed) process.env.ALL_ROWS = '1';

/** @type {import('jest').Config} */
module.exports = {
	// n8n is loaded by Node.js itself, and not by jest for every test file.
	testEnvironment: '<rootDir>/test/support/jest/environment.ts',
	moduleNameMapper: {
		'^n8n-(core|workflow)$': '<rootDir>/test/support/jest/n8n-$1.js',
		'^fast-check$': '<rootDir>/test/support/jest/fast-check.js',
		'^node:module$': '<rootDir>/test/support/jest/node-module.js',
	},
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testSequencer: '<rootDir>/test/support/jest/longestFirst.js',
	transform: {
		'\\.[cm]?[jt]s$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
		],
	},
	// Published as ES modules only, which jest cannot require untransformed: jose, and what parses
	// HTML for the Wait and Form nodes of n8n-nodes-base.
	transformIgnorePatterns: [
		'/node_modules/(?!(.*/)?(jose|htmlparser2|dom[a-z-]+|entities)/)',
		'<rootDir>/dist/',
	],
	setupFiles: ['<rootDir>/test/support/propertyRuns.ts'],
	testTimeout: 60_000,
	// More than cores, as many tests wait most of their time, and as many as memory allows: each takes
	// up to a GB. (Of a share above 100 % jest drops the sign.)
	maxWorkers: Math.max(1, Math.min(availableParallelism() + 4, Math.floor(totalmem() / 2 ** 30))),
};
