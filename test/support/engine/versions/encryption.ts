import * as n8nCore from 'n8n-core';
import { Cipher, type CipherAlgorithm, type EncryptionKeyProxy, InstanceSettings } from 'n8n-core';

import { Container } from '../container';

const LEGACY_ALGORITHM: CipherAlgorithm = 'aes-256-cbc';

/** Encrypts with the instance's own key. */
export interface InstanceCipher {
	encrypt(data: string | object): string;
	decrypt(data: string): string;
}

/** n8n-core's cipher. Before 2.20 it knew no other key, and its methods had shorter names. */
type AnyCipher = Partial<
	InstanceCipher & Pick<Cipher, 'encryptWithInstanceKey' | 'decryptWithInstanceKey'>
>;

/**
 * What Credentials.setData and getData do while an instance has never rotated its key, but not
 * asynchronous.
 */
export function instanceCipher(): InstanceCipher {
	const cipher: AnyCipher = Container.get(Cipher);
	return {
		encrypt: (data) => given(cipher.encryptWithInstanceKey?.(data) ?? cipher.encrypt?.(data)),
		decrypt: (data) => given(cipher.decryptWithInstanceKey?.(data) ?? cipher.decrypt?.(data)),
	};
}

/**
 * Registers the key of an instance that never rotated keys: its own, wrapped, for data without a
 * key's prefix (package n8n registers the same from its database). Before 2.20 n8n-core used the
 * instance's key without asking.
 */
export function provideInstanceKey(): void {
	const core: Partial<{ EncryptionKeyProxy: typeof EncryptionKeyProxy }> = n8nCore;
	if (!core.EncryptionKeyProxy) return;
	const { encryptionKey } = Container.get(InstanceSettings);
	const key = {
		id: 'instance',
		value: Container.get(Cipher).encryptDEKWithInstanceKey(encryptionKey),
		algorithm: LEGACY_ALGORITHM,
		format: 'no-prefix',
	} as const;
	Container.get(core.EncryptionKeyProxy).setProvider({
		getActiveKey: async () => key,
		getLegacyKey: async () => key,
		getKeyById: async () => null,
	});
}

function given(text: string | undefined): string {
	if (text === undefined) throw new Error("This version of n8n-core's cipher is not known");
	return text;
}
