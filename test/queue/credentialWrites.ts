import type { Postgres } from './postgres';

/** Has PostgreSQL write down every update of a stored credential. */
export async function countCredentialWrites(postgres: Postgres): Promise<void> {
	await postgres.execute(`
		CREATE TABLE credential_writes (credential text, at timestamptz DEFAULT clock_timestamp());
		CREATE FUNCTION note_credential_write() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			INSERT INTO credential_writes (credential) VALUES (NEW.id);
			RETURN NEW;
		END $$;
		CREATE TRIGGER note_credential_write AFTER UPDATE ON credentials_entity
			FOR EACH ROW EXECUTE FUNCTION note_credential_write();`);
}

/** @returns how often a credential has been updated since it was made */
export async function credentialWrites(postgres: Postgres, credentialId: string): Promise<number> {
	const [row] = await postgres.query<{ count: number }>(
		`SELECT count(*) FROM credential_writes WHERE credential = '${credentialId}'`,
	);
	return row?.count ?? 0;
}
