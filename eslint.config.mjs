import { config } from '@n8n/node-cli/eslint';

// n8n's own configuration, whole, for everything that ships. It takes every .ts file for node code
// that runs inside n8n, so the folders that never ship are allowed to be Node programs: that is all
// that is added, and why "strict" in package.json, which compares this file to a template, is off.
export default [
	...config,
	{
		files: ['{sandbox,demo,test}/**/*.ts'],
		rules: {
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'no-console': 'off',
		},
	},
];
