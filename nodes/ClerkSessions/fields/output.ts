import type { INodeProperties } from 'n8n-workflow';

/** What comes out of every operation. */
export const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'Raw',
			value: 'raw',
			description:
				'The whole answer as Clerk sent it, of a list each entry. It can hold a live session token.',
		},
		{
			name: 'Selected Fields',
			value: 'selectedFields',
			description: 'Chosen fields of what Raw returns',
		},
		{
			name: 'Simplified',
			value: 'simplified',
			description: 'The most useful fields',
		},
	],
	default: 'simplified',
	description: 'How much of the answer to return',
};

/** By their examples: operations with the same ones share a field. */
const outputFields = new Map<string, INodeProperties>();

/**
 * The field that takes the paths to select.
 *
 * @param examples some that are there, as they are entered
 */
export function outputFieldsLike(examples: string): INodeProperties {
	const field = outputFields.get(examples) ?? {
		displayName: 'Output Fields',
		name: 'outputFields',
		type: 'string',
		// Not `required`: where the output is an expression, n8n would demand it for every choice.
		default: '',
		placeholder: `e.g. ${examples}`,
		displayOptions: { show: { output: ['selectedFields'] } },
		description:
			'Fields of what Raw returns, as paths with dots, separated by commas. Their nesting is kept. A number picks one entry of a list, 0 the first.',
	};
	outputFields.set(examples, field);
	return field;
}
