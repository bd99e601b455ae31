import { ExternalSecretsProxy } from 'n8n-core';
import {
	type ICredentialsHelper,
	type INodeParameters,
	type IWorkflowExecuteAdditionalData,
	UnexpectedError,
} from 'n8n-workflow';

import { Container } from './container';

/** Where n8n would be reached by default. Nothing listens here: it is what expressions show. */
const BASE_URL = 'http://localhost:5678/';

export interface AdditionalDataOptions {
	credentialsHelper: ICredentialsHelper;
	workflowId?: string;
	executionId?: string;
	/** Unix time in milliseconds. */
	executionTimeoutTimestamp?: number;
	currentNodeParameters?: INodeParameters;
}

/**
 * What n8n-core asks of its host during an execution, with n8n's default endpoints (package n8n,
 * workflow-execute-additional-data.js, getBase). Sub-workflows and task runners (the Code node)
 * are not hosted and say so.
 */
export function createAdditionalData(
	options: AdditionalDataOptions,
): IWorkflowExecuteAdditionalData {
	return {
		...options,
		currentNodeExecutionIndex: 0,
		restApiUrl: `${BASE_URL}rest`,
		instanceBaseUrl: BASE_URL,
		formBaseUrl: `${BASE_URL}form`,
		formWaitingBaseUrl: `${BASE_URL}form-waiting`,
		formTestBaseUrl: `${BASE_URL}form-test`,
		webhookBaseUrl: `${BASE_URL}webhook`,
		webhookWaitingBaseUrl: `${BASE_URL}webhook-waiting`,
		webhookTestBaseUrl: `${BASE_URL}webhook-test`,
		mcpBaseUrl: `${BASE_URL}mcp`,
		mcpTestBaseUrl: `${BASE_URL}mcp-test`,
		variables: {},
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		setExecutionStatus() {},
		logAiEvent() {},
		async getRunExecutionData() {
			return undefined;
		},
		async getRuntimeCredential() {
			return undefined;
		},
		async executeWorkflow() {
			throw new UnexpectedError('Sub-workflows are not hosted here');
		},
		async startRunnerTask() {
			throw new UnexpectedError('Task runners are not hosted here');
		},
		getRunnerStatus: () => ({ available: false, reason: 'Task runners are not hosted here' }),
	};
}
