import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters, WorkflowExecuteMode } from 'n8n-workflow';
import type { RunningWorkflow, RunResult } from '../support/engine';
import type { Fault, Sandbox } from '../../sandbox';
import {
	addAccount,
	createToken,
	isSignIn,
	requestLines,
	runStep,
	SIGN_IN,
	signInCount,
	type Way,
	WAYS,
} from '../signIn/account';
import { ownSandbox } from '../support/ownSandbox';
import { setup, type StepEnvironment } from '../support/setup';
import { sampled } from '../support/size';
import { until } from '../support/until';
import {
	afterManualTrigger,
	byId,
	CLERK_SESSIONS,
	clerkSessions,
	CREDENTIAL_TYPE,
	lastActive,
	node,
	NODE_NAME,
} from '../support/workflows';

const env = setup();

const SIGN_INS = '/v1/client/sign_ins';
const TICKETS = '/backend/v1/sign_in_tokens';
const CLIENT = '/v1/client';
const TOKENS = /\/tokens$/;
/** Far longer than a stopped execution may take, on a busy machine, too. */
const LONG_MS = 6_000;
/** How soon a stopped execution ends. */
const SOON_MS = 2_000;
/** How long the sandbox is watched for requests after the end: longer than what it waited for. */
const WATCHED_MS = 1_500;

interface StartOptions {
	mode?: WorkflowExecuteMode;
	items?: number;
}

/** Starts Manual Trigger → Clerk Sessions; by default, the step creates a token. */
function start(
	credential: string,
	parameters: INodeParameters = {},
	{ items = 1, mode }: StartOptions = {},
): RunningWorkflow {
	const step = clerkSessions({ ...createToken, ...parameters }, credential);
	const input = Array.from({ length: items }, (_, number) => ({ number }));
	return env.engine.run(afterManualTrigger(step), { input, mode });
}

/** @throws if the run does not end as canceled, and soon */
async function expectStopped(run: RunningWorkflow): Promise<void> {
	const stoppedAt = performance.now();
	run.cancel();
	const { status } = await run;
	const took = performance.now() - stoppedAt;
	expect({ status, isSoon: took < SOON_MS }).toEqual({ status: 'canceled', isSoon: true });
}

/** @throws if the sandbox is asked for anything within the time that it is watched */
async function expectNothingMore(): Promise<void> {
	const { length } = env.sandbox.requestLog;
	await sleep(WATCHED_MS);
	expect(requestLines(env.sandbox.requestLog.slice(length))).toEqual([]);
}

const seen =
	(path: string | RegExp, status?: number, { sandbox }: Pick<StepEnvironment, 'sandbox'> = env) =>
	() =>
		sandbox.requestLog.some(
			(request) =>
				(typeof path === 'string' ? request.path === path : path.test(request.path)) &&
				(status === undefined || request.status === status),
		);

function summary(result: RunResult) {
	return {
		status: result.status,
		message: result.error?.message,
		tokens: result.json(NODE_NAME).map(({ jwt }) => typeof jwt),
	};
}
const SUCCESS = { status: 'success', message: undefined, tokens: ['string'] };

/** A credential that signed in once. @returns its ID, and the session it signed in to */
async function signedIn(way: Way): Promise<{ credential: string; sessionId: string }> {
	const credential = addAccount(env, way);
	const [token] = (await runStep(env, credential)).json;
	env.sandbox.clearRequestLog();
	return { credential, sessionId: String(token?.sessionId) };
}

/** The same, and the session has ended since. */
async function signedOut(way: Way): Promise<{ credential: string; sessionId: string }> {
	const known = await signedIn(way);
	env.sandbox.endSession(known.sessionId);
	return known;
}

/** A list and sign-ins whose answers come byte by byte: at once, as each takes the whole time it may. */
async function dripAnswers(its: StepEnvironment) {
	const { faults } = its.sandbox;
	faults.add({ path: CLIENT, dripMs: 1_000, times: 1 });
	faults.add({ path: SIGN_INS, dripMs: 1_000, times: WAYS.length });
	const { clientToken = '' } = its.sandbox.signIn();
	const id = its.addCredential({ connectUsing: 'clientToken', clientToken });
	const parameters = { resource: 'session', operation: 'get', sessionId: lastActive };
	const list = its.engine
		.listSearch(CLERK_SESSIONS, 'searchSessions', parameters, {
			[CREDENTIAL_TYPE]: { id, name: id },
		})
		.catch((error: Error) => error.message);
	await until('the list asks', seen(CLIENT, undefined, its));
	const accounts = WAYS.map((way) => addAccount(its, way));
	const runs = [...accounts, ...accounts].map((credential) => start(credential));
	const results = await Promise.all(runs);
	return { list: await list, results, signIns: its.sandbox.requestLog.filter(isSignIn) };
}

// It takes 15 s: it goes on beside the other tests, in a sandbox of its own.
let dripping: ReturnType<typeof dripAnswers>;
let itsSandbox: Sandbox;
beforeAll(async () => {
	const its = await ownSandbox(env);
	itsSandbox = its.sandbox;
	dripping = dripAnswers(its);
	// Whether it went well is for its test to say.
	dripping.catch(() => undefined);
});
afterAll(async () => await itsSandbox.stop());

/** Something that an execution waits for while it signs in or looks up. */
interface Wait {
	name: string;
	way: Way;
	fault: Fault & { path: string };
	/** The status of the answer after which it waits; missing: it waits for the answer. */
	status?: number;
	/** Whether somebody was signed in before, and is still. */
	begin?: 'signedOut' | 'signedIn';
}

/** For an answer. */
const ANSWERS: Wait[] = [
	{
		name: 'the sign-in token',
		way: 'signInTicket',
		fault: { path: TICKETS, delayMs: LONG_MS },
	},
	...WAYS.map((way) => ({
		name: 'the sign-in',
		way,
		fault: { path: SIGN_INS, delayMs: LONG_MS },
	})),
	{
		name: 'the check whether somebody is signed in',
		way: 'password',
		fault: { path: CLIENT, delayMs: LONG_MS },
		begin: 'signedOut',
	},
	{
		name: 'the sign-in after a session has ended',
		way: 'signInTicket',
		fault: { path: SIGN_INS, delayMs: LONG_MS },
		begin: 'signedOut',
	},
	{
		name: 'the look-up of the last active session',
		way: 'password',
		fault: { path: CLIENT, delayMs: LONG_MS },
		begin: 'signedIn',
	},
	{
		name: 'the rest of an answer that drips',
		way: 'password',
		fault: { path: SIGN_INS, dripMs: 1_000 },
		status: 200,
	},
];
/** Until it may ask again. */
const PAUSES: Wait[] = [
	{
		name: 'the time that a 429 of the sign-in names',
		way: 'password',
		fault: { path: SIGN_INS, status: 429, retryAfter: 1 },
		status: 429,
	},
	{
		name: 'the time that a 429 of the sign-in token names',
		way: 'signInTicket',
		fault: { path: TICKETS, status: 429, retryAfter: 1 },
		status: 429,
	},
	...WAYS.map((way) => ({
		name: 'the next try after a 503 of the sign-in',
		way,
		fault: { path: SIGN_INS, status: 503 },
		status: 503,
	})),
];

describe('an execution that is stopped while it waits for', () => {
	test.each([...sampled(ANSWERS), ...sampled(PAUSES)])(
		'$name ends at once, and nothing more is sent ($way)',
		async ({ begin, fault, status, way }) => {
			const { credential, sessionId } =
				begin === undefined
					? { credential: addAccount(env, way), sessionId: '' }
					: await (begin === 'signedIn' ? signedIn : signedOut)(way);
			env.sandbox.faults.add(fault);
			const run = start(
				credential,
				begin === 'signedOut' ? { sessionId: byId(sessionId) } : { sessionId: lastActive },
				{ items: 5 },
			);
			await until('it waits', seen(fault.path, status));
			await expectStopped(run);
			await expectNothingMore();
			// What was stopped stands in nobody's way.
			env.sandbox.faults.clear();
			expect(summary(await start(credential))).toEqual(SUCCESS);
		},
	);

	test('another worker to go first ends at once, and nothing is sent at all', async () => {
		const credential = addAccount(env, 'password');
		// The head start has a random length, up to 3 s.
		const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
		const run = start(credential, {}, { mode: 'webhook' });
		await sleep(300);
		await expectStopped(run).finally(() => random.mockRestore());
		await expectNothingMore();
		expect(env.sandbox.requestLog).toEqual([]);
	});
});

/** Orders an answer that comes late. @returns lets it come */
function lateAnswer(fault: Fault): () => void {
	let comes = () => {};
	const until = new Promise<void>((resolve) => (comes = resolve));
	env.sandbox.faults.add({ ...fault, until });
	return comes;
}

describe('executions that share a sign-in', () => {
	const slowSignIn = () => lateAnswer({ path: SIGN_INS, times: 1 });

	test.each(WAYS)('the one that started it is stopped: the other succeeds (%s)', async (way) => {
		const credential = addAccount(env, way);
		const answer = slowSignIn();
		const leader = start(credential);
		await until('the sign-in is sent', seen(SIGN_INS));
		const follower = start(credential);
		await sleep(200);
		await expectStopped(leader);
		answer();
		expect(summary(await follower)).toEqual(SUCCESS);
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});

	test.each(WAYS)('one that waits for it is stopped: the others succeed (%s)', async (way) => {
		const credential = addAccount(env, way);
		const answer = slowSignIn();
		const leader = start(credential);
		await until('the sign-in is sent', seen(SIGN_INS));
		const [follower, another] = [start(credential), start(credential)];
		await sleep(200);
		await expectStopped(follower);
		answer();
		expect(summary(await leader)).toEqual(SUCCESS);
		expect(summary(await another)).toEqual(SUCCESS);
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});

	test('all are stopped: nothing more is sent', async () => {
		const credential = addAccount(env, 'signInTicket');
		env.sandbox.faults.add({ path: SIGN_INS, status: 503 });
		const runs = [start(credential), start(credential), start(credential)];
		await until('the sign-in is refused', seen(SIGN_INS, 503));
		await Promise.all(runs.map(expectStopped));
		await expectNothingMore();
	});

	test('the one that found the session ended is stopped: the others succeed', async () => {
		const { credential, sessionId } = await signedOut('password');
		const answer = lateAnswer({ path: CLIENT, times: 1 });
		const get = { resource: 'sessionToken', operation: 'create' };
		const leader = start(credential, { ...get, sessionId: byId(sessionId) });
		await until('the client is looked at', seen(CLIENT));
		const followers = [start(credential), start(credential)];
		await sleep(200);
		await expectStopped(leader);
		answer();
		for (const follower of followers) expect(summary(await follower)).toEqual(SUCCESS);
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});

	test('a step is stopped: a request of the HTTP Request node succeeds', async () => {
		// The node takes its time to load.
		await httpRequest(env.client.credential);
		const credential = addAccount(env, 'password');
		const answer = slowSignIn();
		const leader = start(credential);
		await until('the sign-in is sent', seen(SIGN_INS));
		const follower = httpRequest(credential);
		await sleep(400);
		await expectStopped(leader);
		answer();
		const { error, status } = await follower;
		expect({ status, message: error?.message }).toEqual({ status: 'success' });
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});

	test('a request of the HTTP Request node is stopped: a step succeeds', async () => {
		const credential = addAccount(env, 'password');
		const answer = slowSignIn();
		const leader = httpRequest(credential);
		await until('the sign-in is sent', seen(SIGN_INS));
		const follower = start(credential);
		await sleep(200);
		leader.cancel();
		answer();
		expect(summary(await follower)).toEqual(SUCCESS);
		await leader;
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});
});

describe('a list in the editor, which gives up early,', () => {
	const list = (credential: string) =>
		env.engine
			.listSearch(
				CLERK_SESSIONS,
				'searchSessions',
				{ resource: 'session', operation: 'get', sessionId: lastActive },
				{ [CREDENTIAL_TYPE]: { id: credential, name: credential } },
			)
			.then(
				() => 'listed',
				() => 'gave up',
			);

	test.each([
		['at first', async () => addAccount(env, 'password')],
		['after a session has ended', async () => (await signedOut('password')).credential],
	])('does not make a step fail that signs in at the same moment, %s', async (_when, prepare) => {
		const credential = await prepare();
		const answer = lateAnswer({ path: SIGN_INS, status: 503, times: 2 });
		const listed = list(credential);
		await until('the sign-in is sent', seen(SIGN_INS));
		const step = start(credential);
		await sleep(200);
		answer();
		expect(await listed).toBe('gave up');
		expect(summary(await step)).toEqual(SUCCESS);
	});
});

/** n8n's own HTTP Request node, using our credential. */
function httpRequest(credential: string): RunningWorkflow {
	const step = node(
		'HTTP Request',
		'n8n-nodes-base.httpRequest',
		{
			url: `${env.sandbox.url}/v1/me`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: CREDENTIAL_TYPE,
			options: {},
		},
		{ typeVersion: 4.2, credentials: { [CREDENTIAL_TYPE]: { id: credential, name: 'Clerk' } } },
	);
	return env.engine.run(afterManualTrigger(step));
}

describe('executions that share a reused token', () => {
	const reuse = (sessionId: string, options: INodeParameters = {}) => ({
		sessionId: byId(sessionId),
		options: { reuseToken: true, ...options },
	});

	test.each([
		['the one that asked for it', 0],
		['one that waits for it', 1],
	])('%s is stopped: the others get it, by one request', async (_who, stopped) => {
		const { credential, sessionId } = await signedIn('password');
		const answer = lateAnswer({ path: TOKENS });
		const runs = [start(credential, reuse(sessionId))];
		await until('the token is asked for', seen(TOKENS));
		runs.push(start(credential, reuse(sessionId)), start(credential, reuse(sessionId)));
		await sleep(200);
		const [run] = runs.splice(stopped, 1);
		if (run) await expectStopped(run);
		answer();
		for (const other of runs) expect(summary(await other)).toEqual(SUCCESS);
		expect(env.sandbox.requestLog).toHaveLength(1);
	});

	test('all are stopped: nothing more is sent', async () => {
		const { credential, sessionId } = await signedIn('password');
		env.sandbox.faults.add({ path: TOKENS, status: 503 });
		const runs = [start(credential, reuse(sessionId)), start(credential, reuse(sessionId))];
		await until('the token is refused', seen(TOKENS, 503));
		await Promise.all(runs.map(expectStopped));
		await expectNothingMore();
	});

	test('the first one has little patience: it fails alone', async () => {
		const { credential, sessionId } = await signedIn('password');
		const answer = lateAnswer({ path: TOKENS });
		const hasty = start(credential, {
			...reuse(sessionId, { maxRetries: 0 }),
			requestOptions: { timeout: 100 },
		});
		await until('the token is asked for', seen(TOKENS));
		const patient = start(credential, reuse(sessionId));
		expect(summary(await hasty).message).toContain('did not answer in time');
		answer();
		expect(summary(await patient)).toEqual(SUCCESS);
	});
});

describe('executions that end sessions one after the other', () => {
	const end = (sessionId: string) => ({
		resource: 'session',
		operation: 'end',
		sessionId: byId(sessionId),
	});
	const endings = () => env.sandbox.requestLog.filter(({ path }) => path.endsWith('/end'));

	/** Two people on one client, whose token is pasted. */
	const twoOnAClient = () => {
		const { clientId, sessionId } = env.sandbox.signIn();
		const grace = env.sandbox.details.people[1]?.id ?? '';
		const { clientToken, sessionId: other } = env.sandbox.addSession(clientId, grace);
		return {
			sessions: [sessionId, other] as const,
			credential: env.addCredential({ connectUsing: 'clientToken', clientToken }),
		};
	};

	test('one that waits for its turn is stopped: the first one is not disturbed', async () => {
		const { credential, sessions } = twoOnAClient();
		const answer = lateAnswer({ path: /\/end$/, times: 1 });
		const first = start(credential, end(sessions[0]));
		await until('the first one is sent', () => endings().length === 1);
		const second = start(credential, end(sessions[1]));
		await sleep(200);
		await expectStopped(second);
		answer();
		expect((await first).status).toBe('success');
		await expectNothingMore();
		expect(endings()).toHaveLength(1);
		expect(env.sandbox.statusOf(sessions[1])).toBe('active');
	});

	test('the first one is stopped: the next has its turn', async () => {
		const { credential, sessions } = twoOnAClient();
		env.sandbox.faults.add({ path: /\/end$/, delayMs: LONG_MS, times: 1 });
		const first = start(credential, end(sessions[0]));
		await until('the first one is sent', () => endings().length === 1);
		const second = start(credential, end(sessions[1]));
		await sleep(200);
		await expectStopped(first);
		expect((await second).status).toBe('success');
		expect(env.sandbox.statusOf(sessions[1])).toBe('ended');
	});

	test('a step that waits until one has ended is stopped at once', async () => {
		const { credential, sessions } = twoOnAClient();
		// The step finds nobody signed in, and would wait for the newer token that End brings.
		env.sandbox.faults.add({ path: /\/end$/, delayMs: LONG_MS, times: 1 });
		const ending = start(credential, end(sessions[0]));
		await until('it is sent', () => endings().length === 1);
		env.sandbox.endSession(sessions[1]);
		const step = start(credential, { sessionId: byId(sessions[1]) });
		await until('the step is refused', seen(TOKENS));
		await sleep(200);
		await expectStopped(step);
		await expectStopped(ending);
	});
});

describe('an item that may only go alone', () => {
	test('holds no other item up while there are free places', async () => {
		const { credential, sessionId } = env.client;
		env.sandbox.faults.add({ path: TOKENS, delayMs: LONG_MS, times: 1 });
		const alone = start(
			credential,
			{ sessionId: byId(sessionId), options: { maxConcurrentRequests: 1 } },
			{ items: 3 },
		);
		await until('the first one is sent', seen(TOKENS));
		const crowd = await start(credential, { sessionId: byId(sessionId) }, { items: 30 });
		expect(crowd.json(NODE_NAME)).toHaveLength(30);
		// The first of them is still under way.
		expect(env.sandbox.requestLog.filter(({ status }) => status === 200)).toHaveLength(30);
		await expectStopped(alone);
	});
});

describe('an answer that comes byte by byte', () => {
	test('holds no list and no sign-in up for ever: a sign-in succeeds by the second try', async () => {
		const { list, results, signIns } = await dripping;
		for (const result of results) expect(summary(result)).toEqual(SUCCESS);
		expect(list).toContain('did not answer in time');
		expect(signIns).toHaveLength(2 * WAYS.length);
		const [first, , , last] = signIns;
		// Each gets 15 s.
		expect((last?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(14_000);
	});

	test('ends with the timeout of the step, and is asked for again', async () => {
		const { credential, sessionId } = env.client;
		env.sandbox.faults.add({ path: TOKENS, dripMs: 300, times: 1 });
		const timed = { sessionId: byId(sessionId), requestOptions: { timeout: 500 } };
		expect(summary(await start(credential, timed))).toEqual(SUCCESS);
		expect(env.sandbox.requestLog).toHaveLength(2);
		env.sandbox.faults.add({ path: TOKENS, dripMs: 300 });
		const failed = await start(credential, { ...timed, options: { maxRetries: 0 } });
		expect(failed.error?.message).toContain('did not answer in time');
	});
});

test('signing in for a step that goes through leaves nothing behind', async () => {
	const credential = addAccount(env, 'signInTicket');
	expect(summary(await start(credential))).toEqual(SUCCESS);
	expect(requestLines(env.sandbox.requestLog).slice(0, 2)).toEqual(SIGN_IN.signInTicket);
	await expectNothingMore();
});
