import { setup } from '../support/setup';
import {
	addAccount,
	clientOf,
	requestLines,
	LOOK_UP,
	person,
	runStep,
	SIGN_IN,
	storedToken,
	WAYS,
} from './account';

const bench = setup();
const OK = { status: 'OK', message: 'Connection successful!' };

describe.each(WAYS)('the Test button of a credential that connects using %s', (way) => {
	test('signs in, and the token is stored', async () => {
		const credential = addAccount(bench, way);
		expect(await bench.engine.testCredential(credential)).toEqual(OK);
		// Once for the session's tasks, and once by n8n.
		expect(requestLines(bench.sandbox.requestLog)).toEqual([...SIGN_IN[way], LOOK_UP, LOOK_UP]);
		expect(storedToken(bench, credential)).not.toBe('');
	});

	test.each([
		['has ended', (session: string) => bench.sandbox.endSession(session)],
		['was removed', (session: string) => bench.sandbox.endSession(session, 'removed')],
	])('signs in again where the session %s', async (_how, end) => {
		const credential = addAccount(bench, way);
		const [token] = (await runStep(bench, credential)).json;
		end(String(token?.sessionId));
		bench.sandbox.clearRequestLog();
		expect(await bench.engine.testCredential(credential)).toEqual(OK);
		expect(requestLines(bench.sandbox.requestLog)).toEqual([
			LOOK_UP,
			...SIGN_IN[way],
			LOOK_UP,
			LOOK_UP,
		]);
		bench.sandbox.clearRequestLog();
		expect((await runStep(bench, credential)).error).toBeUndefined();
		expect(requestLines(bench.sandbox.requestLog)).not.toContain(SIGN_IN[way].at(-1));
	});

	test('signs in again where the token is dead', async () => {
		const credential = addAccount(bench, way);
		await runStep(bench, credential);
		const client = clientOf(storedToken(bench, credential));
		bench.sandbox.addSession(client, person(bench, 'grace').id);
		expect(await bench.engine.testCredential(credential)).toEqual(OK);
	});

	test('asks Clerk once more where somebody is signed in, and carries no mark of its own', async () => {
		const credential = addAccount(bench, way);
		await runStep(bench, credential);
		bench.sandbox.clearRequestLog();
		expect(await bench.engine.testCredential(credential)).toEqual(OK);
		expect(new Set(requestLines(bench.sandbox.requestLog))).toEqual(new Set([LOOK_UP]));
		const names = bench.sandbox.requestLog.flatMap(({ headers }) => Object.keys(headers));
		expect(names.filter((name) => name.startsWith('x-'))).toEqual([]);
	});
});

test('a Clerk that cannot be asked is what the Test button reports', async () => {
	const credential = addAccount(bench, 'password');
	await runStep(bench, credential);
	bench.sandbox.faults.add({ path: '/v1/client', status: 503 });
	expect(await bench.engine.testCredential(credential)).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/^There was an internal error on our servers.*Try again later/),
	});
});

test.each([
	['a client token', () => bench.client],
	['a dev browser token', () => bench.browser],
])('the Test button says that nobody is signed in any more, with %s', async (_name, caller) => {
	const { credential, sessionId } = caller();
	expect(await bench.engine.testCredential(credential)).toEqual(OK);
	bench.sandbox.endSession(sessionId);
	const tested = await bench.engine.testCredential(credential);
	expect(tested).toEqual({
		status: 'Error',
		message: expect.stringContaining('nobody is signed in on it'),
	});
});

test('who presses the Test button hears at once that nobody answers', async () => {
	const credential = addAccount(bench, 'password');
	bench.sandbox.faults.add({ path: '/v1/client/sign_ins', status: 503, times: 10 });
	const tested = await bench.engine.testCredential(credential);
	expect(tested).toMatchObject({ status: 'Error', message: expect.stringMatching(/^Signing in/) });
	expect(requestLines(bench.sandbox.requestLog)).toEqual(['POST /v1/client/sign_ins 503']);
});
