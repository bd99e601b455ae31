import type { Settings } from '../../sandbox';
import { type OtherServer, startOtherServer } from '../support/otherServer';
import { type Caller, setup } from '../support/setup';
import { CLERK_SESSIONS } from '../support/workflows';

const env = setup();
const press = async (credential: string) =>
	await env.engine.testCredential(credential, CLERK_SESSIONS);
const pasted = (clientToken: string, proxyUrl = env.sandbox.url) =>
	env.addCredential({ connectUsing: 'clientToken', clientToken, proxyUrl });

const FINE = { status: 'OK', message: 'Connection successful!' };
const says = (start: string) => ({
	status: 'Error',
	message: expect.stringMatching(new RegExp(`^${start}`)),
});

const callers: Array<[string, () => Caller]> = [
	['a client token', () => env.client],
	['a dev browser token', () => env.browser],
];

describe.each(callers)('with %s', (_name, caller) => {
	test('somebody who is signed in is fine', async () => {
		expect(await press(caller().credential)).toEqual(FINE);
		// One to try the connection, and to see what the session has to do, and one to test.
		expect(env.sandbox.requestLog.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'GET /v1/client',
			'GET /v1/client',
		]);
	});

	test('a client on which nobody is signed in any more is named', async () => {
		const { sessionId, credential } = caller();
		env.sandbox.endSession(sessionId, 'removed');
		expect(await press(credential)).toEqual(says('Clerk knows the client, but nobody is signed'));
	});

	test('a wrong host is named', async () => {
		env.sandbox.settings.allowedHosts = ['clerk.example.com'];
		expect(await press(caller().credential)).toEqual(says('Clerk knows no instance at this addr'));
	});
});

test('a pending session is named with what it has to do', async () => {
	const { credential } = env.signIn('joan+clerk_test@example.com');
	expect(await press(credential)).toEqual(says('The session is pending: an organization has'));
});

test('a token that Clerk does not know is named, though Clerk answers 200', async () => {
	expect(await press(pasted('dead'))).toEqual(says('Clerk does not know this token'));
	expect(env.sandbox.requestLog.at(-1)?.status).toBe(200);
});

test('a dead dev browser is named', async () => {
	const dead = env.addCredential({ connectUsing: 'devBrowser', devBrowserToken: 'dead' });
	expect(await press(dead)).toEqual(says('Clerk does not know this dev browser token'));
});

test('native mode being off is named, and does not trouble a dev browser', async () => {
	const off: Partial<Settings> = { nativeApi: false };
	Object.assign(env.sandbox.settings, off);
	expect(await press(env.client.credential)).toEqual(says('The Native API is off'));
	expect(await press(env.browser.credential)).toEqual(FINE);
});

describe('a field that cannot be used is named with what to do, and nothing is sent', () => {
	const clientToken = 'token';
	test.each([
		["'Publishable Key' is empty", { clientToken, publishableKey: '' }],
		["'Publishable Key' holds a secret key", { clientToken, publishableKey: 'sk_test_1' }],
		["'Publishable Key' does not start with", { clientToken, publishableKey: 'pk_staging_1' }],
		["'Proxy URL' is not an absolute http", { clientToken, proxyUrl: '/__clerk' }],
		["'Client Token' is empty", { clientToken: '' }],
		["'Dev Browser Token' is empty", { connectUsing: 'devBrowser' }],
		["'Connect Using' has no valid choice", { connectUsing: 'telepathy' }],
		["'Secret Key' is empty", { connectUsing: 'signInTicket' }],
		["'Identifier' is empty", { connectUsing: 'password' }],
	])('%s', async (message, data) => {
		const credential = env.addCredential({ connectUsing: 'clientToken', ...data });
		expect(await press(credential)).toEqual(says(`${message}[^.]*\\. [A-Z].*\\.$`));
		expect(env.sandbox.requestLog).toHaveLength(0);
	});
});

describe('what is not Clerk is not taken for it', () => {
	let other: OtherServer | undefined;
	afterEach(async () => await other?.stop());

	const json = { 'Content-Type': 'application/json' };
	const notClerk = "The answer is not one of Clerk's Frontend API";
	const answers: Array<[string, NonNullable<Parameters<typeof startOtherServer>[0]>, string]> = [
		['a page', {}, 'a web page'],
		['nothing', { body: '' }, 'nothing'],
		['a list', { headers: json, body: '[]' }, 'other JSON'],
		['a page with 403', { status: 403 }, 'a web page'],
		['404', { status: 404 }, 'a web page'],
		['503', { status: 503 }, 'a web page'],
	];
	test.each(answers)('%s', async (_name, answer, came) => {
		other = await startOtherServer(answer);
		const { host } = new URL(other.url);
		expect(await press(pasted('token', other.url))).toEqual(says(`${host} answered with ${came}`));
		expect(other.requests).toHaveLength(1);
	});

	test('a redirect', async () => {
		other = await startOtherServer({ status: 302, headers: { Location: 'http://127.0.0.1:1/' } });
		const { host } = new URL(other.url);
		expect(await press(pasted('token', other.url))).toEqual(says(`${host} redirected the request`));
		expect(other.requests).toHaveLength(1);
	});

	test('other JSON', async () => {
		other = await startOtherServer({ headers: json, body: '{"response":{"hello":"world"}}' });
		expect(await press(pasted('token', other.url))).toEqual(says(notClerk));
	});

	test('a connection that is refused', async () => {
		expect(await press(pasted('token', 'http://127.0.0.1:1'))).toEqual(
			says('127.0.0.1:1 refused the connection'),
		);
	});
});
