import type { INodeParameters, NodePropertyTypes } from 'n8n-workflow';
import { type Operation, withVariant } from '../../nodes/ClerkSessions/operation';
import { resources } from '../../nodes/ClerkSessions/resources';
import { jwtOf } from './keys';

/** One of the operations, as the design's contract has it. */
export interface OperationCase {
	resource: 'reverification' | 'session' | 'sessionToken';
	operation: string;
	/** Its name in Clerk's OpenAPI file. */
	operationId: string;
	method: 'DELETE' | 'GET' | 'POST';
	path: string;
	/** The query parameter that names the session, where the path does not. */
	sessionInQuery?: string;
	/** Whether it is the variant that the operation declares. */
	isVariant?: true;
	/** The parameters that are its own, in the order in which the panel shows them. */
	parameters: string[];
	/** What is chosen in them beforehand, where that is not what `PARAMETERS` says. */
	defaults?: Record<string, unknown>;
	/** The least it needs beside `sessionId` to be sent. */
	needs?: INodeParameters;
	/** What it declares of being repeated and refused, where that is not `IDEMPOTENT`. */
	declares?: Consequences;
}

const CONSEQUENCES = [
	'dropsReusedTokens',
	'isFinalIfRefused',
	'mayBeDoneAlready',
	'oneAtATime',
	'retry',
	'staysSignedOut',
] as const;

/** What follows from an operation when it goes out again, is refused or has been carried out. */
type Consequences = Pick<Operation, (typeof CONSEQUENCES)[number]>;

const IDEMPOTENT: Consequences = { retry: 'idempotent' };
const ENDS_SESSIONS: Consequences = {
	...IDEMPOTENT,
	dropsReusedTokens: true,
	mayBeDoneAlready: true,
	oneAtATime: true,
	staysSignedOut: true,
};
const SENDS_A_CODE: Consequences = { retry: 'ifNotSent' };
const USES_UP_A_CODE: Consequences = { retry: 'ifNotSent', dropsReusedTokens: true };

const NOTHING_CHOSEN = { mode: 'list', value: '' };

/** The type of every parameter, and what is chosen in it beforehand. */
export const PARAMETERS: Record<string, { type: NodePropertyTypes; default: unknown }> = {
	additionalFields: { type: 'collection', default: {} },
	code: { type: 'string', default: '' },
	emailAddressId: { type: 'resourceLocator', default: NOTHING_CHOSEN },
	filters: { type: 'collection', default: {} },
	jsonBody: { type: 'json', default: '{}' },
	level: { type: 'options', default: 'first_factor' },
	limit: { type: 'number', default: 50 },
	options: { type: 'collection', default: {} },
	organization: { type: 'options', default: 'unchanged' },
	organizationId: { type: 'resourceLocator', default: NOTHING_CHOSEN },
	output: { type: 'options', default: 'simplified' },
	outputFields: { type: 'string', default: '' },
	password: { type: 'string', default: '' },
	phoneNumberId: { type: 'resourceLocator', default: NOTHING_CHOSEN },
	publicKeyCredential: { type: 'json', default: '' },
	returnAll: { type: 'boolean', default: false },
	revokedSessionId: { type: 'resourceLocator', default: NOTHING_CHOSEN },
	scope: { type: 'options', default: 'client' },
	sessionId: {
		type: 'resourceLocator',
		default: { mode: 'list', value: 'last_active', cachedResultName: 'Last Active Session' },
	},
	specifyBody: { type: 'options', default: 'fields' },
	strategy: { type: 'options', default: 'email_code' },
	templateName: { type: 'string', default: '' },
	token: { type: 'string', default: '={{ $json.headers?.authorization }}' },
};

/** The parameters that every operation has, after its own. */
export const SHARED_PARAMETERS = ['output', 'outputFields', 'options'];

const SESSIONS = '/v1/client/sessions';
const SESSION = `${SESSIONS}/{sessionId}`;

const GET_MANY = ['scope', 'sessionId', 'returnAll', 'limit', 'filters'];

/** All operations that act for a client, in the order of the contract. */
export const OPERATIONS: OperationCase[] = [
	{
		resource: 'session',
		operation: 'get',
		operationId: 'getSession',
		method: 'GET',
		path: SESSION,
		parameters: ['sessionId'],
	},
	{
		resource: 'session',
		operation: 'getAll',
		operationId: 'getClient',
		method: 'GET',
		path: '/v1/client',
		parameters: GET_MANY,
	},
	{
		resource: 'session',
		operation: 'getAll',
		operationId: 'getSessions',
		method: 'GET',
		path: '/v1/me/sessions/active',
		sessionInQuery: '_clerk_session_id',
		isVariant: true,
		parameters: GET_MANY,
		needs: { scope: 'person' },
	},
	{
		resource: 'session',
		operation: 'revoke',
		operationId: 'revokeSession',
		method: 'POST',
		path: '/v1/me/sessions/{revokedSessionId}/revoke',
		sessionInQuery: '_clerk_session_id',
		parameters: ['revokedSessionId', 'sessionId'],
		needs: {
			revokedSessionId: { __rl: true, mode: 'id', value: 'sess_2abcDEFghiJKLmnoPQRstuVWXyz' },
		},
		declares: { retry: 'ifNotSent', dropsReusedTokens: true, isFinalIfRefused: true },
	},
	{
		resource: 'session',
		operation: 'touch',
		operationId: 'touchSession',
		method: 'POST',
		path: `${SESSION}/touch`,
		parameters: [
			'sessionId',
			'specifyBody',
			'jsonBody',
			'organization',
			'organizationId',
			'additionalFields',
		],
		declares: { retry: 'idempotent', dropsReusedTokens: true },
	},
	{
		resource: 'session',
		operation: 'end',
		operationId: 'endSession',
		method: 'POST',
		path: `${SESSION}/end`,
		parameters: ['sessionId'],
		declares: ENDS_SESSIONS,
		defaults: { sessionId: NOTHING_CHOSEN },
	},
	{
		resource: 'session',
		operation: 'remove',
		operationId: 'removeSession',
		method: 'POST',
		path: `${SESSION}/remove`,
		parameters: ['sessionId'],
		declares: ENDS_SESSIONS,
		defaults: { sessionId: NOTHING_CHOSEN },
	},
	{
		resource: 'session',
		operation: 'removeAll',
		operationId: 'removeClientSessionsAndRetainCookie',
		method: 'DELETE',
		path: SESSIONS,
		parameters: [],
		declares: ENDS_SESSIONS,
	},
	{
		resource: 'sessionToken',
		operation: 'create',
		operationId: 'createSessionToken',
		method: 'POST',
		path: `${SESSION}/tokens`,
		parameters: ['sessionId', 'specifyBody', 'jsonBody', 'organization', 'organizationId'],
	},
	{
		resource: 'sessionToken',
		operation: 'createFromTemplate',
		operationId: 'createSessionTokenWithTemplate',
		method: 'POST',
		path: `${SESSION}/tokens/{templateName}`,
		parameters: ['sessionId', 'templateName'],
		needs: { templateName: 'hasura' },
	},
	{
		resource: 'reverification',
		operation: 'start',
		operationId: 'startSessionReverification',
		method: 'POST',
		path: `${SESSION}/verify`,
		parameters: ['sessionId', 'specifyBody', 'jsonBody', 'level'],
	},
	{
		resource: 'reverification',
		operation: 'prepareFirstFactor',
		operationId: 'prepareSessionReverificationFirstFactor',
		method: 'POST',
		path: `${SESSION}/verify/prepare_first_factor`,
		parameters: [
			'sessionId',
			'specifyBody',
			'jsonBody',
			'strategy',
			'emailAddressId',
			'phoneNumberId',
			'additionalFields',
		],
		declares: SENDS_A_CODE,
	},
	{
		resource: 'reverification',
		operation: 'attemptFirstFactor',
		operationId: 'attemptSessionReverificationFirstFactor',
		method: 'POST',
		path: `${SESSION}/verify/attempt_first_factor`,
		parameters: [
			'sessionId',
			'specifyBody',
			'jsonBody',
			'strategy',
			'code',
			'password',
			'publicKeyCredential',
			'additionalFields',
		],
		needs: { code: '424242' },
		declares: USES_UP_A_CODE,
	},
	{
		resource: 'reverification',
		operation: 'prepareSecondFactor',
		operationId: 'prepareSessionReverificationSecondFactor',
		method: 'POST',
		path: `${SESSION}/verify/prepare_second_factor`,
		parameters: [
			'sessionId',
			'specifyBody',
			'jsonBody',
			'strategy',
			'phoneNumberId',
			'additionalFields',
		],
		declares: SENDS_A_CODE,
		defaults: { strategy: 'phone_code' },
	},
	{
		resource: 'reverification',
		operation: 'attemptSecondFactor',
		operationId: 'attemptSessionReverificationSecondFactor',
		method: 'POST',
		path: `${SESSION}/verify/attempt_second_factor`,
		parameters: ['sessionId', 'specifyBody', 'jsonBody', 'strategy', 'code'],
		needs: { code: '424242' },
		declares: USES_UP_A_CODE,
		defaults: { strategy: 'totp' },
	},
];

/** What acts for nobody: anybody may ask for it. */
export const PUBLIC_OPERATIONS: OperationCase[] = [
	{
		resource: 'sessionToken',
		operation: 'verify',
		operationId: 'getJWKS',
		method: 'GET',
		path: '/.well-known/jwks.json',
		parameters: ['token'],
		// Of a key that nobody knows: the keys are asked for.
		needs: { token: jwtOf({ sub: 'user_1' }, { alg: 'RS256', kid: 'ins_nobody' }) },
	},
];

/** What the dropdowns offer: each operation once. */
export const OFFERED = [...OPERATIONS.filter(({ isVariant }) => !isVariant), ...PUBLIC_OPERATIONS];

/** The path as it travels. */
export function pathOf({ path, needs }: OperationCase, sessionId: string): string {
	return path.replace(/\{(\w+)\}/g, (_brace, name: string) =>
		name === 'sessionId' ? sessionId : textOf(needs?.[name]),
	);
}

/** What its query says beside what every query says. */
export function queryOf({ sessionInQuery }: OperationCase, sessionId: string) {
	return sessionInQuery === undefined ? {} : { [sessionInQuery]: sessionId };
}

/** What a field holds, a resource locator as well. */
function textOf(value: unknown): string {
	return String(Object(value).value ?? value);
}

/** What the node declares of an operation. */
export function declarationOf({ isVariant, resource, operation }: OperationCase): Operation {
	const declared = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (!declared) throw new Error(`The node has no ${resource}: ${operation}`);
	return isVariant ? withVariant(declared) : declared;
}

/** What follows from it by the node's declaration, and what has to. */
export function consequencesOf(entry: OperationCase): { declared: object; expected: object } {
	const operation = declarationOf(entry);
	return {
		declared: Object.fromEntries(CONSEQUENCES.map((name) => [name, operation[name]])),
		expected: entry.declares ?? IDEMPOTENT,
	};
}

/** Whether it must not be carried out twice: it sends a message, or uses up one of few tries. */
export function isCostly(entry: OperationCase): boolean {
	return declarationOf(entry).retry === 'ifNotSent';
}

/** An answer, as Clerk's, to an operation whose path names the session it is about. */
export function goodAnswerTo(entry: OperationCase, path: string): object {
	const { in: place, object } = declarationOf(entry).answer;
	const id = path.split('/').find((part) => part.startsWith('sess_')) ?? 'sess_1';
	if (place === 'body') return [{ object, id }];
	if (place === 'response.sessions')
		return { response: { object: 'client', sessions: [{ object, id }] } };
	return { response: object === 'session' ? { object, id } : { object } };
}
