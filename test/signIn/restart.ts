import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, type EngineOptions, startEngine } from '../support/engine';
import { PACKAGE } from '../support/setup';
import { CREDENTIAL_TYPE } from '../support/workflows';

/** Where modules of the project are found, so that a copy of the package runs there. */
const CACHE = join(PACKAGE, 'node_modules', '.cache');

/**
 * An engine as after a restart of n8n: nothing that the package keeps in memory is there. Only a
 * stored credential survives.
 *
 * @param before the engine that the credential was stored with
 * @param credentials their IDs
 */
export async function restartedEngine(before: Engine, ...credentials: string[]): Promise<Engine> {
	const saved = credentials.map((id) => {
		// Through JSON, as through a database.
		const data: ReturnType<typeof before.credentials.get> = JSON.parse(
			JSON.stringify(before.credentials.get(id)),
		);
		return [id, { name: id, type: CREDENTIAL_TYPE, data }] as const;
	});
	return await engineOfItsOwn({ credentials: Object.fromEntries(saved) });
}

/** Another worker of the same n8n: they share what is stored, and nothing in memory. */
export async function anotherWorker({ credentials }: Engine): Promise<Engine> {
	return await engineOfItsOwn({ credentialStore: credentials });
}

/** Runs a copy of the package, which Node.js loads as new modules. */
async function engineOfItsOwn(options: Omit<EngineOptions, 'packages'>): Promise<Engine> {
	mkdirSync(CACHE, { recursive: true });
	const copy = mkdtempSync(join(CACHE, 'restart-'));
	for (const part of ['package.json', 'dist']) {
		cpSync(join(PACKAGE, part), join(copy, part), { recursive: true });
	}
	const engine = await startEngine({ ...options, packages: [copy] });
	return {
		...engine,
		nodeTypes: engine.nodeTypes,
		stop: async () => {
			await engine.stop();
			rmSync(copy, { recursive: true, force: true });
		},
	};
}
