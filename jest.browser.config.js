/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.config'),
	roots: ['<rootDir>/test/fidelity/browser'],
	testMatch: ['**/*.browser.ts'],
	testTimeout: 120_000,
};
