import { type INodeType, Node } from 'n8n-workflow';

import { exported } from './n8nWorkflow';

/** Whether a node type takes the context as an argument, not as `this`. */
export function isNodeClass(nodeType: INodeType | Node): nodeType is Node {
	return exported.isNodeClassInstance?.(nodeType) ?? nodeType instanceof Node;
}
