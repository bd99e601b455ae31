import type { Case, CaseContext } from './cases';

/** These ask about, or end, a session in whatever state it is. */
const TAKE_ENDED_SESSIONS = [
	'getSession',
	'endSession',
	'removeSession',
	'removeClientSessionsAndRetainCookie',
];
const UNKNOWN_SESSION = 'sess_2abcDEFghiJKLmnoPQRstuVWXyz';

/**
 * What every operation on sessions refuses alike, before it looks at what is special about it: each is
 * asked as in the first of its cases that succeeds.
 */
export function commonCases(cases: Case[]): Case[] {
	const successes = cases.filter(
		({ path, status }) => status === 200 && path.includes('/sessions'),
	);
	const isFirst = ({ operationId }: Case, index: number) =>
		successes.findIndex((one) => one.operationId === operationId) === index;
	const takesForm = ({ operationId }: Case) =>
		cases.some((one) => one.operationId === operationId && one.form !== undefined);
	return successes
		.filter(isFirst)
		.flatMap((success) => [
			...refusals(success),
			...(takesForm(success) ? formRefusals(success) : []),
			...gateRefusals(success),
		]);
}

function refusals(success: Case): Case[] {
	const { operationId, path } = success;
	return [
		{
			...success,
			name: 'nobody signed in',
			person: null,
			before: undefined,
			status: 401,
			code: 'signed_out',
		},
		...when(path.includes('{session_id}'), {
			...success,
			name: 'another client’s session',
			path: path.replace('{session_id}', UNKNOWN_SESSION),
			status: 404,
			code: 'resource_not_found',
		}),
		...when(!TAKE_ENDED_SESSIONS.includes(operationId), {
			...success,
			name: 'a session that has ended',
			before: after(success, ({ sandbox, sessionId }) => sandbox.endSession(sessionId)),
			status: 401,
			code: 'authentication_invalid',
		}),
	];
}

function formRefusals(success: Case): Case[] {
	return [
		{
			...success,
			name: 'a parameter there is not',
			form: { unknown: 'x' },
			status: 422,
			code: 'form_param_unknown',
		},
		{
			...success,
			name: 'a parameter twice',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			rawBody: 'intent=focus&intent=focus',
			status: 422,
			code: 'form_param_duplicate',
		},
		{
			...success,
			name: 'JSON',
			headers: { 'content-type': 'application/json' },
			rawBody: '{}',
			status: 415,
			code: 'unsupported_content_type',
		},
	];
}

/** What is refused before it matters which operation it is. */
function gateRefusals(success: Case): Case[] {
	return [
		{
			...success,
			name: 'an Origin beside Authorization',
			headers: { origin: 'https://app.example' },
			status: 400,
			code: 'origin_authorization_headers_conflict',
		},
		{
			...success,
			name: 'an API version there is not',
			query: { ...success.query, __clerk_api_version: '1999-01-01' },
			status: 400,
			code: 'api_version_invalid',
		},
		{
			...success,
			name: 'the Native API off',
			before: after(success, ({ sandbox }) => {
				sandbox.settings.nativeApi = false;
			}),
			status: 400,
			code: 'native_api_disabled',
		},
		{
			...success,
			name: 'a host of no instance',
			before: after(success, ({ sandbox }) => {
				sandbox.settings.allowedHosts = [];
			}),
			status: 400,
			code: 'host_invalid',
		},
		{
			...success,
			name: 'too many requests',
			before: after(success, ({ sandbox }) => {
				sandbox.settings.rateLimit = { requests: 0, perSeconds: 10 };
			}),
			status: 429,
			code: 'too_many_requests',
		},
	];
}

/** What happens before the success, and then something more. */
const after =
	({ before }: Case, then: (context: CaseContext) => void): Case['before'] =>
	async (context) => {
		const values = await before?.(context);
		then(context);
		return values;
	};

const when = (condition: boolean, one: Case): Case[] => (condition ? [one] : []);
