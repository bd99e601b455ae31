import { IPHONE } from '../../../support/devices';
import type { Case, CaseContext } from './cases';

const SESSIONS = '/v1/client/sessions';
const ONE = `${SESSIONS}/{session_id}`;

const organizationOf = ({ person }: CaseContext) => person.organizations[0] ?? '';

const end = { operationId: 'endSession', method: 'POST', path: `${ONE}/end` } as const;
const touch = { operationId: 'touchSession', method: 'POST', path: `${ONE}/touch` } as const;
const token = { operationId: 'createSessionToken', method: 'POST', path: `${ONE}/tokens` } as const;
const fromTemplate = {
	operationId: 'createSessionTokenWithTemplate',
	method: 'POST',
	path: `${ONE}/tokens/hasura`,
} as const;

const active = {
	operationId: 'getSessions',
	method: 'GET',
	path: '/v1/me/sessions/active',
} as const;
const revoke = {
	operationId: 'revokeSession',
	method: 'POST',
	path: '/v1/me/sessions/{otherSessionId}/revoke',
} as const;

/** The person on another device, which Clerk knows something of. */
async function signInElsewhere({ person, sandbox }: CaseContext): Promise<Record<string, string>> {
	const { sessionId } = sandbox.signIn(person.id, 'native', { activity: IPHONE });
	return { otherSessionId: sessionId };
}

/** Everything about clients, sessions and their tokens that is not common to all operations. */
export const sessionCases: Case[] = [
	{
		operationId: 'getEnvironment',
		name: 'the instance',
		method: 'GET',
		path: '/v1/environment',
		status: 200,
	},
	{
		operationId: 'getJWKS',
		name: 'the public keys',
		method: 'GET',
		path: '/.well-known/jwks.json',
		status: 200,
	},
	{
		operationId: 'createDevBrowser',
		name: 'a new one',
		method: 'POST',
		path: '/v1/dev_browser',
		status: 200,
	},
	{
		operationId: 'getClient',
		name: 'signed in',
		method: 'GET',
		path: '/v1/client',
		status: 200,
	},
	{
		operationId: 'getClient',
		name: 'a client in the middle of a sign-in',
		method: 'GET',
		path: '/v1/client',
		person: null,
		before: async ({ ask, person }) => {
			await ask('POST', '/v1/client/sign_ins', { identifier: person.identifier });
		},
		status: 200,
	},
	{
		operationId: 'getClient',
		name: 'a device that is new',
		method: 'GET',
		path: '/v1/client',
		person: null,
		status: 200,
	},
	{
		operationId: 'putClient',
		name: 'a new client',
		method: 'PUT',
		path: '/v1/client',
		person: null,
		status: 200,
	},
	{
		operationId: 'deleteClientSessions',
		name: 'signing out for good',
		method: 'DELETE',
		path: '/v1/client',
		status: 200,
	},
	{
		operationId: 'getUser',
		name: 'the person',
		method: 'GET',
		path: '/v1/me',
		status: 200,
	},
	{ operationId: 'getSession', name: 'active', method: 'GET', path: ONE, status: 200 },
	{
		operationId: 'getSession',
		name: 'pending',
		method: 'GET',
		path: ONE,
		person: 'Joan',
		status: 200,
	},
	...(['ended', 'expired', 'abandoned', 'revoked'] as const).map((status): Case => ({
		operationId: 'getSession',
		name: status,
		method: 'GET',
		path: ONE,
		before: async ({ sandbox, sessionId }) => sandbox.endSession(sessionId, status),
		status: 200,
	})),
	{ ...active, name: 'on two devices', before: signInElsewhere, status: 200 },
	{ ...revoke, name: 'another device', person: 'Grace', before: signInElsewhere, status: 200 },
	{
		...revoke,
		name: 'the session that asks',
		person: 'Grace',
		before: async ({ sessionId }) => ({ otherSessionId: sessionId }),
		status: 400,
		code: 'invalid_action_for_session',
	},
	{
		...revoke,
		name: 'not proven within ten minutes',
		before: signInElsewhere,
		status: 403,
		code: 'session_reverification_required',
	},
	{
		...revoke,
		name: 'another person’s session',
		person: 'Grace',
		before: async ({ sandbox }) => ({ otherSessionId: sandbox.signIn().sessionId }),
		status: 404,
		code: 'resource_not_found',
	},
	{ ...touch, name: 'unchanged', status: 200 },
	...['focus', 'select_session', 'select_org'].map((intent): Case => ({
		...touch,
		name: `${intent}, an organization`,
		form: (context) => ({ intent, active_organization_id: organizationOf(context) }),
		status: 200,
	})),
	{
		...touch,
		name: 'the personal account',
		form: { active_organization_id: '' },
		status: 200,
	},
	{
		...touch,
		name: 'an organization that is not there',
		form: { active_organization_id: 'org_unknown' },
		status: 404,
		code: 'organization_not_found_or_unauthorized',
	},
	{
		...touch,
		name: 'an intent there is not',
		form: { intent: 'unknown' },
		status: 422,
		code: 'form_param_value_invalid',
	},
	{ ...end, name: 'a session', status: 200 },
	{
		...end,
		name: 'one that has ended',
		before: async ({ sandbox, sessionId }) => sandbox.endSession(sessionId),
		status: 400,
		code: 'invalid_action_for_session',
	},
	{
		operationId: 'removeSession',
		name: 'a session',
		method: 'POST',
		path: `${ONE}/remove`,
		status: 200,
	},
	{
		operationId: 'removeClientSessionsAndRetainCookie',
		name: 'all sessions',
		method: 'DELETE',
		path: SESSIONS,
		status: 200,
	},
	{ ...token, name: 'the session’s organization', status: 200 },
	{
		...token,
		name: 'an organization',
		form: (context) => ({ organization_id: organizationOf(context) }),
		status: 200,
	},
	{
		...token,
		name: 'an organization that is not there',
		form: { organization_id: 'org_unknown' },
		status: 404,
		code: 'organization_not_found_or_unauthorized',
	},
	{
		...token,
		name: 'the last token demanded',
		before: async ({ sandbox }) => {
			sandbox.settings.requireExpiredToken = true;
		},
		status: 422,
		code: 'missing_expired_token',
	},
	{ ...fromTemplate, name: 'a template', status: 200 },
	{
		...fromTemplate,
		name: 'a template that is not there',
		path: `${ONE}/tokens/unknown`,
		status: 404,
		code: 'resource_not_found',
	},
];
