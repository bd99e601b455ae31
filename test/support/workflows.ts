import type { INode, INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from './engine';
import { chain, MANUAL_TRIGGER, node } from '../engine/fixture/workflows';

export { chain, node };

export const CLERK_SESSIONS = 'n8n-nodes-clerk-sessions.clerkSessions';
export const CLERK_SESSIONS_TRIGGER = 'n8n-nodes-clerk-sessions.clerkSessionsTrigger';
export const CREDENTIAL_TYPE = 'clerkFrontendApi';
/** Name of the node under test in the workflows made here. */
export const NODE_NAME = 'Clerk Sessions';

/** A Clerk Sessions node with the credential that has the given ID. */
export function clerkSessions(
	parameters: INodeParameters,
	credential: string,
	more: Partial<INode> = {},
): INode {
	const credentials = { [CREDENTIAL_TYPE]: { id: credential, name: credential } };
	return node(NODE_NAME, CLERK_SESSIONS, parameters, { credentials, ...more });
}

/** Manual Trigger and then the given nodes, one after the other. */
export function afterManualTrigger(...nodes: INode[]): WorkflowJson {
	return chain(node('When clicking ‘Execute workflow’', MANUAL_TRIGGER), ...nodes);
}

/** A resource locator set to "ID" (an expression is fine, too). */
export function byId(value: string): INodeParameterResourceLocator {
	return { __rl: true, mode: 'id', value };
}

/** A resource locator with an entry chosen "From List". */
export function fromList(value: string): INodeParameterResourceLocator {
	return { __rl: true, mode: 'list', value };
}

/** The choice of the last active session. */
export const lastActive = fromList('last_active');
