import type { IDataObject } from 'n8n-workflow';
import { setup } from '../support/setup';
import { afterManualTrigger, CREDENTIAL_TYPE, node } from '../support/workflows';
import {
	addAccount,
	fieldsFor,
	requestLines,
	LOOK_UP,
	person,
	runStep,
	SIGN_IN,
	signInCount,
	storedToken,
	type StepRun,
	WAYS,
} from './account';

const env = setup();

const UNKNOWN = '/v1/client/sessions/sess_unknown';

/** n8n's own HTTP Request node, using our credential. */
async function request(
	credential: string,
	path: string,
	items?: IDataObject[],
	method = 'GET',
): Promise<StepRun> {
	const { engine, sandbox } = env;
	const before = sandbox.requestLog.length;
	const step = node(
		'HTTP Request',
		'n8n-nodes-base.httpRequest',
		{
			method,
			url: `${sandbox.url}${path}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: CREDENTIAL_TYPE,
			options: {},
		},
		{ typeVersion: 4.2, credentials: { [CREDENTIAL_TYPE]: { id: credential, name: 'Clerk' } } },
	);
	const result = await engine.run(afterManualTrigger(step), { input: items });
	return {
		result,
		error: result.error,
		json: result.json('HTTP Request'),
		requests: sandbox.requestLog.slice(before),
	};
}

describe.each(WAYS)('the HTTP Request node with a credential that connects using %s', (way) => {
	test('signs in before the first request, and the token is stored', async () => {
		const credential = addAccount(env, way);
		const first = await request(credential, '/v1/me');
		expect(first.error).toBeUndefined();
		expect(requestLines(first.requests)).toEqual([...SIGN_IN[way], 'GET /v1/me 200']);
		expect(storedToken(env, credential)).not.toBe('');
		expect(requestLines((await request(credential, '/v1/me')).requests)).toEqual([
			'GET /v1/me 200',
		]);
	});

	test('a request that failed while the client lives signs nobody in and is not repeated', async () => {
		const credential = addAccount(env, way);
		await request(credential, '/v1/me');
		const failed = await request(credential, UNKNOWN);
		expect(failed.error).toMatchObject({ httpCode: '404' });
		expect(requestLines(failed.requests)).toEqual(['GET /v1/client/sessions/{id} 404', LOOK_UP]);
	});

	test('a client that is dead is signed in on once, for all requests, and they are repeated', async () => {
		const credential = addAccount(env, way);
		const [token] = (await runStep(env, credential)).json;
		env.sandbox.endSession(String(token?.sessionId));
		const items = Array.from({ length: 5 }, () => ({}));
		const after = await request(credential, '/v1/me', items);
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
		await request(credential, '/v1/me');
		const stored = env.engine.credentials.get(credential);
		env.sandbox.faults.add({ path: '/v1/client', status: 503 });
		const failed = await request(credential, UNKNOWN);
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
		expect((await request(credential, end, undefined, 'POST')).error).toBeUndefined();
		const next = await runStep(env, credential);
		expect(next.error).toBeUndefined();
		expect(signInCount(next.requests)).toBe(1);
	});

	test('a sign-in that fails is what the node reports', async () => {
		const credential = addAccount(env, 'password', 'ada');
		const failed = await request(credential, '/v1/me');
		expect(failed.error?.message).toContain('needs_second_factor');
	});
});

describe('where a field is an expression, and only the token of one person is stored', () => {
	/** Two people who have signed in, and the credential for both. */
	const twoPeople = async () => {
		const userId = '={{ $json.userId }}';
		const credential = env.addCredential({ ...fieldsFor(env, 'signInTicket'), userId });
		const items = (['grace', 'edith'] as const).map((name) => ({ userId: person(env, name).id }));
		const first = await runStep(env, credential, {}, { items });
		return { credential, items, sessions: first.json.map(({ sessionId }) => String(sessionId)) };
	};

	test('a request that failed while the client lives is repeated for neither', async () => {
		const { credential, items } = await twoPeople();
		for (const item of items) {
			const { error, requests } = await request(credential, `${UNKNOWN}/end`, [item], 'POST');
			expect(error).toMatchObject({ httpCode: '404' });
			expect(requestLines(requests)).toEqual(['POST /v1/client/sessions/{id}/end 404', LOOK_UP]);
		}
	});

	test('a client that is dead is signed in on for both', async () => {
		const { credential, items, sessions } = await twoPeople();
		for (const session of sessions) env.sandbox.endSession(session);
		for (const item of items) {
			const { error, requests } = await request(credential, '/v1/me', [item]);
			expect(error).toBeUndefined();
			expect(requestLines(requests)).toEqual([
				'GET /v1/me 401',
				LOOK_UP,
				...SIGN_IN.signInTicket,
				'GET /v1/me 200',
			]);
		}
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
	const { requests } = await request(credential, `${UNKNOWN}/end`, undefined, 'POST');
	expect(requestLines(requests)).toEqual(['POST /v1/client/sessions/{id}/end 404']);
});
