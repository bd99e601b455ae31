import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { multiSessionClient, startSandbox } from '../sandbox';

/** What the demo runs against. */
export interface Instance {
	name: string;
	/** The credential as a person would fill it in. */
	credential: ICredentialDataDecryptedObject;
	/** Whether a step may run here. */
	runs(parameters: INodeParameters): boolean;
	/** The requests that the instance saw, where that is known. */
	requests: ReadonlyArray<{ method: string; path: string; status?: number }>;
	stop(): Promise<void>;
}

/** Operations that end nothing and send nobody a message. */
const HARMLESS = [
	'session: get',
	'session: touch',
	'sessionToken: create',
	'reverification: start',
];

/** The instance that the environment names, else a sandbox with three people signed in on a client. */
export async function startInstance(): Promise<Instance> {
	const { CLERK_PUBLISHABLE_KEY: publishableKey, CLERK_CLIENT_TOKEN: clientToken } = process.env;
	if (publishableKey && clientToken) {
		return {
			name: 'the instance of CLERK_PUBLISHABLE_KEY (only what destroys nothing)',
			credential: { publishableKey, connectUsing: 'clientToken', clientToken },
			runs: ({ resource, operation }) =>
				HARMLESS.includes(`${String(resource)}: ${String(operation)}`),
			requests: [],
			stop: async () => {},
		};
	}
	return await startSandboxInstance();
}

async function startSandboxInstance(): Promise<Instance> {
	const sandbox = await startSandbox();
	const { publishableKey, proxyUrl } = sandbox.details;
	const { clientToken } = multiSessionClient(sandbox);
	sandbox.clearRequestLog();
	return {
		name: `the sandbox at ${proxyUrl}`,
		credential: { publishableKey, proxyUrl, connectUsing: 'clientToken', clientToken },
		runs: () => true,
		requests: sandbox.requestLog,
		stop: async () => await sandbox.stop(),
	};
}
