import {
	type ExecuteContext,
	PackageDirectoryLoader,
	RoutingNode,
	UnrecognizedCredentialTypeError,
	UnrecognizedNodeTypeError,
} from 'n8n-core';
import {
	type ICredentialType,
	type IDataObject,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
	NodeHelpers,
	UserError,
} from 'n8n-workflow';

import { nodesBase } from './nodesBase';
import { TOOL_SUFFIX, toTool } from './tool';
import { withDomainFields } from './versions/domainFields';

/** Node and credential types of some packages, found as n8n finds them. */
export interface Packages {
	readonly nodeTypes: INodeTypes;
	readonly credentialTypes: CredentialTypes;
	/** Full names of the node types in the packages asked for (n8n-nodes-base left out). */
	readonly loadedNodes: string[];
	readonly loadedCredentials: string[];
}

/** n8n's CredentialTypes. */
export interface CredentialTypes {
	/** Throws UnrecognizedCredentialTypeError. */
	getByName(type: string): ICredentialType;
	/** Full names of the node types that take this credential. */
	getSupportedNodes(type: string): string[];
	/** The types this one extends, and theirs. */
	getParentTypes(type: string): string[];
}

/**
 * Loads packages with n8n's PackageDirectoryLoader, and n8n-nodes-base with its lazy one: a node
 * of it is read when a workflow first uses it.
 * @param directories folders with a package.json; what n8n would refuse throws here too
 */
export async function loadPackages(directories: string[]): Promise<Packages> {
	const base = await nodesBase();
	const loaders = new Map<string, PackageDirectoryLoader>([[base.packageName, base]]);
	const loadedNodes: string[] = [];
	const loadedCredentials: string[] = [];

	for (const directory of directories) {
		const loader = new PackageDirectoryLoader(directory);
		if (loaders.has(loader.packageName)) {
			throw new UserError(`nodes package ${loader.packageName} is already loaded`);
		}
		await loader.loadAll();
		loaders.set(loader.packageName, loader);
		for (const { name } of loader.loadedNodes) loadedNodes.push(`${loader.packageName}.${name}`);
		for (const { type } of Object.values(loader.credentialTypes)) {
			type.properties = withDomainFields(type);
			loadedCredentials.push(type.name);
		}
	}
	return {
		nodeTypes: hostNodeTypes(loaders),
		credentialTypes: hostCredentialTypes(loaders),
		loadedNodes,
		loadedCredentials,
	};
}

/** n8n's NodeTypes. */
function hostNodeTypes(loaders: Map<string, PackageDirectoryLoader>): INodeTypes {
	function getByName(fullName: string): INodeType | IVersionedNodeType {
		const [packageName = '', nodeType = ''] = fullName.split('.');
		const loader = loaders.get(packageName);
		if (!loader) throw new UnrecognizedNodeTypeError(packageName, nodeType);
		return loader.getNode(nodeType).type;
	}
	function isKnown(fullName: string): boolean {
		const [packageName = '', nodeType = ''] = fullName.split('.');
		return nodeType in (loaders.get(packageName)?.known.nodes ?? {});
	}
	return {
		getByName,
		getByNameAndVersion(fullName, version) {
			const isTool = fullName.endsWith(TOOL_SUFFIX) && !isKnown(fullName);
			const name = isTool ? fullName.slice(0, -TOOL_SUFFIX.length) : fullName;
			const nodeType = NodeHelpers.getVersionedNodeType(getByName(name), version);
			if (runsByRouting(nodeType)) {
				nodeType.execute = async function () {
					// The engine calls it with its own context class; the type says only its interface.
					const routingNode = new RoutingNode(this as ExecuteContext, nodeType);
					return (await routingNode.runNode()) ?? [];
				};
			}
			return isTool ? toTool(nodeType) : nodeType;
		},
		getKnownTypes() {
			const known: IDataObject = {};
			for (const [packageName, loader] of loaders) {
				for (const [name, { className, sourcePath }] of Object.entries(loader.known.nodes)) {
					known[`${packageName}.${name}`] = { className, sourcePath };
				}
			}
			return known;
		},
	};
}

/** n8n's rule for nodes without code of their own (shouldAssignExecuteMethod). */
function runsByRouting(nodeType: INodeType): boolean {
	const declarative = nodeType.description.requestDefaults !== undefined;
	return (
		!nodeType.execute &&
		!nodeType.supplyData &&
		!nodeType.poll &&
		!nodeType.trigger &&
		(!nodeType.webhook || declarative) &&
		(!nodeType.methods || declarative)
	);
}

function hostCredentialTypes(loaders: Map<string, PackageDirectoryLoader>): CredentialTypes {
	function loaderOf(type: string): PackageDirectoryLoader | undefined {
		return [...loaders.values()].findLast((loader) => type in loader.known.credentials);
	}
	return {
		getByName(type) {
			const loader = loaderOf(type);
			if (!loader) throw new UnrecognizedCredentialTypeError(type);
			return loader.getCredential(type).type;
		},
		getSupportedNodes(type) {
			const loader = loaderOf(type);
			const names = loader?.known.credentials[type]?.supportedNodes ?? [];
			return names.map((name) => `${loader?.packageName}.${name}`);
		},
		getParentTypes(type) {
			const parents = loaderOf(type)?.known.credentials[type]?.extends ?? [];
			return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
		},
	};
}
