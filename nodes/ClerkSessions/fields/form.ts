import type { INodeProperties } from 'n8n-workflow';

/** How the form of an operation is given: by fields, or as one object that is sent as it stands. */
export const specifyBody: INodeProperties = {
	displayName: 'Specify Body',
	name: 'specifyBody',
	type: 'options',
	options: [
		{ name: 'Using Fields Below', value: 'fields' },
		{
			name: 'Using JSON',
			value: 'json',
			description: 'For parameters that this node has no field for',
		},
	],
	default: 'fields',
};

export const jsonBody: INodeProperties = {
	displayName: 'JSON Body',
	name: 'jsonBody',
	type: 'json',
	default: '{}',
	displayOptions: { show: { specifyBody: ['json'] } },
	description:
		'An object with the parameters in Clerk\'s spelling, for example {"intent": "focus"}. It is sent as a form: numbers and booleans as text, nested objects as JSON text.',
};
