import type { INodeParameters } from 'n8n-workflow';
import { days } from '../../sandbox/clock';
import { setup } from '../support/setup';
import { byId } from '../support/workflows';
import {
	addAccount,
	clientOf,
	isSignIn,
	LOOK_UP,
	requestLines,
	person,
	runStep,
	SIGN_IN,
	signInCount,
	storedToken,
	TOKEN,
	WAYS,
} from './account';

const env = setup();

describe.each(WAYS)('a credential that connects using %s', (way) => {
	const use = async (credential: string, parameters?: INodeParameters) =>
		await runStep(env, credential, parameters);

	test('signs in before the first request, and the token is stored and used again', async () => {
		const credential = addAccount(env, way);
		const first = await use(credential);
		expect(first.error).toBeUndefined();
		expect(first.json).toEqual([
			expect.objectContaining({ userId: person(env, 'grace').id, jwt: expect.any(String) }),
		]);
		expect(requestLines(first.requests)).toEqual([...SIGN_IN[way], LOOK_UP, TOKEN]);
		expect(env.engine.credentials.writes).toBeGreaterThan(0);
		const stored = storedToken(env, credential);
		expect(stored).not.toBe('');

		const { writes } = env.engine.credentials;
		const second = await use(credential);
		expect(requestLines(second.requests)).toEqual([LOOK_UP, TOKEN]);
		expect(second.requests.every(({ headers }) => headers.authorization === stored)).toBe(true);
		expect(env.engine.credentials.writes).toBe(writes);
	});

	test.each([
		['expired', () => env.sandbox.clock.advance(days(8))],
		['was ended elsewhere', (id: string) => env.sandbox.endSession(id)],
		['was removed elsewhere', (id: string) => env.sandbox.endSession(id, 'removed')],
	])('signs in once more when the session %s, as the same device', async (_how, end) => {
		const credential = addAccount(env, way);
		const [token] = (await use(credential)).json;
		const before = storedToken(env, credential);
		end(String(token?.sessionId));

		const after = await use(credential);
		expect(after.error).toBeUndefined();
		expect(after.json[0]?.sessionId).not.toBe(token?.sessionId);
		// What the step itself saw, what n8n made sure of, one sign-in, and the step again.
		expect(requestLines(after.requests)).toEqual([
			LOOK_UP,
			LOOK_UP,
			...SIGN_IN[way],
			LOOK_UP,
			TOKEN,
		]);
		expect(after.requests.find(isSignIn)?.headers.authorization === before).toBe(true);
		expect(clientOf(storedToken(env, credential))).toBe(clientOf(before));
		expect(requestLines((await use(credential)).requests)).toEqual([LOOK_UP, TOKEN]);
	});

	test('signs in when Clerk does not know the client any more (200, response: null)', async () => {
		const credential = addAccount(env, way);
		const [token] = (await use(credential)).json;
		// A sign-in in another place under the same client: its token is replaced, ours is dead.
		const client = clientOf(storedToken(env, credential));
		env.sandbox.addSession(client, person(env, 'grace').id);
		const after = await use(credential);
		expect(after.error).toBeUndefined();
		expect(after.json[0]?.sessionId).not.toBe(token?.sessionId);
		expect(signInCount(after.requests)).toBe(1);
	});

	test('a 401 makes one sign-in, and the request is sent again once', async () => {
		const credential = addAccount(env, way);
		const [token] = (await use(credential)).json;
		env.sandbox.endSession(String(token?.sessionId), 'removed');
		const sessionId = byId(String(token?.sessionId));
		const after = await use(credential, { sessionId });
		const tokens = '/v1/client/sessions/{id}/tokens';
		expect(requestLines(after.requests)).toEqual([
			`POST ${tokens} 401`,
			LOOK_UP,
			...SIGN_IN[way],
			`POST ${tokens} 404`,
		]);
		expect(after.error).toMatchObject({ httpCode: '404' });
	});

	test('a 401 of a client that lives signs nobody in', async () => {
		const credential = addAccount(env, way);
		await use(credential);
		env.sandbox.faults.add({ path: /tokens$/, status: 401, times: 1 });
		const after = await use(credential);
		expect(signInCount(after.requests)).toBe(0);
		expect(after.error).toMatchObject({ httpCode: '401' });
	});

	test('a pending session counts as signed in, and its task is named where it stops something', async () => {
		const credential = addAccount(env, way, 'joan');
		const { error } = await use(credential);
		expect(error?.message).toBe('The session is pending: an organization has to be chosen first');
		const session = await use(credential, { resource: 'session', operation: 'get' });
		expect(session.json).toMatchObject([{ status: 'pending', tasks: ['choose-organization'] }]);
		expect(signInCount(session.requests)).toBe(0);
	});

	test('a client with no session at the start is signed in on, as the same device', async () => {
		const credential = addAccount(env, way);
		const [token] = (await use(credential)).json;
		const ended = await use(credential, {
			resource: 'session',
			operation: 'remove',
			sessionId: byId(String(token?.sessionId)),
		});
		expect(ended.error).toBeUndefined();
		const before = storedToken(env, credential);
		const after = await use(credential);
		expect(after.error).toBeUndefined();
		expect(signInCount(after.requests)).toBe(1);
		expect(after.requests.find(isSignIn)?.headers.authorization === before).toBe(true);
	});
});
