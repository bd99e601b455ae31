import { getAdditionalKeys } from 'n8n-core';
import {
	deepCopy,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	ICredentialsHelper,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IRequestOptionsSimplified,
	isExpression,
	type IWorkflowExecuteAdditionalData,
	NodeHelpers,
	UnexpectedError,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { InMemoryCredentialStore } from './credentialStore';
import { mockNode, mockNodeTypes } from './mockNode';
import type { CredentialTypes } from './packages';
import { signedInData } from './versions/signedInData';
import { withinAllowedDomains } from './versions/signInDomains';

export type CredentialOverwrites = Record<string, ICredentialDataDecryptedObject>;

/**
 * n8n's CredentialsHelper (package n8n, credentials-helper.js) without what needs a database or a
 * licence: external secrets, dynamic credentials, the AI gateway, policies. Each method does what
 * its namesake does, each time it is called: n8n caches nothing, so every request of every item
 * reads and decrypts its credential anew.
 */
export class CredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly types: CredentialTypes,
		private readonly table: InMemoryCredentialStore,
		private readonly overwrites: CredentialOverwrites,
	) {
		super();
	}

	getParentTypes(type: string): string[] {
		return this.types.getParentTypes(type);
	}

	/** A type can restrict itself to the nodes that name it; the HTTP Request node is none of them. */
	isCredentialUsableByNode(type: string, nodeType: string): boolean {
		try {
			if (!this.types.getByName(type).restrictToSupportedNodes) return true;
		} catch {
			return true; // Whoever asks fails later, on the unknown type itself.
		}
		return this.types.getSupportedNodes(type).includes(nodeType);
	}

	/** A type's properties after those of the types it extends. */
	getCredentialsProperties(type: string): INodeProperties[] {
		const { extends: parents, properties } = this.types.getByName(type);
		if (parents === undefined) return properties;
		const merged: INodeProperties[] = [];
		for (const parent of parents) {
			NodeHelpers.mergeNodeProperties(merged, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(merged, properties);
		return merged;
	}

	async getCredentials(reference: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		return await this.table.find(reference, type);
	}

	async updateCredentials(
		reference: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		await this.table.update(reference, type, data);
	}

	async updateCredentialsOauthTokenData(
		reference: INodeCredentialsDetails,
		type: string,
		{ oauthTokenData }: ICredentialDataDecryptedObject,
	): Promise<void> {
		const stored = await (await this.getCredentials(reference, type)).getData();
		await this.updateCredentials(reference, type, {
			...stored,
			...(oauthTokenData !== undefined && { oauthTokenData }),
		});
	}

	/** @param raw as it is stored, without defaults, overwrites and expressions */
	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		reference: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = await (await this.getCredentials(reference, type)).getData();
		if (raw === true) return stored;
		return this.applyDefaultsAndOverwrites(
			additionalData,
			stored,
			type,
			mode,
			executeData,
			resolveValues,
		);
	}

	/**
	 * What a node gets to see of stored data: overwrites fill empty fields, then come the defaults
	 * of properties that show, then expressions, in the node's own context where there is one.
	 */
	applyDefaultsAndOverwrites(
		additionalData: IWorkflowExecuteAdditionalData,
		stored: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		resolveValues?: ICredentialsExpressionResolveValues,
	): ICredentialDataDecryptedObject {
		const data = this.applyDefaults(type, stored);
		const additionalKeys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		if (!resolveValues) {
			const { expression } = mockWorkflow();
			return toCredentialData(
				expression.getComplexParameterValue(
					mockNode,
					data,
					mode,
					additionalKeys,
					undefined,
					undefined,
					data,
				),
			);
		}
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } =
			resolveValues;
		try {
			return toCredentialData(
				workflow.expression.getParameterValue(
					data,
					runExecutionData,
					runIndex,
					itemIndex,
					node.name,
					connectionInputData,
					mode,
					additionalKeys,
					executeData,
					false,
					data,
				),
			);
		} catch (error) {
			if (error instanceof Error) error.message += ' [Error resolving credentials]';
			// eslint-disable-next-line @n8n/community-nodes/require-node-api-error -- n8n's own error
			throw error;
		}
	}

	/**
	 * Has the credential type fetch an expirable value (a token from a sign-in) if it has none, or
	 * after a 401, and stores everything the type returns.
	 * @param expired true after a 401
	 * @returns the credentials with what was fetched, or undefined if nothing was
	 */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication, properties, name } = this.types.getByName(type);
		const expirable = properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		)?.name;
		if (expirable === undefined || typeof preAuthentication !== 'function') return undefined;
		const isTest = node.parameters.temp === '' && node.type === 'n8n-nodes-base.noOp';
		if (credentials[expirable] !== '' && !expired && !isTest) return undefined;

		const output = await preAuthentication.call(
			withinAllowedDomains(helpers, credentials),
			credentials,
		);
		const reference = node.credentials?.[name];
		if (output[expirable] === undefined || !reference) return undefined;

		const stored = await (await this.getCredentials(reference, name)).getData();
		const fetched = toCredentialData(output);
		const data = signedInData(stored, credentials, fetched, expirable);
		await this.updateCredentials(reference, name, data);
		return Object.assign(credentials, fetched);
	}

	/** The type's preAuthentication alone; nothing is stored. */
	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.types.getByName(type);
		if (typeof preAuthentication !== 'function') return undefined;
		const output = await preAuthentication.call(
			withinAllowedDomains(helpers, credentials),
			credentials,
		);
		return output === undefined ? undefined : toCredentialData(output);
	}

	/** Adds the credential to a request: by the type's function, or by its generic rules. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		incoming: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const request = incoming as IHttpRequestOptions; // n8n's own reading of the older type
		const { authenticate } = this.types.getByName(type);
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (authenticate === undefined) return request;
		if (!workflow || !node) {
			throw new UnexpectedError(
				'Workflow and node are required for declarative credential authentication',
			);
		}
		request.headers ??= {};
		if (authenticate.type !== 'generic') return request;
		const resolve = (text: string) => {
			if (!isExpression(text)) return text;
			const keys = { $credentials: credentials };
			const value = workflow.expression.getSimpleParameterValue(
				node,
				text,
				'internal',
				keys,
				undefined,
				'',
			);
			return value ? value.toString() : '';
		};
		// `headers`, `qs`, `auth`, `body`: n8n writes into whichever the type names.
		const parts: Record<string, Record<string, string>> = Object(request);
		const rules: Record<string, Record<string, string>> = Object(authenticate.properties);
		for (const [part, fields] of Object.entries(rules)) {
			const target = (parts[part] ||= {});
			for (const [key, value] of Object.entries(fields)) target[resolve(key)] = resolve(value);
		}
		return request;
	}

	private applyDefaults(type: string, stored: ICredentialDataDecryptedObject): INodeParameters {
		const data =
			NodeHelpers.getNodeParameters(
				this.getCredentialsProperties(type),
				toParameters(this.applyOverwrites(type, stored)),
				true,
				false,
				null,
				null,
			) ?? {};
		const given = toParameters(stored);
		for (const kept of ['oauthTokenData', 'allowedHttpRequestDomains', 'allowedDomains']) {
			if (given[kept] !== undefined) data[kept] ??= given[kept];
		}
		return data;
	}

	/** n8n's CredentialsOverwrites: only what is empty is filled, and never with nothing. */
	private applyOverwrites(
		type: string,
		stored: ICredentialDataDecryptedObject,
	): ICredentialDataDecryptedObject {
		const types = [type, ...this.types.getParentTypes(type)].reverse();
		const overwrites = Object.assign({}, ...types.map((name) => this.overwrites[name]));
		const entries = Object.entries<ICredentialDataDecryptedObject[string]>(overwrites);
		if (entries.length === 0) return stored;
		const data = deepCopy(stored);
		for (const [key, value] of entries) {
			const current = data[key];
			const empty = current === null || current === undefined || current === '';
			if (empty && value !== '') data[key] = value;
		}
		return data;
	}
}

/** Where expressions are resolved that belong to no workflow. */
function mockWorkflow(): Workflow {
	return new Workflow({
		nodes: [mockNode],
		connections: {},
		active: false,
		nodeTypes: mockNodeTypes,
	});
}

// A credential's fields and a node's parameters are the same kind of object: what a form of
// INodeProperties produced. n8n has a type for each, and converts between them as here.

function toCredentialData(value: unknown): ICredentialDataDecryptedObject {
	return value as ICredentialDataDecryptedObject;
}

function toParameters(data: ICredentialDataDecryptedObject): INodeParameters {
	return data as INodeParameters;
}
