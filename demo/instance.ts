import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { startSandbox } from '../sandbox';

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
const HARMLESS = ['get', 'touch', 'create', 'start'];

/** The instance that the environment names, else a sandbox with three people signed in on a client. */
export async function startInstance(): Promise<Instance> {
	const { CLERK_PUBLISHABLE_KEY: publishableKey, CLERK_CLIENT_TOKEN: clientToken } = process.env;
	if (publishableKey && clientToken) {
		return {
			name: 'the instance of CLERK_PUBLISHABLE_KEY (only what destroys nothing)',
			credential: { publishableKey, connectUsing: 'clientToken', clientToken },
			runs: ({ operation }) => HARMLESS.includes(String(operation)),
			requests: [],
			stop: async () => {},
		};
	}
	return await startSandboxInstance();
}

async function startSandboxInstance(): Promise<Instance> {
	const sandbox = await startSandbox();
	const { publishableKey, proxyUrl, people } = sandbox.details;
	const [first, ...others] = people;
	const { clientId } = sandbox.signIn(first?.identifier);
	// Sessions for the steps that end one, remove one, and remove the rest.
	const tokens = others.slice(0, 2).map(({ id }) => sandbox.addSession(clientId, id).clientToken);
	// The first person has every factor: they act last, and so are the last active one.
	const clientToken = first && sandbox.addSession(clientId, first.id).clientToken;
	sandbox.clearJournal();
	return {
		name: `the sandbox at ${proxyUrl}`,
		credential: {
			publishableKey,
			proxyUrl,
			connectUsing: 'clientToken',
			clientToken: clientToken ?? tokens[0] ?? '',
		},
		runs: () => true,
		requests: sandbox.journal,
		stop: async () => await sandbox.stop(),
	};
}
