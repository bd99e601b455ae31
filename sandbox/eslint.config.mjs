import { config } from '@n8n/node-cli/eslint';

// n8n's configuration takes every .ts file for code that runs inside n8n. What is below this folder
// is a program of Node's: it listens, reads files, and says something on the console.
export default [
	// Folders that happen to be called `nodes` or `credentials` here hold none.
	...config.filter(({ files = [] }) => !files.some((glob) => glob.startsWith('./'))),
	{
		rules: {
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'no-console': 'off',
		},
	},
];
