import { setTimeout as sleep } from 'node:timers/promises';
import { setup } from '../support/setup';
import { afterManualTrigger, clerkSessions } from '../support/workflows';
import {
	addAccount,
	clientOf,
	createToken,
	isSignIn,
	runStep,
	signInCount,
	storedToken,
	WAYS,
} from './account';

const env = setup();

afterEach(() => {
	env.engine.credentials.beforeRead = undefined;
	env.engine.credentials.beforeWrite = undefined;
});

describe.each(WAYS)('a database that is slow or refuses, using %s', (way) => {
	test('executions that begin while the first token is being stored do not store it again', async () => {
		const { credentials } = env.engine;
		const before = credentials.writes;
		credentials.beforeWrite = async () => await sleep(500);
		const credential = addAccount(env, way);
		const runs = Array.from({ length: 20 }, async (_, index) => {
			await sleep(index * 25);
			return await runStep(env, credential);
		});
		const results = await Promise.all(runs);
		expect(results.map(({ error }) => error)).toEqual(results.map(() => undefined));
		expect(credentials.writes - before).toBe(1);
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});

	test('a token that could not be stored is used, and stored after the call', async () => {
		const { credentials } = env.engine;
		let refusals = 0;
		credentials.beforeWrite = async () => {
			if (++refusals === 1) throw new Error('The database is locked');
		};
		const credential = addAccount(env, way);
		const { error, json } = await runStep(env, credential);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(1);
		expect(storedToken(env, credential)).not.toBe('');
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});
});

// With Device Trust, a device that is lost is one that can never sign in again.
test.each([1, 2, 3, 4])(
	'a sign-in is not lost where read %d of the database after it fails',
	async (which) => {
		const { credentials } = env.engine;
		const credential = addAccount(env, 'password');
		const [token] = (await runStep(env, credential)).json;
		const device = clientOf(storedToken(env, credential));
		env.sandbox.settings.deviceTrust = true;
		env.sandbox.endSession(String(token?.sessionId));
		env.sandbox.clearRequestLog();
		let reads = 0;
		credentials.beforeRead = async () => {
			const isSignedIn = env.sandbox.requestLog.some(
				(request) => isSignIn(request) && request.status === 200,
			);
			if (isSignedIn && ++reads === which) throw new Error('Connection terminated unexpectedly');
		};
		// As by a schedule, and nobody lets another worker go first.
		const random = jest.spyOn(Math, 'random').mockReturnValue(0);
		const { error } = await env.engine
			.run(afterManualTrigger(clerkSessions(createToken, credential)), { mode: 'trigger' })
			.finally(() => random.mockRestore());
		expect(reads).toBeGreaterThanOrEqual(which);
		expect(error).toBeUndefined();
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
		expect(clientOf(storedToken(env, credential))).toBe(device);
	},
);

test('two executions that share a sign-in succeed where n8n can store it for one of them only', async () => {
	const { credentials } = env.engine;
	const credential = addAccount(env, 'password');
	const [token] = (await runStep(env, credential)).json;
	env.sandbox.endSession(String(token?.sessionId));
	env.sandbox.clearRequestLog();
	env.sandbox.faults.add({ path: '/v1/client/sign_ins', delayMs: 300 });
	let writes = 0;
	credentials.beforeWrite = async () => {
		if (++writes === 2) throw new Error('The database is locked');
	};
	const renewing = runStep(env, credential);
	while (!env.sandbox.requestLog.some(isSignIn)) await sleep(5);
	// Finds nobody signed in, where the other one was refused.
	const results = [await runStep(env, credential), await renewing];
	expect(writes).toBe(2);
	expect(results.map(({ error }) => error)).toEqual([undefined, undefined]);
	expect(signInCount(env.sandbox.requestLog)).toBe(1);
});

test('a refusal is handed on where the database cannot be asked for a newer token', async () => {
	const { credential, sessionId } = env.client;
	env.sandbox.endSession(sessionId);
	let reads = 0;
	env.engine.credentials.beforeRead = async () => {
		const isRefused = env.sandbox.requestLog.some(({ status }) => status === 200);
		if (isRefused && ++reads === 1) throw new Error('Connection terminated unexpectedly');
	};
	const { error } = await runStep(env, credential);
	expect(reads).toBeGreaterThan(0);
	expect(error?.message).toBe('Nobody is signed in on the client of this credential');
});
