// The tests of test/versions, in the n8n engine of the folder that N8N_ENGINE names (see
// test/versions/run.ts); without it, in the one of this project.
const { join } = require('node:path');

const folder = process.env.N8N_ENGINE;

/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.config'),
	// Each folder has an n8n of its own.
	testEnvironment: 'node',
	roots: ['<rootDir>/test/versions'],
	testMatch: ['**/*.versions.ts'],
	// Whoever asks for n8n's packages, the built node included, gets those of that folder.
	moduleNameMapper: folder
		? { '^(n8n-core|n8n-workflow|n8n-nodes-base)(/.*)?$': join(folder, 'node_modules', '$1$2') }
		: {},
	// Also published as ES modules only: what LangChain in older engines depends on.
	transformIgnorePatterns: [
		'/node_modules/(?!(.*/)?(jose|htmlparser2|dom[a-z-]+|entities|p-retry|is-network-error)/)',
		'<rootDir>/dist/',
	],
};
