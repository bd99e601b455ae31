/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	transform: {
		'\\.[cm]?[jt]s$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
		],
	},
	// jose is published as ES modules only, which jest cannot require untransformed.
	transformIgnorePatterns: ['/node_modules/(?!jose/)', '/dist/'],
	testTimeout: 30_000,
};
