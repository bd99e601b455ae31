import type { StoredCredential } from './storedCredential';
import { CREDENTIAL_TYPE } from './storedCredential';
import type { WorkflowNode } from './storedWorkflow';

/** What n8n writes into a field that the model is to fill in. */
const byModel = (name: string, description: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`${description}\`, 'string') }}`;

/** The node as three tools: get a session, touch it, make a token for it. */
export function clerkTools(credential: StoredCredential): WorkflowNode[] {
	const sessionId = { __rl: true, mode: 'id', value: byModel('Session', 'The ID of a session') };
	const tool = (name: string, resource: string, operation: string): WorkflowNode => ({
		name,
		type: 'n8n-nodes-clerk-sessions.clerkSessionsTool',
		typeVersion: 1,
		parameters: { resource, operation, sessionId },
		credentials: { [CREDENTIAL_TYPE]: { ...credential } },
	});
	return [
		tool('Get session', 'session', 'get'),
		tool('Touch session', 'session', 'touch'),
		tool('Create session token', 'sessionToken', 'create'),
	];
}
