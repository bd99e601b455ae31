import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import type { Fault } from '../../sandbox';
import { startOtherServer, type OtherServer } from '../support/otherServer';
import { setup } from '../support/setup';
import { withShortWaits } from '../support/shortWaits';
import { sampled, sized } from '../support/size';
import { afterManualTrigger, byId, clerkSessions, NODE_NAME } from '../support/workflows';

/** Every secret has this in it, whatever part of it is looked at. */
const MARK = 'PLANTED';
const secret = (name: string) => `${MARK}-${name}-${MARK}`;
const jwt = (name: string) => [secret(name), secret(name), secret(name)].join('.');

const log: string[] = [];
const env = setup({ onLog: (line) => log.push(line) });
let elsewhere: OtherServer;

beforeAll(async () => {
	elsewhere = await startOtherServer();
});
afterAll(async () => await elsewhere.stop());
beforeEach(() => void (log.length = 0));

/** Everything a credential can hold, whether it is used or not. */
const FIELDS: ICredentialDataDecryptedObject = {
	clientToken: jwt('client-token'),
	devBrowserToken: secret('dev-browser'),
	identifier: `${secret('identifier')}@example.com`,
	password: secret('password'),
	secretKey: `sk_test_${MARK}`,
	userId: `user_${MARK}`,
	sessionClientToken: jwt('stored'),
	sessionClientTokenFor: secret('stored-for'),
};
const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
const WAYS = ['clientToken', 'devBrowser', 'password', 'signInTicket'] as const;

/** What a client looks like that rides along in answers and in Clerk's errors (`meta.client`). */
const CLIENT = {
	object: 'client',
	id: 'client_1',
	last_active_session_id: 'sess_1',
	sessions: [session()],
};
const HEADERS = {
	'content-type': 'application/json',
	authorization: `Bearer ${jwt('rotated')}`,
	'clerk-db-jwt': secret('rotated-browser'),
	'set-cookie': `__client=${jwt('cookie')}`,
};

function session() {
	return {
		object: 'session',
		id: 'sess_1',
		status: 'active',
		last_active_token: { object: 'token', jwt: jwt('last-active') },
		user: { id: 'user_1' },
	};
}

const json = (status: number, body: object): Fault => ({
	status,
	headers: HEADERS,
	body: JSON.stringify(body),
});
const clerkError = (status: number, code: string): Fault =>
	json(status, {
		errors: [{ code, message: 'no', long_message: 'No.', meta: { param_name: 'strategy' } }],
		meta: { client: CLIENT },
		clerk_trace_id: 'trace',
	});

const SESSIONS = /^\/v1\/client\/sessions/;
const SIGN_INS = '/v1/client/sign_ins';
const TICKETS = '/backend/v1/sign_in_tokens';

/** Signing in goes well, unless a fault that was ordered before says otherwise. */
function letSignIn() {
	const response = { object: 'sign_in', status: 'complete', created_session_id: 'sess_1' };
	env.sandbox.faults.add({ path: SIGN_INS, ...json(200, { response, client: CLIENT }) });
	env.sandbox.faults.add({ path: TICKETS, ...json(200, { token: secret('ticket') }) });
	env.sandbox.faults.add({ path: '/v1/client', ...json(200, { response: CLIENT }) });
}

interface Scenario {
	fault?: () => Fault;
	fields?: () => ICredentialDataDecryptedObject;
	parameters?: INodeParameters;
	/** Only for credentials that sign in. */
	signsIn?: true;
	cancel?: true;
	/** It takes seconds, as signing in is tried again. */
	isSlow?: true;
	/** It goes well, and this is what comes out. */
	output?: object;
}

const REFUSED = 'http://127.0.0.1:1';

const SCENARIOS: Record<string, Scenario> = {
	'Clerk refuses': { fault: () => clerkError(403, 'session_reverification_required') },
	'nobody is signed in': { fault: () => clerkError(401, 'signed_out') },
	'the session is unknown': { fault: () => clerkError(404, 'resource_not_found') },
	'a field is refused': { fault: () => clerkError(422, 'form_param_value_invalid') },
	'Clerk is down': { fault: () => clerkError(500, 'internal_clerk_error') },
	'there are too many requests': { fault: () => clerkError(429, 'too_many_requests') },
	'the wait is too long': {
		fault: () => ({ ...clerkError(429, 'x'), retryAfter: 3_600 }),
	},
	'the expired token is demanded': { fault: () => clerkError(422, 'missing_expired_token') },
	'a page comes back that repeats the request': {
		fault: () => ({
			status: 502,
			headers: { ...HEADERS, 'content-type': 'text/html' },
			body: `<html>${JSON.stringify(FIELDS)}</html>`,
		}),
	},
	'JSON comes back that is cut': {
		fault: () => ({ headers: HEADERS, body: `{"jwt":"${jwt('cut')}` }),
	},
	'JSON comes back that is not Clerk’s': { fault: () => json(200, { secret: jwt('other') }) },
	'text comes back': { fault: () => ({ status: 418, headers: {}, body: jwt('text') }) },
	'it is redirected to another host': {
		fault: () => ({
			status: 307,
			headers: { ...HEADERS, location: `${elsewhere.url}/?__clerk_db_jwt=${secret('location')}` },
		}),
	},
	'the connection is cut before': { fault: () => ({ cut: 'beforeRequestIsHandled' }) },
	'the connection is cut after': { fault: () => ({ cut: 'afterRequestIsHandled' }) },
	'the connection is cut in the middle': {
		fault: () => ({ ...json(200, { jwt: jwt('middle') }), cut: 'midAnswer' }),
	},
	'no answer comes in time': {
		fault: () => ({ delayMs: 400 }),
		parameters: { requestOptions: { timeout: 50 } },
	},
	'nobody listens': { isSlow: true, fields: () => ({ proxyUrl: REFUSED, backendApiUrl: REFUSED }) },
	'there is no TLS': {
		fields: () => ({ proxyUrl: env.sandbox.url.replace('http', 'https') }),
	},
	'the proxy URL holds a password': {
		fields: () => ({ proxyUrl: `http://me:${secret('userinfo')}@127.0.0.1` }),
	},
	'the proxy URL holds a query': {
		fields: () => ({ proxyUrl: `${env.sandbox.url}/?key=${secret('query')}` }),
	},
	'the tokens have line breaks': {
		fields: () => ({
			clientToken: `${jwt('a')}\r\nX: ${secret('b')}`,
			devBrowserToken: `${secret('a')}\n${secret('b')}`,
			secretKey: `sk_test_${MARK}\r\nX: y`,
			password: ' ',
		}),
	},
	'the key is a secret key': { fields: () => ({ publishableKey: `sk_live_${MARK}` }) },
	'the key is cut off': { fields: () => ({ publishableKey: `pk_test_${MARK}` }) },
	'the domain is not allowed': { fields: () => ({ allowedHttpRequestDomains: 'none' }) },
	'the step goes through a proxy that is not there': {
		fields: () => ({ proxyUrl: env.sandbox.url.replace('http', 'https') }),
		parameters: { requestOptions: { proxy: `http://me:${secret('n8n-proxy')}@127.0.0.1:1` } },
	},
	'the execution is canceled': { fault: () => ({ status: 429, retryAfter: 30 }), cancel: true },
	'a session ID is none': { parameters: { sessionId: byId(`={{ '../${secret('id')}' }}`) } },

	'signing in is refused': {
		signsIn: true,
		fault: () => clerkError(422, 'form_password_incorrect'),
	},
	'signing in needs another step': {
		signsIn: true,
		fault: () => json(200, { response: { status: 'needs_second_factor', id: secret('sign-in') } }),
	},
	'signing in brings a page': {
		signsIn: true,
		fault: () => ({
			status: 403,
			headers: { 'content-type': 'text/html' },
			body: `<html>${secret('page')}</html>`,
		}),
	},
	'signing in is redirected': {
		signsIn: true,
		fault: () => ({ status: 308, headers: { ...HEADERS, location: elsewhere.url } }),
	},
	'signing in is limited for long': {
		signsIn: true,
		fault: () => ({ ...clerkError(429, 'too_many_requests'), retryAfter: 3_600 }),
	},

	'all goes well (session)': {
		fault: () => json(200, { response: session(), client: CLIENT }),
		parameters: { resource: 'session', operation: 'get' },
		output: { id: 'sess_1', status: 'active', userId: 'user_1' },
	},
	'all goes well (token)': {
		fault: () => json(200, { object: 'token', jwt: 'what-was-asked-for' }),
		output: { jwt: 'what-was-asked-for' },
	},
};

/** How much shorter the waits between tries are. */
const SLOWNESS = sized({ full: 1, short: 20 });

/** In short, one setting for each row, in turn. */
const settingsOf = (index: number) =>
	sized<ReadonlyArray<(typeof ON_ERROR)[number]>>({
		full: ON_ERROR,
		short: ON_ERROR.filter((_, place) => place === index % ON_ERROR.length),
	});

const ROWS = Object.entries(SCENARIOS).flatMap(([name, scenario]) =>
	WAYS.filter((way) => !scenario.signsIn || way === 'password' || way === 'signInTicket').map(
		(way) => ({ name, way, scenario }),
	),
);
const mattersBySignIn = ({ scenario }: (typeof ROWS)[number]) =>
	scenario.signsIn === true || scenario.isSlow === true;

// Of four ways to connect, every third row leaves one at least; of two that sign in, maybe none.
const CASES = [
	...sampled(ROWS.filter((row) => !mattersBySignIn(row))),
	...ROWS.filter(mattersBySignIn),
].map((row, index) => ({ ...row, settings: settingsOf(index) }));

test.each(CASES)('$name ($way): no secret comes out', async ({ way, scenario, settings }) => {
	const { fault, fields, parameters, signsIn, cancel, isSlow, output } = scenario;
	// Ordered first, it befalls first.
	if (fault) {
		for (const path of signsIn ? [SIGN_INS, TICKETS] : [SESSIONS]) {
			env.sandbox.faults.add({ path, ...fault() });
		}
	}
	letSignIn();
	for (const onError of isSlow ? ON_ERROR.slice(0, 1) : settings) {
		// A new one each time: what went before, a 429 say, is remembered.
		const { backendApiUrl } = env.sandbox.details;
		const credential = env.addCredential({
			...FIELDS,
			connectUsing: way,
			backendApiUrl,
			...fields?.(),
		});
		const node = clerkSessions(
			{
				resource: 'sessionToken',
				operation: 'create',
				sessionId: byId('sess_1'),
				options: { maxRetries: cancel ? 5 : 0 },
				...parameters,
			},
			credential,
			{ onError },
		);
		const before = env.sandbox.requestLog.length;
		const running = env.engine.run(afterManualTrigger(node));
		if (cancel) {
			const isWaiting = () =>
				env.sandbox.requestLog.slice(before).some(({ status }) => status === 429);
			while (!isWaiting()) await sleep(5);
			running.cancel();
		}
		const result = await (isSlow ? withShortWaits(SLOWNESS, async () => await running) : running);
		const items = [0, 1].flatMap((index) => result.json(NODE_NAME, index));
		if (output) expect(items).toEqual([output]);
		else if (onError === 'stopWorkflow' || cancel) expect(result.status).not.toBe('success');
		else expect(items).toEqual([expect.objectContaining({ error: expect.any(Object) })]);

		// The workflow is the user's own: what they typed into the step is there anyway.
		expectNoSecret(withoutStep(result.run, node.parameters));
		expectNoSecret(withoutStep(log, node.parameters));
	}
	expect(elsewhere.requests).toHaveLength(0);
});

/** All that can be seen of a value, hidden fields, causes and stacks among it. */
function textOf(value: unknown): string {
	return inspect(value, {
		depth: Infinity,
		showHidden: true,
		maxArrayLength: Infinity,
		maxStringLength: Infinity,
	});
}

function withoutStep(value: unknown, parameters: INodeParameters): string {
	let text = textOf(value);
	for (const typed of strings(parameters).sort((a, b) => b.length - a.length)) {
		text = text.replaceAll(typed, '');
	}
	return text;
}

function strings(value: unknown): string[] {
	if (typeof value === 'string') return value === '' ? [] : [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** In the clear, or as headers and addresses carry it. */
const FORMS = [MARK, Buffer.from(MARK).toString('base64').slice(0, 8)];

function expectNoSecret(text: string): void {
	for (const form of FORMS) {
		const at = text.toLowerCase().indexOf(form.toLowerCase());
		expect(at === -1 ? '' : text.slice(Math.max(0, at - 300), at + 100)).toBe('');
	}
}

test('a secret would be found, however deep it is', () => {
	const error = new Error('x', { cause: Object.assign(new Error('y'), { a: [{ b: jwt('z') }] }) });
	Object.defineProperty(error, 'hidden', { value: { error }, enumerable: false });
	expect(() => expectNoSecret(textOf({ error }))).toThrow();
});

test('the log is heard, so that its silence means something', async () => {
	await env.runNode({ resource: 'session', operation: 'get' });
	expect(log.length).toBeGreaterThan(0);
});
