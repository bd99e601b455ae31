import { type INodeProperties, type INodeType, NodeConnectionTypes, UserError } from 'n8n-workflow';

/** What n8n puts after the name of a node type that is used as an agent's tool. */
export const TOOL_SUFFIX = 'Tool';

/**
 * A node type as the tool that n8n makes of it (package n8n, NodeTypes.getByNameAndVersion and
 * convertNodeToAiTool): it runs as ever, has no input, and its output is a tool.
 *
 * @throws UserError if the node type is not made to be one
 */
export function toTool(nodeType: INodeType): INodeType {
	const { description } = nodeType;
	if (!description.usableAsTool) throw new UserError('Node cannot be used as a tool');
	const describes = description.properties.some(({ name }) => name === 'toolDescription');
	const properties = describes
		? description.properties
		: [...toolProperties(description.description), ...description.properties];
	return Object.create(nodeType, {
		description: {
			value: {
				...description,
				usableAsTool: undefined,
				name: `${description.name}${TOOL_SUFFIX}`,
				displayName: `${description.displayName} Tool`,
				inputs: [],
				outputs: [NodeConnectionTypes.AiTool],
				properties,
			},
		},
	});
}

/** What a person tells the model about the tool. */
function toolProperties(description: string): INodeProperties[] {
	return [
		{
			displayName: 'Tool Description',
			name: 'descriptionType',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Set Automatically', value: 'auto' },
				{ name: 'Set Manually', value: 'manual' },
			],
			default: 'auto',
		},
		{
			displayName: 'Description',
			name: 'toolDescription',
			type: 'string',
			default: description,
			required: true,
			typeOptions: { rows: 2 },
			displayOptions: { show: { descriptionType: ['manual'] } },
		},
	];
}
