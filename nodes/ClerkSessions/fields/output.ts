import type { INodeProperties } from 'n8n-workflow';

/** What comes out of every operation. */
export const output: INodeProperties[] = [
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{
				name: 'Raw',
				value: 'raw',
				description: 'The whole answer as Clerk sent it, which can hold a live session token',
			},
			{
				name: 'Selected Fields',
				value: 'selectedFields',
				description: 'Chosen fields of the whole answer',
			},
			{
				name: 'Simplified',
				value: 'simplified',
				description: 'The most useful fields',
			},
		],
		default: 'simplified',
		description: 'How much of the answer to return',
	},
	{
		displayName: 'Output Fields',
		name: 'outputFields',
		type: 'string',
		// Not `required`: where the output is an expression, n8n would demand it for every choice.
		default: '',
		placeholder: 'e.g. response.status, response.user.username',
		displayOptions: { show: { output: ['selectedFields'] } },
		description:
			'Fields of the whole answer, as paths with dots, separated by commas. Their nesting is kept. A number picks one entry of a list, 0 the first.',
	},
];
