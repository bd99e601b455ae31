import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeParameters,
} from 'n8n-workflow';
import type { Engine, RunResult, WorkflowJson } from '../support/engine';
import { fieldsFor, requestLines } from '../signIn/account';
import { publishableKeyOf, setup, type SetupOptions, type TestEnvironment } from '../support/setup';
import { afterManualTrigger, node } from '../support/workflows';
import { type OwnApi, startOwnApi } from '../support/ownApi';

export const CREDENTIAL_TYPE = 'clerkSessionTokenApi';
export const HTTP_REQUEST = 'HTTP Request';

/** What one run of n8n's HTTP Request node did. */
export interface ApiRun {
	result: RunResult;
	error: RunResult['error'];
	json: IDataObject[];
	/** What Clerk was asked. */
	clerk: string[];
	/** What the API was asked: `GET /me 200`. */
	api: string[];
	/** How often n8n stored a credential. */
	writes: number;
}

export interface ApiRequestOptions {
	items?: IDataObject[];
	/** More of the HTTP Request node's parameters. */
	parameters?: INodeParameters;
	/** More of the node. */
	more?: Partial<INode>;
	/** Another worker of n8n. */
	engine?: Engine;
}

/** An environment with an API of one's own beside the sandbox. */
export interface OwnApiEnvironment extends TestEnvironment {
	readonly api: OwnApi;
	/**
	 * Saves a credential for the API: by sign-in ticket, unless its fields say otherwise.
	 * @returns its ID
	 */
	addApiCredential(fields?: ICredentialDataDecryptedObject): string;
	/** Runs Manual Trigger → HTTP Request. @param address a path of the API, or a whole address */
	request(credential: string, address: string, options?: ApiRequestOptions): Promise<ApiRun>;
}

/** Starts an API anew before each test. */
export function setupWithApi(options: SetupOptions = {}): OwnApiEnvironment {
	const env = setup(options);
	let api: OwnApi;
	let count = 0;
	beforeEach(async () => {
		api = await startOwnApi(env.sandbox.url);
	});
	afterEach(async () => await api.stop());

	const own: OwnApiEnvironment = Object.create(env, {
		api: { get: () => api },
		addApiCredential: {
			value: (fields: ICredentialDataDecryptedObject = {}) => {
				const id = `credential for the API ${++count}`;
				env.engine.credentials.add(id, {
					name: id,
					type: CREDENTIAL_TYPE,
					data: {
						apiUrl: api.url,
						publishableKey: publishableKeyOf(`own-api-${count}.sandbox.example`),
						proxyUrl: env.sandbox.url,
						...fieldsFor(env, 'signInTicket'),
						...fields,
					},
				});
				return id;
			},
		},
		request: {
			value: async (
				credential: string,
				address: string,
				{ items, engine = env.engine, ...more }: ApiRequestOptions = {},
			): Promise<ApiRun> => {
				const { credentials } = engine;
				const before = [env.sandbox.requestLog.length, api.requests.length, credentials.writes];
				const [clerkBefore = 0, apiBefore = 0, writesBefore = 0] = before;
				const url = address.startsWith('/') ? `${api.url}${address}` : address;
				const result = await engine.run(workflow(url, credential, more), { input: items });
				return {
					result,
					error: result.error,
					json: result.json(HTTP_REQUEST),
					clerk: requestLines(env.sandbox.requestLog.slice(clerkBefore)),
					api: api.requests
						.slice(apiBefore)
						.map(({ method, url: path, status }) => `${method} ${path} ${status}`),
					writes: credentials.writes - writesBefore,
				};
			},
		},
	});
	return own;
}

function workflow(
	url: string,
	credential: string,
	{ parameters, more }: Pick<ApiRequestOptions, 'parameters' | 'more'>,
): WorkflowJson {
	return afterManualTrigger(
		node(
			HTTP_REQUEST,
			'n8n-nodes-base.httpRequest',
			{
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: CREDENTIAL_TYPE,
				options: {},
				...parameters,
			},
			{
				typeVersion: 4.2,
				credentials: { [CREDENTIAL_TYPE]: { id: credential, name: credential } },
				...more,
			},
		),
	);
}
