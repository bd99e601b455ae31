import { clientIdOf } from '../../frontendApi/protocol/clientAuth';
import { withMonotonicClock } from '../support/monotonicClock';
import { setup } from '../support/setup';
import { addAccount, isSignIn, type PersonName, runStep, signInCount, type Way } from './account';

const env = setup();

/** Signs in a person, or has Clerk answer a sign-in with a status. */
interface Case {
	status: string;
	person?: PersonName;
	deviceTrust?: boolean;
	/** Answered by the sandbox's fault: no person of the seed gets there. */
	answered?: boolean;
	/** What the sentence says about it. */
	reason: RegExp;
}

const CASES: Case[] = [
	{
		status: 'needs_second_factor',
		person: 'ada',
		reason: /two-step verification, or Device Trust/,
	},
	{ status: 'needs_client_trust', deviceTrust: true, reason: /Device Trust is on/ },
	{ status: 'needs_new_password', person: 'margaret', reason: /has to be changed first/ },
	{ status: 'needs_first_factor', answered: true, reason: /another first factor/ },
	{ status: 'needs_protect_check', answered: true, reason: /only a browser can do/ },
	{ status: 'needs_something_new', answered: true, reason: /cannot go on from there/ },
];

describe.each(CASES)('a sign-in that stops at $status', (expected) => {
	const { status, person, deviceTrust = false, answered = false, reason } = expected;

	beforeEach(() => {
		env.sandbox.settings.deviceTrust = deviceTrust;
		if (answered) {
			const body = JSON.stringify({
				response: { object: 'sign_in_attempt', status },
				client: null,
			});
			const headers = { 'content-type': 'application/json' };
			env.sandbox.faults.add({ path: '/v1/client/sign_ins', body, headers });
		}
	});

	test('fails with a sentence that names the step and the way out', async () => {
		const credential = addAccount(env, 'password', person);
		const { error, requests } = await runStep(env, credential);
		expect(error?.message).toContain(`Signing in stopped at ${status}: `);
		expect(error?.message).toMatch(reason);
		expect(error?.message).toContain('sign-in ticket');
		expect(signInCount(requests)).toBe(1);
		expect(env.engine.credentials.get(credential).sessionClientToken).toBeUndefined();
	});

	test('says the same in the item with "Continue"', async () => {
		const credential = addAccount(env, 'password', person);
		const onError = 'continueRegularOutput';
		const { json } = await runStep(env, credential, {}, { onError });
		const message = expect.stringContaining(`stopped at ${status}`);
		expect(json).toEqual([{ error: expect.objectContaining({ message, code: status }) }]);
	});

	test('says the same when the credential is tested', async () => {
		const credential = addAccount(env, 'password', person);
		const tested = await env.engine.testCredential(credential);
		expect(tested.status).toBe('Error');
		expect(tested.message).toContain(`Signing in stopped at ${status}: `);
		expect(tested.message).toMatch(reason);
	});
});

test('a sign-in ticket passes where the password does not', async () => {
	env.sandbox.settings.deviceTrust = true;
	for (const person of ['ada', 'grace', 'katherine', 'margaret'] as const) {
		const { error } = await runStep(env, addAccount(env, 'signInTicket', person));
		expect(error).toBeUndefined();
	}
});

test('a password passes Device Trust on the device that signed in before', async () => {
	const credential = addAccount(env, 'password');
	const [token] = (await runStep(env, credential)).json;
	env.sandbox.settings.deviceTrust = true;
	env.sandbox.endSession(String(token?.sessionId));
	const { error, requests } = await runStep(env, credential);
	expect(error).toBeUndefined();
	expect(signInCount(requests)).toBe(1);
});

test('the next try goes out as the same device, once a refusal is over', async () => {
	const credential = addAccount(env, 'password', 'ada');
	const tries = [await runStep(env, credential)];
	for (const minute of [1, 2]) {
		await withMonotonicClock(minute * 60_000, async () => {
			tries.push(await runStep(env, credential));
		});
	}
	const devices = tries.map(({ requests }) => requests.find(isSignIn)?.headers.authorization);
	const [first, second, third] = devices.map((token) => token && clientIdOf(token));
	expect(first).toBeFalsy();
	expect(second).toMatch(/^client_/);
	expect(third).toBe(second);
});

describe('what is typed is checked before anything is sent', () => {
	test.each<[Way, object, string]>([
		['password', { identifier: ' ' }, "'Identifier' is empty"],
		['password', { password: '' }, "'Password' is empty"],
		['signInTicket', { secretKey: '' }, "'Secret Key' is empty"],
		['signInTicket', { secretKey: 'pk_test_abc' }, "'Secret Key' is not a secret key"],
		['signInTicket', { secretKey: 'sk_live_abc' }, 'belong to different instances'],
		['signInTicket', { userId: 'grace' }, "'User ID' is not a user ID"],
		['signInTicket', { backendApiUrl: 'api.clerk.com' }, "'Backend API URL'"],
	])('%s with %j', async (way, edits, message) => {
		const credential = addAccount(env, way);
		env.engine.credentials.set(credential, { ...edits });
		const { error, requests } = await runStep(env, credential);
		expect(error?.message).toContain(message);
		expect(requests).toEqual([]);
		expect((await env.engine.testCredential(credential)).message).toContain(message);
	});
});
