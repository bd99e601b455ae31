import { type Sandbox, startSandbox } from '../../sandbox';
import { sharedKeyPair } from './keyPair';
import type { StepEnvironment, TestEnvironment } from './setup';

/**
 * The same engine with a sandbox of its own, to be stopped by the caller: faults and requests there
 * have nothing to do with what goes on in the environment meanwhile.
 */
export async function ownSandbox(env: TestEnvironment): Promise<StepEnvironment> {
	const sandbox: Sandbox = await startSandbox({ keyPair: await sharedKeyPair() });
	return {
		engine: env.engine,
		sandbox,
		addCredential: (data) => env.addCredential({ proxyUrl: sandbox.url, ...data }),
	};
}
