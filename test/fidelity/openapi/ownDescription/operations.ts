import {
	activeSession,
	clientAlone,
	devBrowser,
	environment,
	listOf,
	oneOf,
	person,
	publicKeys,
	reverification,
	session,
	signIn,
	text,
	token,
	withClient,
	type Schema,
} from './schemas';

/** What is expected of one operation. */
export interface Operation {
	operationId: string;
	method: 'get' | 'put' | 'post' | 'delete';
	path: string;
	/** Parameters of its query. */
	query?: readonly string[];
	/** What its form may hold; missing where it has none. */
	form?: Readonly<Record<string, Schema>>;
	required?: readonly string[];
	/** Of success, which is 200. */
	answer: Schema;
	/** With which statuses it may refuse. */
	refusals: readonly number[];
}

const SESSION = '/v1/client/sessions/{session_id}';
const SIGN_IN = '/v1/client/sign_ins/{sign_in_id}';

/** Any operation may answer these, as they come before it matters which one it is. */
const GATE = [400, 401, 429];
/** Operations on one session. */
const OF_SESSION = [...GATE, 404];
/** Operations with a form: what is wrong with it. */
const WITH_FORM = [415, 422];

/** The proof of a trusted device, which clerk-js can send. */
const trustedDeviceProof = {
	trusted_device_id: text,
	client_data: text,
	signature: text,
	algorithm: oneOf('ES256'),
};

const sessionOperations: Operation[] = [
	{
		operationId: 'getSession',
		method: 'get',
		path: SESSION,
		answer: withClient(session),
		refusals: OF_SESSION,
	},
	{
		operationId: 'touchSession',
		method: 'post',
		path: `${SESSION}/touch`,
		form: {
			active_organization_id: text,
			intent: oneOf('focus', 'select_session', 'select_org'),
		},
		answer: withClient(session),
		refusals: [...OF_SESSION, ...WITH_FORM],
	},
	{
		operationId: 'endSession',
		method: 'post',
		path: `${SESSION}/end`,
		answer: withClient(session),
		refusals: OF_SESSION,
	},
	{
		operationId: 'removeSession',
		method: 'post',
		path: `${SESSION}/remove`,
		answer: withClient(session),
		refusals: OF_SESSION,
	},
	{
		operationId: 'removeClientSessionsAndRetainCookie',
		method: 'delete',
		path: '/v1/client/sessions',
		answer: clientAlone,
		refusals: GATE,
	},
	{
		operationId: 'getSessions',
		method: 'get',
		path: '/v1/me/sessions/active',
		query: ['_clerk_session_id'],
		answer: listOf(activeSession),
		refusals: GATE,
	},
	{
		operationId: 'revokeSession',
		method: 'post',
		path: '/v1/me/sessions/{session_id}/revoke',
		query: ['_clerk_session_id'],
		answer: withClient(session),
		refusals: [...OF_SESSION, 403],
	},
	{
		operationId: 'createSessionToken',
		method: 'post',
		path: `${SESSION}/tokens`,
		form: { organization_id: text },
		answer: token,
		refusals: [...OF_SESSION, ...WITH_FORM],
	},
	{
		operationId: 'createSessionTokenWithTemplate',
		method: 'post',
		path: `${SESSION}/tokens/{template_name}`,
		answer: token,
		refusals: OF_SESSION,
	},
];

/** What the operations of a group have in common is added to each. */
type Particulars = Pick<Operation, 'operationId' | 'path' | 'form' | 'required'>;

const reverificationSteps: Particulars[] = [
	{
		operationId: 'startSessionReverification',
		path: `${SESSION}/verify`,
		form: { level: oneOf('first_factor', 'second_factor', 'multi_factor') },
		required: ['level'],
	},
	{
		operationId: 'prepareSessionReverificationFirstFactor',
		path: `${SESSION}/verify/prepare_first_factor`,
		form: {
			strategy: oneOf('email_code', 'phone_code', 'passkey', 'enterprise_sso', 'trusted_device'),
			email_address_id: text,
			phone_number_id: text,
			enterprise_connection_id: text,
			redirect_url: text,
			proof_token: text,
			trusted_device_id: text,
		},
		required: ['strategy'],
	},
	{
		operationId: 'attemptSessionReverificationFirstFactor',
		path: `${SESSION}/verify/attempt_first_factor`,
		form: {
			strategy: oneOf('email_code', 'phone_code', 'password', 'passkey', 'trusted_device'),
			code: text,
			password: text,
			public_key_credential: text,
			...trustedDeviceProof,
		},
		required: ['strategy'],
	},
	{
		operationId: 'prepareSessionReverificationSecondFactor',
		path: `${SESSION}/verify/prepare_second_factor`,
		form: {
			strategy: oneOf('phone_code', 'passkey', 'trusted_device'),
			phone_number_id: text,
			proof_token: text,
			trusted_device_id: text,
		},
	},
	{
		operationId: 'attemptSessionReverificationSecondFactor',
		path: `${SESSION}/verify/attempt_second_factor`,
		form: {
			strategy: oneOf('phone_code', 'totp', 'backup_code', 'passkey', 'trusted_device'),
			code: text,
			public_key_credential: text,
			...trustedDeviceProof,
		},
		required: ['strategy'],
	},
];

const reverificationOperations = reverificationSteps.map((step): Operation => ({
	...step,
	method: 'post',
	answer: withClient(reverification),
	refusals: [...OF_SESSION, ...WITH_FORM, 403],
}));

const signInSteps: Particulars[] = [
	{
		operationId: 'createSignIn',
		path: '/v1/client/sign_ins',
		form: { strategy: text, identifier: text, password: text, ticket: text },
	},
	{
		operationId: 'prepareSignInFactorOne',
		path: `${SIGN_IN}/prepare_first_factor`,
		form: { strategy: text, email_address_id: text, phone_number_id: text },
	},
	{
		operationId: 'attemptSignInFactorOne',
		path: `${SIGN_IN}/attempt_first_factor`,
		form: { strategy: text, code: text, password: text },
	},
	{
		operationId: 'prepareSignInFactorTwo',
		path: `${SIGN_IN}/prepare_second_factor`,
		form: { strategy: text, email_address_id: text, phone_number_id: text },
	},
	{
		operationId: 'attemptSignInFactorTwo',
		path: `${SIGN_IN}/attempt_second_factor`,
		form: { strategy: text, code: text },
	},
	{
		operationId: 'resetPassword',
		path: `${SIGN_IN}/reset_password`,
		form: { password: text },
	},
];

const signInOperations = signInSteps.map((step): Operation => ({
	...step,
	method: 'post',
	answer: withClient(signIn),
	refusals: [400, 403, 404, 422, 429],
}));

/** Every operation that the node, the sandbox's clients or the tests use. */
export const operations: Operation[] = [
	...sessionOperations,
	...reverificationOperations,
	...signInOperations,
	{
		operationId: 'getSignIn',
		method: 'get',
		path: SIGN_IN,
		answer: withClient(signIn),
		refusals: [404],
	},
	...(['get', 'put', 'delete'] as const).map((method): Operation => ({
		operationId: { get: 'getClient', put: 'putClient', delete: 'deleteClientSessions' }[method],
		method,
		path: '/v1/client',
		answer: clientAlone,
		refusals: GATE,
	})),
	{ operationId: 'getUser', method: 'get', path: '/v1/me', answer: person, refusals: GATE },
	{
		operationId: 'getEnvironment',
		method: 'get',
		path: '/v1/environment',
		answer: environment,
		refusals: GATE,
	},
	{
		operationId: 'getJWKS',
		method: 'get',
		path: '/.well-known/jwks.json',
		answer: publicKeys,
		refusals: [],
	},
	{
		operationId: 'createDevBrowser',
		method: 'post',
		path: '/v1/dev_browser',
		answer: devBrowser,
		refusals: [400],
	},
];
