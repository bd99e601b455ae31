import { WebhookContext } from 'n8n-core';
import {
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IWebhookDescription,
	type IWorkflowExecuteAdditionalData,
	UserError,
	type Workflow,
} from 'n8n-workflow';

import type { StoredExecution } from './run';
import type { ResumeRequest } from './types';
import { isNodeClass } from './versions/nodeClass';

/**
 * Lets a request wake an execution: n8n's WaitingWebhooks, and WaitingForms for a form. The node
 * that waits reads the request, and what it makes of it becomes its output.
 * @param execution as stored; what the engine needs to go on is written to its data
 * @param additionalData with that execution's ID; the request is added to it
 * @throws UserError if the node does not wait for such a request, or refuses it
 */
export async function applyResumeRequest(
	execution: StoredExecution,
	workflow: Workflow,
	additionalData: IWorkflowExecuteAdditionalData,
	request: ResumeRequest,
): Promise<void> {
	const { data, mode } = execution;
	const { runData, lastNodeExecuted = '' } = data.resultData;
	const waiting = data.executionData?.nodeExecutionStack[0];
	const node = workflow.getNode(lastNodeExecuted);
	if (!waiting || !node) throw new UserError('Could not find node to process webhook.');

	// The node does not run again: it hands on what its webhook returns.
	waiting.node.disabled = true;
	data.waitTill = undefined;
	runData[lastNodeExecuted]?.pop();

	const method = request.method ?? (request.form || request.body ? 'POST' : 'GET');
	const { suffix = '' } = request;
	const description = findWebhook(workflow, node, method, suffix, request.form !== undefined);
	additionalData.httpRequest = {
		method,
		body: request.form ? { data: toFields(node, request.form), files: {} } : (request.body ?? {}),
		contentType: request.form ? 'multipart/form-data' : 'application/json',
		headers: request.headers ?? {},
		query: request.query ?? {},
		params: {},
		ip: '127.0.0.1',
		ips: [],
	};
	additionalData.httpResponse = unusedResponse();
	const webhook = {
		httpMethod: method,
		node: node.name,
		path: suffix,
		webhookDescription: description,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: additionalData,
	};
	const context = new WebhookContext(workflow, node, additionalData, mode, webhook, [], data);
	const nodeType = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const answer = isNodeClass(nodeType)
		? await nodeType.webhook?.(context)
		: await nodeType.webhook?.call(context);
	const output: INodeExecutionData[][] | undefined = answer?.workflowData;
	if (!output) throw new UserError(`"${node.name}" did not take the request`);
	waiting.data.main = output;
	waiting.metadata = { ...waiting.metadata, forwardAllOutputs: true };
}

/** n8n's WebhookService.getNodeWebhooks, for webhooks that restart an execution. */
function findWebhook(
	workflow: Workflow,
	node: INode,
	method: string,
	suffix: string,
	isForm: boolean,
): IWebhookDescription {
	const { description } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const evaluate = (text: string, fallback: string) => {
		const { expression } = workflow;
		const value = expression.getSimpleParameterValue(
			node,
			text,
			'internal',
			{},
			undefined,
			fallback,
		);
		return String(value);
	};
	const webhook = description.webhooks?.find(
		({ restartWebhook, nodeType, httpMethod, path }) =>
			restartWebhook === true &&
			(nodeType === 'form') === isForm &&
			evaluate(httpMethod, 'GET') === method &&
			evaluate(path, '').trim().replace(/^\//, '').replace(/\/$/, '') === suffix,
	);
	if (webhook) return webhook;
	throw new UserError(
		`"${node.name}" does not wait for ${method} "${suffix}"${isForm ? ' with a form' : ''}`,
	);
}

/** What the form page sends: values by the number of their field. */
function toFields(node: INode, form: IDataObject): IDataObject {
	const group: unknown = node.parameters.formFields;
	const values: unknown = isObject(group) ? group.values : undefined;
	const fields: unknown[] = Array.isArray(values) ? values : [];
	return Object.fromEntries(
		Object.entries(form).map(([name, value]) => {
			const index = fields.findIndex(
				(field) => isObject(field) && [field.fieldName, field.fieldLabel].includes(name),
			);
			if (index === -1) throw new UserError(`The form of "${node.name}" has no field "${name}"`);
			return [`field-${index}`, value];
		}),
	);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

/** Nodes answer a browser with it, above all where they refuse a request. */
function unusedResponse() {
	const response = {
		headersSent: false,
		setHeader: () => response,
		writeHead: () => response,
		status: () => response,
		send: () => response,
		json: () => response,
		render: () => response,
		end: () => response,
	};
	return response;
}
