import { type INode, type INodeType, type INodeTypes, UnexpectedError } from 'n8n-workflow';

/** Stands in where n8n needs a node and there is none (package n8n, mock-node-types.js). */
export const mockNode: INode = {
	id: 'mock',
	name: '',
	typeVersion: 1,
	type: 'mock',
	position: [0, 0],
	parameters: {},
};

/** Node types that hold one type under its own name, without a package before it. */
export function singleNodeType(name: string, nodeType: INodeType): INodeTypes {
	function getByName(wanted: string): INodeType {
		if (wanted !== name) throw new UnexpectedError(`There is no node type "${wanted}"`);
		return nodeType;
	}
	return { getByName, getByNameAndVersion: getByName, getKnownTypes: () => ({}) };
}

export const mockNodeTypes = singleNodeType(mockNode.type, {
	description: {
		displayName: '',
		name: mockNode.type,
		group: [],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: [],
		properties: [],
	},
});
