import { setup } from '../support/setup';
import {
	addAccount,
	clientOf,
	fieldsFor,
	requestLines,
	LOOK_UP,
	person,
	runStep,
	SIGN_IN,
	storedToken,
	WAYS,
} from './account';

const env = setup();
/** A field that Clerk does not accept, for each way. */
const WRONG = {
	signInTicket: { userId: 'user_2nobody' },
	password: { password: 'not-the-password' },
};
const OK = { status: 'OK', message: 'Connection successful!' };

describe.each(WAYS)('the Test button of a credential that connects using %s', (way) => {
	test('signs in, and the token is stored', async () => {
		const credential = addAccount(env, way);
		expect(await env.engine.testCredential(credential)).toEqual(OK);
		// Once for the session's tasks, and once by n8n.
		expect(requestLines(env.sandbox.requestLog)).toEqual([...SIGN_IN[way], LOOK_UP, LOOK_UP]);
		expect(storedToken(env, credential)).not.toBe('');
	});

	test.each([
		['has ended', (session: string) => env.sandbox.endSession(session)],
		['was removed', (session: string) => env.sandbox.endSession(session, 'removed')],
	])('signs in again where the session %s', async (_how, end) => {
		const credential = addAccount(env, way);
		const [token] = (await runStep(env, credential)).json;
		end(String(token?.sessionId));
		env.sandbox.clearRequestLog();
		expect(await env.engine.testCredential(credential)).toEqual(OK);
		expect(requestLines(env.sandbox.requestLog)).toEqual([
			LOOK_UP,
			...SIGN_IN[way],
			LOOK_UP,
			LOOK_UP,
		]);
		env.sandbox.clearRequestLog();
		expect((await runStep(env, credential)).error).toBeUndefined();
		expect(requestLines(env.sandbox.requestLog)).not.toContain(SIGN_IN[way].at(-1));
	});

	test('says what to do where Clerk refuses, as n8n shows nothing but the message', async () => {
		const credential = env.addCredential({ ...fieldsFor(env, way), ...WRONG[way] });
		const { status, message } = await env.engine.testCredential(credential);
		expect(status).toBe('Error');
		expect(message).toMatch(/^Signing in was not possible: .+\. Check '.+' in the credential/);
	});

	test('signs in again where the token is dead', async () => {
		const credential = addAccount(env, way);
		await runStep(env, credential);
		const client = clientOf(storedToken(env, credential));
		env.sandbox.addSession(client, person(env, 'grace').id);
		expect(await env.engine.testCredential(credential)).toEqual(OK);
	});

	test('asks Clerk once more where somebody is signed in, and carries no mark of its own', async () => {
		const credential = addAccount(env, way);
		await runStep(env, credential);
		env.sandbox.clearRequestLog();
		expect(await env.engine.testCredential(credential)).toEqual(OK);
		expect(new Set(requestLines(env.sandbox.requestLog))).toEqual(new Set([LOOK_UP]));
		const names = env.sandbox.requestLog.flatMap(({ headers }) => Object.keys(headers));
		expect(names.filter((name) => name.startsWith('x-'))).toEqual([]);
	});
});

test('a Clerk that cannot be asked is what the Test button reports', async () => {
	const credential = addAccount(env, 'password');
	await runStep(env, credential);
	env.sandbox.faults.add({ path: '/v1/client', status: 503 });
	expect(await env.engine.testCredential(credential)).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/^There was an internal error on our servers.*Try again later/),
	});
});

test.each([
	['a client token', () => env.client],
	['a dev browser token', () => env.browser],
])('the Test button says that nobody is signed in any more, with %s', async (_name, caller) => {
	const { credential, sessionId } = caller();
	expect(await env.engine.testCredential(credential)).toEqual(OK);
	env.sandbox.endSession(sessionId);
	const tested = await env.engine.testCredential(credential);
	expect(tested).toEqual({
		status: 'Error',
		message: expect.stringContaining('nobody is signed in on it'),
	});
});

test('who presses the Test button hears at once that nobody answers', async () => {
	const credential = addAccount(env, 'password');
	env.sandbox.faults.add({ path: '/v1/client/sign_ins', status: 503, times: 10 });
	const tested = await env.engine.testCredential(credential);
	expect(tested).toMatchObject({ status: 'Error', message: expect.stringMatching(/^Signing in/) });
	expect(requestLines(env.sandbox.requestLog)).toEqual(['POST /v1/client/sign_ins 503']);
});
