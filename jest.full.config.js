// Loaded before any worker starts, which inherits it: see test/support/size.ts.
process.env.FULL_SIZE = '1';

/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.config.js'),
	testMatch: [
		'**/model/executions.test.ts',
		'**/model/ownApi.test.ts',
		'**/signIn/month.test.ts',
		'**/failures/losses.test.ts',
	],
};
