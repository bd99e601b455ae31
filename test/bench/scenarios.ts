import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../support/engine';
import type { SandboxReport } from './sandboxProcess';

/** The node of a step. Without credentials of its own, one that can has the client's. */
type Step = Pick<INode, 'type' | 'typeVersion' | 'parameters' | 'credentials'>;

/** One way of doing one job, to be measured. */
export interface Scenario {
	name: string;
	/** The step that does the job, or undefined for axios without n8n. */
	step?: (sandbox: SandboxReport) => Step;
	/** The last part of the path, for axios without n8n. */
	path: string;
}

/** How our node is named in the tables. */
export const OUR_NODE = 'Clerk Sessions';
export const HTTP_REQUEST = 'HTTP Request node';
export const FLOOR = 'Engine, no request';
export const CREDENTIAL_FLOOR = 'Engine and credential, no request';
export const REQUEST_FLOOR = 'Engine and request, nothing else';
export const BOUNDED_FLOOR = 'The same in turn, credential known';
export const REUSE = 'Clerk Sessions, Reuse Token';
export const AXIOS = 'axios alone';
export const VERIFY = 'Clerk Sessions, Verify';
export const BEARER = 'HTTP Request node, Bearer Auth';
export const OWN_API = 'HTTP Request node, Clerk Session Token API';

const TYPES = {
	ours: 'n8n-nodes-clerk-sessions.clerkSessions',
	floor: 'n8n-nodes-floor.clerkSessionsFloor',
	credentialFloor: 'n8n-nodes-floor.clerkSessionsCredentialFloor',
	requestFloor: 'n8n-nodes-floor.clerkSessionsRequestFloor',
	boundedFloor: 'n8n-nodes-floor.clerkSessionsBoundedFloor',
};
const session = (value: string) => ({ __rl: true, mode: 'id', value });
/** The items carry a session ID each. */
const EACH = session('={{ $json.sessionId }}');

const ours = (type: string, parameters: INodeParameters) => () => ({
	type,
	typeVersion: 1,
	parameters,
});

/** The same request built by hand, signed with a header and a query parameter as n8n users do. */
const byHand =
	(path: string) =>
	({ credential }: SandboxReport) => ({
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url: `=${credential.proxyUrl}/v1/client/sessions/{{ $json.sessionId }}/${path}`,
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: '_is_native', value: '1' },
					{ name: '__clerk_api_version', value: '2026-05-12' },
				],
			},
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Authorization', value: credential.clientToken }] },
			options: {},
		},
	});

/** The first session's ID, fixed, as a person would choose it. */
const fixed =
	(type: string, parameters: INodeParameters) =>
	({ sessionIds }: SandboxReport) => ({
		type,
		typeVersion: 1,
		parameters: { ...parameters, sessionId: session(sessionIds[0] ?? '') },
	});

const byHandFixed = (path: string) => (sandbox: SandboxReport) => {
	const node = byHand(path)(sandbox);
	const url = `${sandbox.credential.proxyUrl}/v1/client/sessions/${sandbox.sessionIds[0]}/${path}`;
	return { ...node, parameters: { ...node.parameters, url } };
};

const TOUCH = { resource: 'session', operation: 'touch', sessionId: EACH };
const TOKEN = { resource: 'sessionToken', operation: 'create' };

/** A call for every item, over the sessions of the client. */
export const distinctCalls: Scenario[] = [
	{ name: AXIOS, path: 'touch' },
	{ name: HTTP_REQUEST, step: byHand('touch'), path: 'touch' },
	{ name: OUR_NODE, step: ours(TYPES.ours, TOUCH), path: 'touch' },
	{ name: FLOOR, step: ours(TYPES.floor, TOUCH), path: 'touch' },
	{ name: REQUEST_FLOOR, step: ours(TYPES.requestFloor, TOUCH), path: 'touch' },
	{ name: BOUNDED_FLOOR, step: ours(TYPES.boundedFloor, TOUCH), path: 'touch' },
];

const REUSED_TOKEN = { ...TOKEN, options: { reuseToken: true } };

/** The token of one session, for every item. */
export const oneToken: Scenario[] = [
	{ name: HTTP_REQUEST, step: byHandFixed('tokens'), path: 'tokens' },
	{ name: OUR_NODE, step: fixed(TYPES.ours, TOKEN), path: 'tokens' },
	{ name: REUSE, step: fixed(TYPES.ours, REUSED_TOKEN), path: 'tokens' },
	{ name: FLOOR, step: fixed(TYPES.floor, REUSED_TOKEN), path: 'tokens' },
	{ name: CREDENTIAL_FLOOR, step: fixed(TYPES.credentialFloor, REUSED_TOKEN), path: 'tokens' },
];

/** A token for every item to verify. */
export const verifications: Scenario[] = [
	{ name: VERIFY, step: verify(TYPES.ours), path: '' },
	{ name: FLOOR, step: verify(TYPES.floor), path: '' },
	{ name: CREDENTIAL_FLOOR, step: verify(TYPES.credentialFloor), path: '' },
];

function verify(type: string) {
	return ({ sessionToken }: SandboxReport) => ({
		type,
		typeVersion: 1,
		parameters: { resource: 'sessionToken', operation: 'verify', token: sessionToken },
	});
}

/** A call of one's own API for every item: with a token that somebody has copied, and without that. */
export const ownApi: Scenario[] = [
	{ name: BEARER, step: callOwnApi('genericCredentialType', 'httpBearerAuth'), path: '' },
	{ name: OWN_API, step: callOwnApi('predefinedCredentialType', 'clerkSessionTokenApi'), path: '' },
];

function callOwnApi(authentication: string, type: string) {
	const ofType =
		authentication === 'genericCredentialType' ? 'genericAuthType' : 'nodeCredentialType';
	return ({ credential }: SandboxReport) => ({
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url: `${credential.proxyUrl}/.well-known/jwks.json`,
			authentication,
			[ofType]: type,
			options: {},
		},
		credentials: { [type]: { id: type, name: type } },
	});
}

/** How many requests in flight are worth it, where each takes as long as over the internet. */
export const inFlight: Scenario[] = [1, 5, 10, 20, 30, 50, 100].map((maxConcurrentRequests) => ({
	name: String(maxConcurrentRequests),
	step: ours(TYPES.ours, { ...TOUCH, options: { maxConcurrentRequests } }),
	path: 'touch',
}));

/** The workflow around a step: a trigger that gives out the items. */
export function workflowOf(step: Step): WorkflowJson {
	return {
		nodes: [
			{
				id: 'trigger',
				name: 'Trigger',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'step',
				name: 'Step',
				position: [200, 0],
				credentials: step.type.startsWith('n8n-nodes-base')
					? undefined
					: { clerkFrontendApi: { id: 'bench', name: 'Clerk' } },
				onError: 'continueRegularOutput',
				...step,
			},
		],
		connections: { Trigger: { main: [[{ node: 'Step', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
