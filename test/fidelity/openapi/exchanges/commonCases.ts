import type { Case } from './cases';

const ONE = '/v1/client/sessions/{session_id}';

interface Operation extends Pick<Case, 'operationId' | 'method' | 'path' | 'form'> {
	/** It acts on a session that is alive. */
	live?: true;
}

/** The operations on sessions of the client, each with a request that could succeed. */
const operations: Operation[] = [
	{ operationId: 'getSession', method: 'GET', path: ONE },
	{ operationId: 'touchSession', method: 'POST', path: `${ONE}/touch`, form: {}, live: true },
	{ operationId: 'endSession', method: 'POST', path: `${ONE}/end` },
	{ operationId: 'removeSession', method: 'POST', path: `${ONE}/remove` },
	{
		operationId: 'removeClientSessionsAndRetainCookie',
		method: 'DELETE',
		path: '/v1/client/sessions',
	},
	{
		operationId: 'createSessionToken',
		method: 'POST',
		path: `${ONE}/tokens`,
		form: {},
		live: true,
	},
	{
		operationId: 'createSessionTokenWithTemplate',
		method: 'POST',
		path: `${ONE}/tokens/hasura`,
		live: true,
	},
	{
		operationId: 'startSessionReverification',
		method: 'POST',
		path: `${ONE}/verify`,
		form: { level: 'first_factor' },
		live: true,
	},
	{
		operationId: 'prepareSessionReverificationFirstFactor',
		method: 'POST',
		path: `${ONE}/verify/prepare_first_factor`,
		form: { strategy: 'passkey' },
		live: true,
	},
	{
		operationId: 'attemptSessionReverificationFirstFactor',
		method: 'POST',
		path: `${ONE}/verify/attempt_first_factor`,
		form: { strategy: 'email_code', code: '424242' },
		live: true,
	},
	{
		operationId: 'prepareSessionReverificationSecondFactor',
		method: 'POST',
		path: `${ONE}/verify/prepare_second_factor`,
		form: { strategy: 'phone_code' },
		live: true,
	},
	{
		operationId: 'attemptSessionReverificationSecondFactor',
		method: 'POST',
		path: `${ONE}/verify/attempt_second_factor`,
		form: { strategy: 'totp', code: '000000' },
		live: true,
	},
];

const UNKNOWN_SESSION = 'sess_2abcDEFghiJKLmnoPQRstuVWXyz';

/** What every operation refuses alike, before it looks at what is special about it. */
function refusals({ live, ...operation }: Operation): Case[] {
	const { form, path } = operation;
	const bad = { ...operation, status: 422 };
	return [
		{ ...operation, name: 'nobody signed in', person: null, status: 401, code: 'signed_out' },
		...when(path.includes('{session_id}'), {
			...operation,
			name: 'another client’s session',
			path: path.replace('{session_id}', UNKNOWN_SESSION),
			status: 404,
			code: 'resource_not_found',
		}),
		...when(live === true, {
			...operation,
			name: 'a session that has ended',
			before: async ({ sandbox, sessionId }) => sandbox.endSession(sessionId),
			status: 401,
			code: 'authentication_invalid',
		}),
		...when(form !== undefined, {
			...bad,
			name: 'a parameter there is not',
			form: { ...form, unknown: 'x' },
			code: 'form_param_unknown',
		}),
		...when(form !== undefined, {
			...bad,
			name: 'a parameter twice',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			rawBody: 'intent=focus&intent=focus',
			code: 'form_param_duplicate',
		}),
		...when(form !== undefined, {
			...operation,
			name: 'JSON',
			headers: { 'content-type': 'application/json' },
			rawBody: '{}',
			status: 415,
			code: 'unsupported_content_type',
		}),
		...commonRefusals(operation),
	];
}

/** What is refused before it matters which operation it is. */
function commonRefusals(operation: Omit<Operation, 'live'>): Case[] {
	return [
		{
			...operation,
			name: 'an Origin beside Authorization',
			headers: { origin: 'https://app.example' },
			status: 400,
			code: 'origin_authorization_headers_conflict',
		},
		{
			...operation,
			name: 'an API version there is not',
			query: { __clerk_api_version: '1999-01-01' },
			status: 400,
			code: 'api_version_invalid',
		},
		{
			...operation,
			name: 'the Native API off',
			before: async ({ sandbox }) => {
				sandbox.settings.nativeApi = false;
			},
			status: 400,
			code: 'native_api_disabled',
		},
		{
			...operation,
			name: 'a host of no instance',
			before: async ({ sandbox }) => {
				sandbox.settings.allowedHosts = [];
			},
			status: 400,
			code: 'host_invalid',
		},
		{
			...operation,
			name: 'too many requests',
			before: async ({ sandbox }) => {
				sandbox.settings.rateLimit = { requests: 0, perSeconds: 10 };
			},
			status: 429,
			code: 'too_many_requests',
		},
	];
}

const when = (condition: boolean, one: Case): Case[] => (condition ? [one] : []);

export const commonCases: Case[] = operations.flatMap(refusals);
