import { LoadOptionsContext } from 'n8n-core';
import {
	type INodeCredentials,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	UserError,
	Workflow,
} from 'n8n-workflow';

const NODE_NAME = 'Temp-Node';

/** The node a person has open in the editor. */
export interface NodeParameterContext {
	type: string;
	parameters: INodeParameters;
	credentials: INodeCredentials;
}

/**
 * n8n's DynamicNodeParametersService.getResourceLocatorResults.
 * @throws UserError if the node has no such method
 */
export async function listSearch(
	nodeTypes: INodeTypes,
	additionalData: IWorkflowExecuteAdditionalData,
	node: NodeParameterContext,
	methodName: string,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { nodeType, context } = open(nodeTypes, additionalData, node);
	const method = nodeType.methods?.listSearch?.[methodName];
	if (!method) throw new UserError(`"${node.type}" has no listSearch method "${methodName}"`);
	const result = await method.call(context, filter, paginationToken);
	// A token goes to the browser and back as part of a URL.
	const token: unknown = result.paginationToken;
	return typeof token === 'number' ? { ...result, paginationToken: String(token) } : result;
}

/**
 * n8n's DynamicNodeParametersService.getOptionsViaMethodName.
 * @throws UserError if the node has no such method
 */
export async function loadOptions(
	nodeTypes: INodeTypes,
	additionalData: IWorkflowExecuteAdditionalData,
	node: NodeParameterContext,
	methodName: string,
): Promise<INodePropertyOptions[]> {
	const { nodeType, context } = open(nodeTypes, additionalData, node);
	const method = nodeType.methods?.loadOptions?.[methodName];
	if (!method) throw new UserError(`"${node.type}" has no loadOptions method "${methodName}"`);
	return await method.call(context);
}

/** Puts the node into a workflow of its own, in the newest version of its type. */
function open(
	nodeTypes: INodeTypes,
	additionalData: IWorkflowExecuteAdditionalData,
	{ type, parameters, credentials }: NodeParameterContext,
): { nodeType: INodeType; context: LoadOptionsContext } {
	const nodeType = nodeTypes.getByNameAndVersion(type);
	const { version } = nodeType.description;
	const workflow = new Workflow({
		nodes: [
			{
				id: 'uuid-1234',
				name: NODE_NAME,
				type,
				typeVersion: Array.isArray(version) ? Math.max(...version) : version,
				position: [0, 0],
				parameters,
				credentials,
			},
		],
		connections: {},
		active: false,
		nodeTypes,
	});
	const node = workflow.getNode(NODE_NAME);
	if (!node) throw new UserError(`"${type}" cannot be opened`);
	return { nodeType, context: new LoadOptionsContext(workflow, node, additionalData, '') };
}
