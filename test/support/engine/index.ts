import { UserError } from 'n8n-workflow';

import { createAdditionalData } from './additionalData';
import { testCredential } from './credentialTest';
import { CredentialsHelper } from './credentialsHelper';
import { InMemoryCredentialStore } from './credentialStore';
import { listSearch, loadOptions } from './editor';
import { acquireHost, type Host } from './host';
import type { LogListener } from './log';
import { loadPackages } from './packages';
import { publish } from './publish';
import { applyResumeRequest } from './resume';
import { Runner } from './run';
import type { Engine, EngineOptions } from './types';

export type * from './types';

/**
 * Loads packages with n8n's own loader and hosts n8n's workflow engine for them, and n8n-nodes-base
 * with it. Nothing is printed, and nothing is written outside a temporary folder. Engines of one
 * process share n8n's services, its log among them.
 * @throws what n8n's loader throws for a package it refuses
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
	const host = acquireHost();
	const { onLog } = options;
	const listener: LogListener | undefined = onLog && ((_level, line) => onLog(line));
	if (listener) host.logListeners.add(listener);
	const release = () => {
		if (listener) host.logListeners.delete(listener);
		host.release();
	};
	const engine = openEngine(options, host, release);
	engine.catch(release);
	return await engine;
}

async function openEngine(
	{
		packages: directories,
		credentials = {},
		credentialStore,
		credentialOverwrites = {},
	}: EngineOptions,
	host: Host,
	release: () => void,
): Promise<Engine> {
	const { warnings, result: packages } = await withWarnings(host, () => loadPackages(directories));
	const { nodeTypes, credentialTypes } = packages;
	const table = credentialStore ?? new InMemoryCredentialStore();
	if (!(table instanceof InMemoryCredentialStore)) throw new UserError('The store is of no engine');
	for (const [id, credential] of Object.entries(credentials)) table.add(id, credential);
	const credentialsHelper = new CredentialsHelper(credentialTypes, table, credentialOverwrites);
	const runner = new Runner(nodeTypes, credentialsHelper);

	return {
		nodeTypes,
		warnings,
		loadedNodes: packages.loadedNodes,
		loadedCredentials: packages.loadedCredentials,
		credentials: table,
		run: (workflow, options) => runner.start(workflow, options),
		publish: async (workflow) => await publish(runner, credentialsHelper, workflow),
		resume(result, request) {
			const execution = runner.read(result);
			return runner.restart(execution, async (workflow) => {
				if (!request) return;
				const { id: executionId } = execution;
				const additionalData = createAdditionalData({ credentialsHelper, executionId });
				await applyResumeRequest(execution, workflow, additionalData, request);
			});
		},
		async testCredential(id, nodeTypeName) {
			const { name, type } = table.describe(id);
			if (nodeTypeName !== undefined) {
				const taken = nodeTypes.getByNameAndVersion(nodeTypeName).description.credentials ?? [];
				if (!taken.some((entry) => entry.name === type)) {
					throw new UserError(`"${nodeTypeName}" does not take a credential of type "${type}"`);
				}
			}
			const services = { nodeTypes, credentialTypes, credentialsHelper };
			return await testCredential(services, { id, name, type, data: table.get(id) });
		},
		async listSearch(type, method, parameters, nodeCredentials, filter, paginationToken) {
			return await listSearch(
				nodeTypes,
				createAdditionalData({ credentialsHelper, currentNodeParameters: parameters }),
				{ type, parameters, credentials: nodeCredentials },
				method,
				filter,
				paginationToken,
			);
		},
		async loadOptions(type, method, parameters, nodeCredentials) {
			return await loadOptions(
				nodeTypes,
				createAdditionalData({ credentialsHelper, currentNodeParameters: parameters }),
				{ type, parameters, credentials: nodeCredentials },
				method,
			);
		},
		async stop() {
			await runner.stop();
			release();
		},
	};
}

/** Runs an action and gathers what n8n logs meanwhile as a warning or an error. */
async function withWarnings<T>(
	{ logListeners }: Host,
	action: () => Promise<T>,
): Promise<{ warnings: string[]; result: T }> {
	const warnings: string[] = [];
	const listener: LogListener = (level, line) => {
		if (level === 'warn' || level === 'error') warnings.push(line);
	};
	logListeners.add(listener);
	try {
		return { warnings, result: await action() };
	} finally {
		logListeners.delete(listener);
	}
}
