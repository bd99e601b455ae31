import { setup } from '../support/setup';
import {
	addAccount,
	httpRequest,
	requestLines,
	LOOK_UP,
	runStep,
	SIGN_IN,
	signInCount,
	storedToken,
	WAYS,
} from './account';

const env = setup();

const UNKNOWN = '/v1/client/sessions/sess_unknown';

describe.each(WAYS)('the HTTP Request node with a credential that connects using %s', (way) => {
	test('signs in before the first request, and the token is stored', async () => {
		const credential = addAccount(env, way);
		const first = await httpRequest(env, credential, '/v1/me');
		expect(first.error).toBeUndefined();
		expect(requestLines(first.requests)).toEqual([...SIGN_IN[way], 'GET /v1/me 200']);
		expect(storedToken(env, credential)).not.toBe('');
		expect(requestLines((await httpRequest(env, credential, '/v1/me')).requests)).toEqual([
			'GET /v1/me 200',
		]);
	});

	test('a request that failed while the client lives signs nobody in and is not repeated', async () => {
		const credential = addAccount(env, way);
		await httpRequest(env, credential, '/v1/me');
		const failed = await httpRequest(env, credential, UNKNOWN);
		expect(failed.error).toMatchObject({ httpCode: '404' });
		expect(requestLines(failed.requests)).toEqual(['GET /v1/client/sessions/{id} 404', LOOK_UP]);
	});

	test('a client that is dead is signed in on once, for all requests, and they are repeated', async () => {
		const credential = addAccount(env, way);
		const [token] = (await runStep(env, credential)).json;
		env.sandbox.endSession(String(token?.sessionId));
		const items = Array.from({ length: 5 }, () => ({}));
		const after = await httpRequest(env, credential, '/v1/me', items);
		expect(after.error).toBeUndefined();
		expect(after.json).toHaveLength(5);
		const repeated = Array.from({ length: 5 }, () => 'GET /v1/me 200');
		expect(requestLines(after.requests)).toEqual([
			...repeated.map(() => 'GET /v1/me 401'),
			LOOK_UP,
			...SIGN_IN[way],
			...repeated,
		]);
	});

	test('where Clerk cannot be asked whether the client lives, the failure is handed on as it is', async () => {
		const credential = addAccount(env, way);
		await httpRequest(env, credential, '/v1/me');
		const stored = env.engine.credentials.get(credential);
		env.sandbox.faults.add({ path: '/v1/client', status: 503 });
		const failed = await httpRequest(env, credential, UNKNOWN);
		expect(failed.error).toMatchObject({ httpCode: '404' });
		expect(requestLines(failed.requests)).toEqual([
			'GET /v1/client/sessions/{id} 404',
			'GET /v1/client 503',
		]);
		expect(env.engine.credentials.get(credential)).toEqual(stored);
	});

	test('a token that its answer brought is not seen: the next step heals with one sign-in', async () => {
		const credential = addAccount(env, way);
		const [token] = (await runStep(env, credential)).json;
		const end = `/v1/client/sessions/${String(token?.sessionId)}/end`;
		expect((await httpRequest(env, credential, end, undefined, 'POST')).error).toBeUndefined();
		const next = await runStep(env, credential);
		expect(next.error).toBeUndefined();
		expect(signInCount(next.requests)).toBe(1);
	});

	test('a sign-in that fails is what the node reports', async () => {
		const credential = addAccount(env, 'password', 'ada');
		const failed = await httpRequest(env, credential, '/v1/me');
		expect(failed.error?.message).toContain('needs_second_factor');
	});
});

test('a request that failed is not repeated because a pasted token has a successor to be stored', async () => {
	env.sandbox.settings.rotateTokenOnEveryResponse = true;
	const { credential } = env.client;
	const { credentials } = env.engine;
	await runStep(env, credential);
	credentials.beforeWrite = async () => await Promise.reject(new Error('The database is locked'));
	await runStep(env, credential);
	credentials.beforeWrite = undefined;
	const { requests } = await httpRequest(env, credential, `${UNKNOWN}/end`, undefined, 'POST');
	expect(requestLines(requests)).toEqual(['POST /v1/client/sessions/{id}/end 404']);
});
