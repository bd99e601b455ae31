const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

// Loaded before any worker starts, which inherits it: see test/support/size.ts.
process.env.FULL_SIZE = '1';

/** Every test file of which `npm test` runs a part, or a smaller size. */
const shortened = readdirSync(join(__dirname, 'test'), { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
	.filter((name) =>
		/\/support\/(size|propertyRuns)'|'fast-check'/.test(
			readFileSync(join(__dirname, 'test', name), 'utf8'),
		),
	)
	.map((name) => `<rootDir>/test/${name.replaceAll('\\', '/')}`);

/** @type {import('jest').Config} */
module.exports = { ...require('./jest.config.js'), testMatch: shortened };
