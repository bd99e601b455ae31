import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeParameters,
} from 'n8n-workflow';
import type { RunResult } from '../support/engine';
import type { PersonDetails, RecordedRequest } from '../../sandbox';
import type { StepEnvironment } from '../support/setup';
import {
	afterManualTrigger,
	clerkSessions,
	CREDENTIAL_TYPE,
	lastActive,
	node,
} from '../support/workflows';

/** The ways in which a credential signs in by itself. */
export const WAYS = ['signInTicket', 'password'] as const;
export type Way = (typeof WAYS)[number];

/** People of the sandbox's seed, by what matters when they sign in. */
export const PEOPLE = {
	/** Two-step verification. */
	ada: 0,
	/** A password, and nothing else asked. */
	grace: 1,
	/** No password. */
	katherine: 2,
	edith: 3,
	/** Has to choose a new password. */
	margaret: 4,
	/** Has to choose an organization: the session stays pending. */
	joan: 5,
} as const;
export type PersonName = keyof typeof PEOPLE;

/** The parameters of the step that most tests run. */
export const createToken = {
	resource: 'sessionToken',
	operation: 'create',
	sessionId: lastActive,
};

export function person({ sandbox }: StepEnvironment, name: PersonName): PersonDetails {
	const found = sandbox.details.people[PEOPLE[name]];
	if (!found) throw new Error(`The sandbox has no ${name}`);
	return found;
}

/** What somebody types into a credential that signs in by itself. */
export function fieldsFor(
	env: StepEnvironment,
	way: Way,
	name: PersonName = 'grace',
): ICredentialDataDecryptedObject {
	const { id, identifier, password } = person(env, name);
	const { backendApiUrl, secretKey } = env.sandbox.details;
	return way === 'password'
		? { connectUsing: way, identifier, password: password ?? 'none-is-set' }
		: { connectUsing: way, userId: id, secretKey, backendApiUrl };
}

/** Saves a credential that signs in by itself. @returns its ID */
export function addAccount(env: StepEnvironment, way: Way, name?: PersonName): string {
	return env.addCredential(fieldsFor(env, way, name));
}

/** What a run of one step did. */
export interface StepRun {
	result: RunResult;
	error: RunResult['error'];
	json: IDataObject[];
	/** As the sandbox recorded them, tokens included: not to be compared where a failure prints them. */
	requests: RecordedRequest[];
}

/** Runs Manual Trigger → Clerk Sessions; by default, the step creates a token. */
export async function runStep(
	env: StepEnvironment,
	credential: string,
	parameters: INodeParameters = {},
	{ items, onError }: { items?: IDataObject[]; onError?: INode['onError'] } = {},
): Promise<StepRun> {
	const step = clerkSessions({ ...createToken, ...parameters }, credential, { onError });
	return await runNode(env, step, items);
}

/** Runs Manual Trigger → n8n's own HTTP Request node, which asks the Frontend API with our credential. */
export async function httpRequest(
	env: StepEnvironment,
	credential: string,
	path: string,
	items?: IDataObject[],
	method = 'GET',
): Promise<StepRun> {
	const parameters = {
		method,
		url: `${env.sandbox.url}${path}`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: CREDENTIAL_TYPE,
		options: {},
	};
	const credentials = { [CREDENTIAL_TYPE]: { id: credential, name: 'Clerk' } };
	const more = { typeVersion: 4.2, credentials };
	const step = node('HTTP Request', 'n8n-nodes-base.httpRequest', parameters, more);
	return await runNode(env, step, items);
}

async function runNode(
	{ engine, sandbox }: StepEnvironment,
	step: INode,
	items?: IDataObject[],
): Promise<StepRun> {
	const before = sandbox.requestLog.length;
	const result = await engine.run(afterManualTrigger(step), { input: items });
	return {
		result,
		error: result.error,
		json: result.json(step.name),
		requests: sandbox.requestLog.slice(before),
	};
}

/** The client that a client token is for: the token is a JWT that names it. */
export function clientOf(token: string): string {
	const [, claims = ''] = token.split('.');
	return String(JSON.parse(Buffer.from(claims, 'base64url').toString()).id);
}

/** The client token that n8n has stored with a credential; empty if none. */
export function storedToken(
	{ engine }: Pick<StepEnvironment, 'engine'>,
	credential: string,
): string {
	return String(engine.credentials.get(credential).sessionClientToken ?? '');
}

/** How many sign-ins Clerk was asked for. */
export function signInCount(requests: readonly RecordedRequest[]): number {
	return requests.filter(isSignIn).length;
}

export function isSignIn({ method, path }: RecordedRequest): boolean {
	return method === 'POST' && path === '/v1/client/sign_ins';
}

/**
 * Requests on a line each, IDs left out: `POST /v1/client/sessions/{id}/tokens 200`; without a status
 * where the connection was cut.
 */
export function requestLines(requests: readonly RecordedRequest[]): string[] {
	return requests.map(({ method, path, status }) =>
		[method, path.replace(/sess_\w+/, '{id}'), status]
			.filter((part) => part !== undefined)
			.join(' '),
	);
}

/** The requests of one sign-in, as `lines` writes them. */
export const SIGN_IN: Record<Way, string[]> = {
	signInTicket: ['POST /backend/v1/sign_in_tokens 200', 'POST /v1/client/sign_ins 200'],
	password: ['POST /v1/client/sign_ins 200'],
};
export const LOOK_UP = 'GET /v1/client 200';
export const TOKEN = 'POST /v1/client/sessions/{id}/tokens 200';
