import { setup } from '../support/setup';
import { sampled } from '../support/size';
import { CLERK_SESSIONS, CREDENTIAL_TYPE, lastActive } from '../support/workflows';
import { addAccount, runStep, signInCount, WAYS } from './account';

// Who opens a list or presses the Test button waits for the outcome: there, signing in is not tried
// as often as in executions.

const env = setup();
const SIGN_INS = '/v1/client/sign_ins';

async function list(credential: string): Promise<unknown> {
	const parameters = { resource: 'session', operation: 'get', sessionId: lastActive };
	const credentials = { [CREDENTIAL_TYPE]: { id: credential, name: credential } };
	return await env.engine.listSearch(CLERK_SESSIONS, 'searchSessions', parameters, credentials);
}

const press = async (credential: string): Promise<unknown> =>
	await env.engine.testCredential(credential);

const step = async (credential: string): Promise<string> => {
	const { error, json } = await runStep(env, credential);
	return error?.message ?? (typeof json[0]?.jwt === 'string' ? 'success' : 'nothing');
};

describe.each(WAYS)('beside an execution, using %s,', (way) => {
	test.each(
		sampled([
			['a list before it', [list, step]],
			['a list after it', [step, list]],
			['a test before it', [press, step]],
			['a test after it', [step, press]],
		] as const),
	)('%s signs in nobody once more', async (_what, actions) => {
		env.sandbox.faults.add({ path: SIGN_INS, delayMs: 200 });
		const credential = addAccount(env, way);
		const outcomes = await Promise.all(actions.map(async (action) => await action(credential)));
		expect(outcomes[actions.indexOf(step)]).toBe('success');
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});
});

test.each([
	['list', list],
	['test', press],
] as const)('a %s that meets a limit leaves the others their patience', async (_what, action) => {
	env.sandbox.faults.add({ path: SIGN_INS, status: 429, retryAfter: 1, times: 1 });
	const credential = addAccount(env, 'password');
	await action(credential).catch(() => undefined);
	expect(signInCount(env.sandbox.requestLog)).toBe(1);
	expect(await step(credential)).toBe('success');
	const [first, second] = env.sandbox.requestLog.filter(({ path }) => path === SIGN_INS);
	// The pause that Clerk asked for is kept.
	expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(950);
});
