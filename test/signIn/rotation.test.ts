import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../support/engine';
import { minutes } from '../../sandbox/clock';
import { setup } from '../support/setup';
import { sampled, sized } from '../support/size';
import { afterManualTrigger, byId, clerkSessions } from '../support/workflows';
import {
	addAccount,
	createToken,
	requestLines,
	LOOK_UP,
	person,
	runStep,
	signInCount,
	storedToken,
	TOKEN,
	WAYS,
} from './account';
import { restartedEngine } from './restart';
import { startSlowProxy } from './slowProxy';

const env = setup();

let restarted: Engine | undefined;
afterEach(async () => {
	env.engine.credentials.beforeWrite = undefined;
	await restarted?.stop();
	restarted = undefined;
});

/** Runs a step in an engine that knows nothing but the stored credential. */
const runAfterRestart = async (credential: string) => {
	restarted = await restartedEngine(env.engine, credential);
	return await runStep({ ...env, engine: restarted, sandbox: env.sandbox }, credential);
};

const MANY = sized({ full: 100, short: 30 });
const PASTED = [
	['a client token', () => env.client.credential],
	['a dev browser token', () => env.browser.credential],
] as const;
const ALL = [
	...PASTED,
	...sampled(WAYS).map((way) => [`signing in by ${way}`, () => addAccount(env, way)] as const),
];

describe.each(ALL)('where Clerk gives a new token with every answer, %s', (_name, credentialOf) => {
	beforeEach(() => {
		env.sandbox.settings.rotateTokenOnEveryResponse = true;
	});

	test('is replaced by each newer one, and a restart changes nothing', async () => {
		const credential = credentialOf();
		const stored = new Set<string>();
		for (let hour = 0; hour < 3; hour++) {
			const { error } = await runStep(env, credential);
			expect(error).toBeUndefined();
			stored.add(storedToken(env, credential));
			// By now, all older tokens are dead.
			env.sandbox.clock.advance(minutes(60));
		}
		expect(stored.size).toBe(3);
		const after = await runAfterRestart(credential);
		expect(after.error).toBeUndefined();
		expect(requestLines(after.requests)).toEqual([LOOK_UP, TOKEN]);
		const isSigningIn = WAYS.some((way) => _name.endsWith(way));
		expect(signInCount(env.sandbox.requestLog)).toBe(isSigningIn ? 1 : 0);
	});

	test.each([
		['is stored where it comes while the one before is being stored', false],
		['is stored also where whoever stores the one before is stopped', true],
	])('%s', async (_what, isStopped) => {
		const credential = credentialOf();
		await runStep(env, credential);
		let isStoring = false;
		env.engine.credentials.beforeWrite = async () => {
			isStoring = true;
			await sleep(500);
		};
		const first = env.engine.run(afterManualTrigger(clerkSessions(createToken, credential)));
		await until(() => isStoring);
		env.sandbox.clearRequestLog();
		const second = runStep(env, credential);
		await until(() => requestLines(env.sandbox.requestLog).includes(TOKEN));
		// Until its answer has come.
		await sleep(100);
		if (isStopped) first.cancel();
		expect([(await first).status, (await second).error]).toEqual([
			isStopped ? 'canceled' : 'success',
			undefined,
		]);
		env.sandbox.clock.advance(minutes(60));
		const after = await runAfterRestart(credential);
		expect(after.error).toBeUndefined();
		expect(requestLines(after.requests)).toEqual([LOOK_UP, TOKEN]);
	});

	test('is not lost among many answers at once', async () => {
		const credential = credentialOf();
		const items = Array.from({ length: MANY }, () => ({}));
		const many = await runStep(env, credential, {}, { items });
		expect(many.error).toBeUndefined();
		expect(many.json).toHaveLength(MANY);
		const next = await runStep(env, credential);
		expect(next.error).toBeUndefined();
	});
});

describe('a token that the last answer of a run brought', () => {
	/** Three people on one client, whose token is pasted. */
	const threeOnAClient = () => {
		const { clientId, sessionId } = env.sandbox.signIn();
		const others = (['grace', 'katherine'] as const).map((name) =>
			env.sandbox.addSession(clientId, person(env, name).id),
		);
		const clientToken = others.at(-1)?.clientToken ?? '';
		return {
			sessions: [sessionId, ...others.map((other) => other.sessionId)],
			credential: env.addCredential({ connectUsing: 'clientToken', clientToken }),
		};
	};

	test.each(['end', 'remove'])(
		'after %s of one of several sessions is stored at once',
		async (operation) => {
			const { credential, sessions } = threeOnAClient();
			const parameters = { resource: 'session', operation, sessionId: byId(sessions[0] ?? '') };
			const ended = await runStep(env, credential, parameters);
			expect(ended.error).toBeUndefined();
			expect(ended.requests).toHaveLength(1);
			expect(storedToken(env, credential)).not.toBe('');

			const inProcess = await runStep(env, credential);
			expect(inProcess.json).toMatchObject([{ sessionId: sessions[2] }]);
			const after = await runAfterRestart(credential);
			expect(after.error).toBeUndefined();
			expect(after.json).toMatchObject([{ sessionId: sessions[2] }]);
		},
	);

	test('several sessions removed by one step: each request goes out under the newest token', async () => {
		const { credential, sessions } = threeOnAClient();
		const parameters = {
			resource: 'session',
			operation: 'remove',
			sessionId: byId('={{ $json.sessionId }}'),
		};
		const items = sessions.slice(0, 2).map((sessionId) => ({ sessionId }));
		const removed = await runStep(env, credential, parameters, { items });
		expect(removed.error).toBeUndefined();
		expect(removed.json).toMatchObject([{ deleted: true }, { deleted: true }]);
		expect((await runAfterRestart(credential)).error).toBeUndefined();
	});

	test.each([
		['come after the answer to End', () => env.sandbox.faults.add(slowly(/tokens$/)), undefined],
		['come before it', () => undefined, /end$/],
	])('requests under way whose answers %s are made again under the new token', async (...row) => {
		const [, delay, slowAnswers] = row;
		const { credential, sessions } = threeOnAClient();
		const [first = '', , third = ''] = sessions;
		const proxy = await startSlowProxy(env.sandbox.url, slowAnswers);
		env.engine.credentials.set(credential, { proxyUrl: proxy.url });
		delay();
		const end = { resource: 'session', operation: 'end', sessionId: byId(first) };
		const ending = runStep(env, credential, end);
		if (slowAnswers) await until(() => env.sandbox.statusOf(first) === 'ended');
		const token = await runStep(env, credential, { sessionId: byId(third) });
		await proxy.stop();
		expect((await ending).error).toBeUndefined();
		expect(token.error).toBeUndefined();
		expect(token.json).toMatchObject([{ sessionId: third }]);
	});

	test('a pasted token that died elsewhere is named as such', async () => {
		const { credential } = env.client;
		env.sandbox.addSession(env.client.clientId, person(env, 'grace').id);
		const { error } = await runStep(env, credential);
		expect(error?.message).toContain('does not know the client');
		expect(error?.description).toContain('Renew the token');
		const tested = await env.engine.testCredential(credential);
		expect(tested.message).toContain('replaced by a sign-in or sign-out');
	});

	test('pasting a new token replaces the stored one', async () => {
		const { credential, sessions } = threeOnAClient();
		const sessionId = byId(sessions[0] ?? '');
		await runStep(env, credential, { resource: 'session', operation: 'end', sessionId });
		const { clientToken = '', sessionId: other } = env.sandbox.signIn(person(env, 'edith').id);
		env.engine.credentials.set(credential, { clientToken });
		const { json } = await runStep(env, credential);
		expect(json).toMatchObject([{ sessionId: other }]);
	});
});

describe.each(WAYS)('a stored token that is out of date after a restart, using %s', (way) => {
	test.each([
		['is healed by one sign-in where it is dead', true],
		['is used where it still lives', false],
	])('%s', async (_name, isDead) => {
		const credential = addAccount(env, way);
		const [token] = (await runStep(env, credential)).json;
		const old = env.engine.credentials.get(credential);
		if (isDead) {
			const parameters = {
				resource: 'session',
				operation: 'end',
				sessionId: byId(String(token?.sessionId)),
			};
			await runStep(env, credential, parameters);
			// As if n8n had not been able to store the newer one.
			env.engine.credentials.set(credential, old);
		}
		env.sandbox.clearRequestLog();
		const after = await runAfterRestart(credential);
		expect(after.error).toBeUndefined();
		expect(signInCount(after.requests)).toBe(isDead ? 1 : 0);
	});
});

test('another worker that signed in is followed', async () => {
	const credential = addAccount(env, 'password');
	const [token] = (await runStep(env, credential)).json;
	env.sandbox.endSession(String(token?.sessionId));
	await runAfterRestart(credential);
	env.engine.credentials.set(credential, restarted?.credentials.get(credential) ?? {});
	env.sandbox.clearRequestLog();
	const after = await runStep(env, credential);
	expect(after.error).toBeUndefined();
	expect(requestLines(after.requests)).toEqual([LOOK_UP, TOKEN]);
});

const slowly = (path: RegExp) => ({ path, delayMs: 300, times: 1 });

async function until(isTrue: () => boolean): Promise<void> {
	while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 1));
}
