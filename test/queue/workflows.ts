import { randomUUID } from 'node:crypto';
import { eventually } from '../e2e/eventually';
import {
	API_CREDENTIAL_TYPE,
	CREDENTIAL_TYPE,
	type StoredCredential,
} from '../e2e/storedCredential';
import { publishWorkflow, storeWorkflow, type WorkflowNode } from '../e2e/storedWorkflow';
import type { Cluster } from './cluster';

/** A published workflow: a webhook that answers at once, and one step. */
export interface PublishedWorkflow {
	id: string;
	/** Below n8n's address. */
	webhookPath: string;
}

/** Publishes a workflow, and waits until n8n listens for its webhook. */
export async function publish(
	{ rest, postgres }: Cluster,
	step: WorkflowNode,
): Promise<PublishedWorkflow> {
	const path = randomUUID();
	const webhook: WorkflowNode & { webhookId: string } = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
		webhookId: path,
	};
	const workflow = await storeWorkflow(
		rest,
		step.name,
		[webhook, step],
		[[webhook.name, step.name]],
	);
	await publishWorkflow(rest, workflow);
	const isListening = await eventually(async () => {
		const rows = await postgres.query(
			`SELECT 1 FROM webhook_entity WHERE "workflowId" = '${workflow.id}'`,
		);
		return rows.length > 0;
	});
	if (!isListening) throw new Error(`n8n does not listen for the webhook of ${step.name}`);
	return { id: workflow.id, webhookPath: `/webhook/${path}` };
}

/** Session: Get or End, of the last active session or of one by its ID. */
export function clerkStep(
	operation: 'get' | 'end',
	credential: StoredCredential,
	sessionId?: string,
): WorkflowNode {
	return {
		name: `Session: ${operation}`,
		type: 'n8n-nodes-clerk-sessions.clerkSessions',
		typeVersion: 1,
		parameters: {
			resource: 'session',
			operation,
			// As the list of sessions in the editor puts it.
			sessionId: {
				__rl: true,
				mode: sessionId === undefined ? 'list' : 'id',
				value: sessionId ?? 'last_active',
			},
		},
		credentials: { [CREDENTIAL_TYPE]: credential },
	};
}

/** The same request as Session: Get makes, built by hand. */
export function httpRequestStep(url: string, credential: StoredCredential): WorkflowNode {
	return {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			options: {},
		},
		credentials: { httpHeaderAuth: credential },
	};
}

/** A request to an API of one's own, signed by the credential for it. */
export function ownApiStep(url: string, credential: StoredCredential): WorkflowNode {
	return {
		name: 'Call My API',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: API_CREDENTIAL_TYPE,
			options: {},
		},
		credentials: { [API_CREDENTIAL_TYPE]: credential },
	};
}

export const NO_OPERATION: WorkflowNode = {
	name: 'No Operation',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};
