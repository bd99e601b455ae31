import { createKeyPair, type KeyPair } from '../../sandbox';
import { sharedInProcess } from './engine/sharedInProcess';

/** A key for sandboxes to sign with: making it costs more than most tests. */
export async function sharedKeyPair(): Promise<KeyPair> {
	return await sharedInProcess('keyPair', createKeyPair);
}
