import { createKeyPair, type KeyPair } from '../../sandbox';

interface Shared {
	keyPair?: Promise<KeyPair>;
}

/** What the test files of one of jest's processes share. */
const { shared = {} } = globalThis as { shared?: Shared };

/** A key for sandboxes to sign with: one for all of a process, as making it costs more than most tests. */
export async function sharedKeyPair(): Promise<KeyPair> {
	return await (shared.keyPair ??= createKeyPair());
}
