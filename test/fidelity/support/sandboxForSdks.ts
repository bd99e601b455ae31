import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox';
import { sharedKeyPair } from '../../support/keyPair';

/**
 * A sandbox for a file's tests, as good as new before each. It goes by the machine's clock, as Clerk's
 * SDKs do.
 */
export function sandboxForSdks(options: SandboxOptions = {}): () => Sandbox {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({ keyPair: await sharedKeyPair(), ...options });
	});
	beforeEach(() => sandbox.reset());
	afterAll(async () => await sandbox.stop());
	return () => sandbox;
}
