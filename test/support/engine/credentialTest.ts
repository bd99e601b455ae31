import { CredentialTestContext, ErrorReporter, ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	type ICredentialsDecrypted,
	type ICredentialTestFunction,
	type ICredentialTestRequest,
	type ICredentialTestRequestData,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	LoggerProxy,
	Workflow,
} from 'n8n-workflow';

import { createAdditionalData } from './additionalData';
import { Container } from './container';
import type { CredentialsHelper } from './credentialsHelper';
import { singleNodeType } from './mockNode';
import type { CredentialTypes } from './packages';
import type { CredentialTestResult } from './types';
import { testedHelper } from './versions/testedHelper';

const DEFAULT_NODE = 'n8n-nodes-base.noOp';

/** What the test needs of the engine. */
export interface CredentialTestServices {
	nodeTypes: INodeTypes;
	credentialTypes: CredentialTypes;
	credentialsHelper: CredentialsHelper;
}

/**
 * The test button of the credential dialog: n8n's CredentialsTester.testCredentials, OAuth2 aside.
 * @param credential with its data as stored
 */
export async function testCredential(
	services: CredentialTestServices,
	credential: ICredentialsDecrypted,
): Promise<CredentialTestResult> {
	const test = findTest(services, credential.type);
	if (!test) return failed('No testing function found for this credential.');
	const { credentialsHelper } = services;
	const additionalData = createAdditionalData({ credentialsHelper, currentNodeParameters: {} });
	const data = credentialsHelper.applyDefaultsAndOverwrites(
		additionalData,
		credential.data ?? {},
		credential.type,
		'internal',
	);
	const decrypted = { ...credential, data };
	if (typeof test === 'function') {
		return await test.call(new CredentialTestContext(additionalData), decrypted);
	}
	additionalData.credentialsHelper = testedHelper(credentialsHelper, data);
	const nodeType = test.nodeType ?? services.nodeTypes.getByNameAndVersion(DEFAULT_NODE);
	return await runRequestTest(additionalData, nodeType, decrypted, test.testRequest);
}

/** The type's own test, or the one a node that takes it names in `testedBy`. */
function findTest(
	{ nodeTypes, credentialTypes }: CredentialTestServices,
	type: string,
): ICredentialTestFunction | ICredentialTestRequestData | undefined {
	const { test } = credentialTypes.getByName(type);
	if (test) return { testRequest: test };
	for (const name of credentialTypes.getSupportedNodes(type)) {
		const nodeType = nodeTypes.getByNameAndVersion(name);
		const taken = nodeType.description.credentials?.find((entry) => entry.name === type);
		if (typeof taken?.testedBy === 'string')
			return nodeType.methods?.credentialTest?.[taken.testedBy];
		if (taken?.testedBy) return { nodeType, testRequest: taken.testedBy };
	}
	return undefined;
}

/** Sends the test's request through a node that has nothing but this request. */
async function runRequestTest(
	additionalData: IWorkflowExecuteAdditionalData,
	testedNodeType: INodeType,
	credential: ICredentialsDecrypted,
	{ request, rules }: ICredentialTestRequest,
): Promise<CredentialTestResult> {
	const { description } = testedNodeType;
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: description.name,
		typeVersion: [description.version].flat().at(-1) ?? 1,
		position: [0, 0],
		parameters: {},
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
	const nodeType: INodeType = {
		description: {
			...description,
			credentials: [{ name: credential.type, required: true }],
			properties: [
				{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } },
			],
		},
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: singleNodeType(node.type, nodeType),
	});
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	let response: INodeExecutionData[][] | undefined;
	try {
		response = await new RoutingNode(context, nodeType, credential).runNode();
	} catch (error) {
		Container.get(ErrorReporter).error(error);
		return explain(error, rules);
	}
	const body = response?.[0]?.[0]?.json;
	for (const rule of rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		const { key, value, message } = rule.properties;
		// n8n takes lodash's `get`, whose paths may index lists: `errors[0].code`.
		const path = String(key)
			.split(/[.[\]]+/)
			.filter((part) => part !== '');
		if (valueAt(body, ...path) === value) return failed(message);
	}
	return { status: 'OK', message: 'Connection successful!' };
}

/** A rule's message for the status, else the status's own text, else the network's error code. */
function explain(error: unknown, rules: ICredentialTestRequest['rules']): CredentialTestResult {
	const response = valueAt(error, 'cause', 'response');
	const code = valueAt(error, 'cause', 'code');
	if (response) {
		const status = Number(valueAt(response, 'status'));
		for (const rule of rules ?? []) {
			if (rule.type === 'responseCode' && rule.properties.value === status) {
				return failed(rule.properties.message);
			}
		}
		if (status < 199 || status > 299) {
			return failed(valueAt(response, 'statusText') || `Received HTTP status code: ${status}`);
		}
	} else if (code) {
		return failed(code);
	}
	LoggerProxy.debug('Credential test failed', { error });
	return failed(valueAt(error, 'message'));
}

function failed(message: unknown): CredentialTestResult {
	return { status: 'Error', message: String(message) };
}

/** The value at a path of keys, or undefined where it ends early. */
function valueAt(value: unknown, ...path: string[]): unknown {
	return path.reduce<unknown>(
		(current, key) =>
			typeof current === 'object' && current !== null ? Reflect.get(current, key) : undefined,
		value,
	);
}
