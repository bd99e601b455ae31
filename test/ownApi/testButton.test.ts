import { fieldsFor, LOOK_UP, person, requestLines, SIGN_IN, TOKEN, WAYS } from '../signIn/account';
import { setupWithApi } from './setup';

const env = setupWithApi();
const OK = { status: 'OK', message: 'Connection successful!' };
const KEYS = 'GET /.well-known/jwks.json 200';

test.each(WAYS)('the Test button makes a token, using %s', async (way) => {
	const credential = env.addApiCredential(fieldsFor(env, way));
	env.sandbox.clearRequestLog();
	expect(await env.engine.testCredential(credential)).toEqual(OK);
	expect(requestLines(env.sandbox.requestLog)).toEqual([...SIGN_IN[way], LOOK_UP, TOKEN, KEYS]);
	expect(env.api.requests).toEqual([]);
});

test('the Test button makes a token also where there is one', async () => {
	const credential = env.addApiCredential();
	await env.request(credential, '/me');
	env.sandbox.clearRequestLog();
	expect(await env.engine.testCredential(credential)).toEqual(OK);
	expect(requestLines(env.sandbox.requestLog)).toEqual([LOOK_UP, TOKEN, KEYS]);
});

test('the Test button goes to the API URL with nothing', async () => {
	const credential = env.addApiCredential({ apiUrl: 'https://api.example.com' });
	expect(await env.engine.testCredential(credential)).toEqual(OK);
});

const message = (start: RegExp) => ({ status: 'Error', message: expect.stringMatching(start) });

test.each([
	['no API URL', { apiUrl: '' }, /^'API URL' is empty\. Enter the address/],
	[
		'an API URL that is not encrypted',
		{ apiUrl: 'http://api.example.com' },
		/not encrypted\. Over http/,
	],
	[
		'a wrong secret key',
		{ secretKey: 'sk_test_wrong' },
		/^Signing in was not possible: .*Check 'Secret Key'/,
	],
	[
		'a template that is not there',
		{ templateName: 'nowhere' },
		/^The session token could not be made: .*Check 'Template Name' in the credential/,
	],
])('the Test button says what is wrong: %s', async (_what, fields, start) => {
	const credential = env.addApiCredential(fields);
	expect(await env.engine.testCredential(credential)).toEqual(message(start));
});

test('the Test button does not repeat the last token, which Clerk may want along', async () => {
	const credential = env.addApiCredential();
	await env.request(credential, '/me');
	const [token = ''] = env.api.tokens;
	const path = /\/tokens$/;
	const refuse = (code: string, text: string) => ({
		path,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ errors: [{ code, message: text }] }),
	});
	env.sandbox.faults.add({ ...refuse('missing_expired_token', 'x'), status: 422, times: 1 });
	env.sandbox.faults.add({ ...refuse('bad', `expired_token=${token}`), status: 400 });
	expect(await env.engine.testCredential(credential)).toEqual(
		message(/^The session token could not be made: expired_token=\*\*\*/),
	);
});

test('the Test button says that the session is pending, and what to do', async () => {
	const credential = env.addApiCredential({ userId: person(env, 'joan').id });
	expect(await env.engine.testCredential(credential)).toEqual(
		message(/^The session is pending: an organization has to be chosen first\. /),
	);
});

test('the Test button says that nobody is signed in', async () => {
	const { clientToken = '', sessionId } = env.sandbox.signIn();
	const credential = env.addApiCredential({ connectUsing: 'clientToken', clientToken });
	expect(await env.engine.testCredential(credential)).toEqual(OK);
	env.sandbox.endSession(sessionId);
	expect(await env.engine.testCredential(credential)).toEqual(
		message(/^Nobody is signed in on the client of this credential\. /),
	);
});

test('who presses it hears at once that nobody answers', async () => {
	const credential = env.addApiCredential();
	await env.request(credential, '/me');
	env.sandbox.clearRequestLog();
	env.sandbox.faults.add({ path: /\/tokens$/, status: 503 });
	expect(await env.engine.testCredential(credential)).toEqual(
		message(/^The session token could not be made: /),
	);
	expect(requestLines(env.sandbox.requestLog)).toEqual([LOOK_UP, TOKEN.replace('200', '503')]);
});
