import NodeEnvironment from 'jest-environment-node';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';

/** What does not change from one test file to the next: see test/support/engine/sharedInProcess.ts. */
const host = globalThis as { shared?: object };
host.shared ??= {};

// n8n's services listen for the end of the process, and each test file makes them anew.
process.setMaxListeners(Infinity);

/**
 * Test files whose n8n is loaded by Node.js itself, once in a process of jest's. Jest alone loads all
 * of it for every file, which took nearly half of the time. The package under test is new for every
 * file, and so are n8n's services.
 */
export default class N8nEnvironment extends NodeEnvironment {
	private readonly variables = { ...process.env };

	constructor(...given: ConstructorParameters<typeof NodeEnvironment>) {
		super(...given);
		const root = join(given[0].projectConfig.rootDir, sep);
		const nativeRequire = createRequire(root);
		for (const file of Object.keys(nativeRequire.cache)) {
			if (!file.startsWith(join(root, 'node_modules', sep))) delete nativeRequire.cache[file];
		}
		const requireAsCore = createRequire(nativeRequire.resolve('n8n-core'));
		const { Container }: { Container: { reset(): void } } = requireAsCore('@n8n/di');
		Container.reset();
		this.global.nativeRequire = nativeRequire;
		this.global.shared = host.shared;
		// One world for both sides, also where a test changes it: environment, chance, date.
		this.global.process.env = process.env;
		this.global.Error = Error;
		this.global.Math = Math;
		Object.defineProperty(this.global, 'Date', {
			configurable: true,
			get: () => Date,
			set: (date: DateConstructor) => {
				globalThis.Date = date;
			},
		});
	}

	/** Nothing that a test file leaves changed meets the next one. */
	override async teardown(): Promise<void> {
		this.moduleMocker?.restoreAllMocks();
		for (const name of Object.keys(process.env)) {
			if (!(name in this.variables)) delete process.env[name];
		}
		Object.assign(process.env, this.variables);
		await super.teardown();
	}
}
