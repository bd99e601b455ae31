import { Credentials } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	type INodeCredentialsDetails,
	jsonParse,
	UserError,
} from 'n8n-workflow';

import type { CredentialStore, StoredCredential } from './types';
import { instanceCipher } from './versions/encryption';

interface Entry {
	name: string;
	type: string;
	/** As it would be in n8n's database. */
	encrypted: string;
}

/** The table n8n keeps credentials in. */
export class InMemoryCredentialStore implements CredentialStore {
	writes = 0;

	beforeWrite?: () => Promise<void>;

	beforeRead?: () => Promise<void>;

	private readonly entries = new Map<string, Entry>();

	private readonly cipher = instanceCipher();

	get(id: string): ICredentialDataDecryptedObject {
		return jsonParse(this.cipher.decrypt(this.entry(id).encrypted));
	}

	set(id: string, edits: ICredentialDataDecryptedObject): void {
		this.add(id, { ...this.describe(id), data: { ...this.get(id), ...edits } });
	}

	add(id: string, { name, type, data }: StoredCredential): void {
		this.entries.set(id, { name, type, encrypted: this.cipher.encrypt(data) });
	}

	/** A credential's name and type. Throws for an unknown ID. */
	describe(id: string): { name: string; type: string } {
		const { name, type } = this.entry(id);
		return { name, type };
	}

	/**
	 * The row a node's reference points at. The messages are n8n's CredentialMissingIdError's and
	 * CredentialNotFoundError's.
	 */
	async find({ id }: INodeCredentialsDetails, type: string): Promise<Credentials> {
		await this.beforeRead?.();
		if (!id) throw new UserError('Found credential with no ID.');
		const entry = this.entries.get(id);
		if (entry?.type !== type) {
			throw new UserError(`Credential with ID "${id}" does not exist for type "${type}".`);
		}
		return new Credentials({ id, name: entry.name }, type, entry.encrypted);
	}

	/** Replaces a row's data, as n8n's CredentialsHelper.updateCredentials does. */
	async update(
		reference: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	) {
		await this.beforeWrite?.();
		const credentials = await this.find(reference, type);
		await credentials.setData(data);
		const { data: encrypted } = credentials.getDataToSave();
		if (!reference.id || encrypted === undefined) return;
		this.entries.set(reference.id, { name: credentials.name, type, encrypted });
		this.writes++;
	}

	private entry(id: string): Entry {
		const entry = this.entries.get(id);
		if (!entry) throw new UserError(`There is no credential with ID "${id}"`);
		return entry;
	}
}
