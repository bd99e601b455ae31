import { join } from 'node:path';
import type {
	ExecutionError,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';
import { type Engine, type RunResult, startEngine } from './engine';
import {
	type RecordedRequest,
	type Sandbox,
	type SandboxOptions,
	type SignedIn,
	startSandbox,
} from '../../sandbox';
import { sharedKeyPair } from './keyPair';
import { publishableKeyOf } from './keys';
import { seen, type SeenRequest } from './seenRequest';
import { afterManualTrigger, byId, clerkSessions, CREDENTIAL_TYPE, NODE_NAME } from './workflows';

export { publishableKeyOf };

/** The package under test, as `npm run build` left it. */
export const PACKAGE = join(__dirname, '..', '..');

/** A person signed in on a client, and the saved credential that stands for that client. */
export interface Caller extends SignedIn {
	/** ID of the credential. */
	credential: string;
}

export interface NodeRunOptions {
	/** What the node receives: one empty item by default. */
	items?: IDataObject[];
	/** Whose credential it uses; `env.client` by default. */
	as?: Caller;
	/** ID of another credential. */
	credential?: string;
	onError?: INode['onError'];
}

/** What one run of the Clerk Sessions node did. */
export interface NodeRun {
	/** Items of the first output. */
	items: INodeExecutionData[];
	json: IDataObject[];
	/** Items of the error output. */
	failedItems: INodeExecutionData[];
	/** What stopped the run, if anything did. */
	error: ExecutionError | undefined;
	/** What the sandbox was asked, in order: what counts of it, without secrets. */
	requests: SeenRequest[];
	/** The same in full. It holds tokens: never compare it whole. */
	recorded: RecordedRequest[];
	result: RunResult;
}

/** An engine with the built package, and a sandbox that is as good as new before each test. */
export interface TestEnvironment {
	readonly engine: Engine;
	readonly sandbox: Sandbox;
	/** The first person, in native mode. */
	readonly client: Caller;
	/** The first person, in dev browser mode. */
	readonly browser: Caller;
	/**
	 * Signs somebody in on a fresh client and saves a credential for it.
	 * @param person an identifier or ID; the first person when missing
	 */
	signIn(
		person?: string,
		mode?: 'native' | 'devBrowser',
		more?: Parameters<Sandbox['signIn']>[2],
	): Caller;
	/**
	 * Saves a credential that reaches the sandbox. The node knows it by its fields: no other test
	 * has one with the same publishable key, so that it remembers nothing of it.
	 * @param data the fields that matter; any of the others can be overridden, too
	 * @returns its ID
	 */
	addCredential(data: ICredentialDataDecryptedObject): string;
	/** Runs Manual Trigger → Clerk Sessions. `sessionId` is the caller's session unless given. */
	runNode(parameters: INodeParameters, options?: NodeRunOptions): Promise<NodeRun>;
}

/** What a run of a step needs of it. */
export type StepEnvironment = Pick<TestEnvironment, 'engine' | 'sandbox' | 'addCredential'>;

export interface SetupOptions {
	sandbox?: SandboxOptions;
	/** Hears every line n8n logs. */
	onLog?: (line: string) => void;
	/** Packages of nodes beside the one under test. */
	packages?: string[];
}

/**
 * Starts an engine and a sandbox for the tests of a file, resets the sandbox before each of them
 * and stops both after the last.
 */
export function setup(options: SetupOptions = {}): TestEnvironment {
	let engine: Engine;
	let sandbox: Sandbox;
	let client: Caller;
	let browser: Caller;
	let credentialCount = 0;

	beforeAll(async () => {
		sandbox = await startSandbox({ keyPair: await sharedKeyPair(), ...options.sandbox });
		engine = await startEngine({
			packages: [PACKAGE, ...(options.packages ?? [])],
			onLog: options.onLog,
		});
	});
	beforeEach(() => {
		sandbox.reset();
		client = env.signIn();
		if (options.sandbox?.instance !== 'live') browser = env.signIn(undefined, 'devBrowser');
	});
	afterAll(async () => {
		await engine?.stop();
		await sandbox?.stop();
	});

	const env: TestEnvironment = {
		get engine() {
			return engine;
		},
		get sandbox() {
			return sandbox;
		},
		get client() {
			return client;
		},
		get browser() {
			return browser;
		},
		signIn(person, mode = 'native', more) {
			const signedIn = sandbox.signIn(person, mode, more);
			const { clientToken = '', devBrowserToken = '' } = signedIn;
			const credential = env.addCredential(
				mode === 'native'
					? { connectUsing: 'clientToken', clientToken }
					: { connectUsing: 'devBrowser', devBrowserToken },
			);
			return { ...signedIn, credential };
		},
		addCredential(data) {
			const id = `credential ${++credentialCount}`;
			const host = `clerk-${credentialCount}.sandbox.example`;
			engine.credentials.add(id, {
				name: id,
				type: CREDENTIAL_TYPE,
				data: {
					publishableKey: publishableKeyOf(host, options.sandbox?.instance),
					proxyUrl: sandbox.url,
					...data,
				},
			});
			return id;
		},
		async runNode(parameters, { items, as = client, credential, onError } = {}) {
			const before = sandbox.requestLog.length;
			const node = clerkSessions(
				{ sessionId: byId(as.sessionId), ...parameters },
				credential ?? as.credential,
				{ onError },
			);
			const result = await engine.run(afterManualTrigger(node), { input: items });
			const recorded = sandbox.requestLog.slice(before);
			return {
				items: result.items(NODE_NAME),
				json: result.json(NODE_NAME),
				failedItems: result.items(NODE_NAME, 1),
				error: result.error,
				recorded,
				requests: recorded.map((request) => seen(request, as)),
				result,
			};
		},
	};
	return env;
}
