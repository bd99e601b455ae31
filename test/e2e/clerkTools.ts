import type { StoredCredential } from './storedCredential';
import { CREDENTIAL_TYPE } from './storedCredential';
import type { WorkflowNode } from './storedWorkflow';

/** What n8n writes into a field that the model is to fill in. */
const byModel = (name: string, description: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`${description}\`, 'string') }}`;

/** The node as five tools: get a session, touch it, make a token for it, list all sessions, revoke one. */
export function clerkTools(credential: StoredCredential): WorkflowNode[] {
	const sessionId = { __rl: true, mode: 'id', value: byModel('Session', 'The ID of a session') };
	const revokedSessionId = {
		__rl: true,
		mode: 'id',
		value: byModel('Revoked', 'The ID of the session to revoke'),
	};
	const tool = (
		name: string,
		resource: string,
		operation: string,
		parameters: WorkflowNode['parameters'] = { sessionId },
	): WorkflowNode => ({
		name,
		type: 'n8n-nodes-clerk-sessions.clerkSessionsTool',
		typeVersion: 1,
		parameters: { resource, operation, ...parameters },
		credentials: { [CREDENTIAL_TYPE]: { ...credential } },
	});
	return [
		tool('Get session', 'session', 'get'),
		tool('Touch session', 'session', 'touch'),
		tool('Create session token', 'sessionToken', 'create'),
		tool('Get many sessions', 'session', 'getAll', { scope: 'person', returnAll: true }),
		tool('Revoke session', 'session', 'revoke', { revokedSessionId }),
	];
}
