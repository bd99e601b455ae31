import { LOOK_UP, person, SIGN_IN, TOKEN } from '../signIn/account';
import { withMonotonicClock } from '../support/monotonicClock';
import { sampled, sized } from '../support/size';
import { setupWithApi } from './setup';

// n8n's HTTP Request node calls `preAuthentication` after any failed request, and sends it again if
// that returned something.

const env = setupWithApi();
const items = (count: number) => Array.from({ length: count }, () => ({}));
const post = { method: 'POST', sendBody: true, bodyParameters: { parameters: [] } };

/** A session that has ended, as Clerk and the API know. */
function endSession(): void {
	const sessionId = env.api.requests.at(-1)?.sessionId ?? '';
	env.sandbox.endSession(sessionId);
	env.api.endedSessions.add(sessionId);
}

describe.each(['GET', 'POST', 'DELETE'])('%s', (method) => {
	test.each([401, ...sampled([400, 404, 500, 503])])(
		'that the API answers with %d goes out once',
		async (status) => {
			const credential = env.addApiCredential();
			await env.request(credential, '/me');
			const run = await env.request(credential, `/status/${status}`, { parameters: { method } });
			expect(run.error).toMatchObject({ httpCode: String(status) });
			expect(run.api).toEqual([`${method} /status/${status} ${status}`]);
			expect(run).toMatchObject({ clerk: [LOOK_UP], writes: 0 });
		},
	);
});

const MANY = sized({ full: 100, short: 30 });

test(`${MANY} requests that fail ask Clerk once whether the session lives`, async () => {
	const credential = env.addApiCredential();
	await env.request(credential, '/me');
	const run = await env.request(credential, '/status/500', {
		items: items(MANY),
		more: { onError: 'continueRegularOutput' },
	});
	expect(run.api).toHaveLength(MANY);
	expect(run.clerk).toEqual([LOOK_UP]);
	expect((await env.request(credential, '/status/500')).clerk).toEqual([]);
});

test('where Clerk cannot be asked, the failure is handed on as it is', async () => {
	const credential = env.addApiCredential();
	await env.request(credential, '/me');
	env.sandbox.faults.add({ path: '/v1/client', status: 503 });
	const run = await env.request(credential, '/status/404');
	expect(run.error).toMatchObject({ httpCode: '404' });
	expect(run).toMatchObject({ clerk: ['GET /v1/client 503'], writes: 0 });
	// That was no answer, and so the next failure asks again.
	env.sandbox.faults.clear();
	expect((await env.request(credential, '/status/404')).clerk).toEqual([LOOK_UP]);
});

describe('once the session has ended', () => {
	test('requests that only read go out again, all with one new token, after one sign-in', async () => {
		const credential = env.addApiCredential();
		await env.request(credential, '/me');
		endSession();
		const run = await env.request(credential, '/me', { items: items(20) });
		expect(run.error).toBeUndefined();
		expect(run.json).toEqual(items(20).map(() => ({ userId: person(env, 'grace').id })));
		const signIns = run.clerk.filter((line) => line.includes('sign_ins'));
		expect(signIns).toHaveLength(1);
		expect(run.clerk.filter((line) => line === TOKEN)).toHaveLength(1);
		expect(env.api.tokenCount).toBe(2);
	});

	test('one that changes something fails as the API says, once, and the next one is good', async () => {
		const credential = env.addApiCredential();
		await env.request(credential, '/me');
		endSession();
		const failed = await env.request(credential, '/me', { parameters: post });
		expect(failed.error).toMatchObject({ httpCode: '401' });
		expect(failed).toMatchObject({ api: ['POST /me 401'], clerk: [LOOK_UP], writes: 0 });
		const next = await env.request(credential, '/me', { parameters: post });
		expect(next.error).toBeUndefined();
		expect(next.api).toEqual(['POST /me 200']);
	});

	test('one that reads fails as the API says where nobody can sign in', async () => {
		const { clientToken = '' } = env.sandbox.signIn(person(env, 'grace').id);
		const credential = env.addApiCredential({ connectUsing: 'clientToken', clientToken });
		await env.request(credential, '/me');
		endSession();
		const failed = await env.request(credential, '/me');
		expect(failed.error).toMatchObject({ httpCode: '401' });
		const next = await env.request(credential, '/me');
		expect(next.error?.message).toBe('Nobody is signed in on the client of this credential');
		expect(next.api).toEqual([]);
	});
});

describe('no token can be made', () => {
	test('all items fail with the reason, and what to do', async () => {
		const credential = env.addApiCredential({ secretKey: 'sk_test_wrong' });
		const run = await env.request(credential, '/me', {
			items: items(10),
			more: { onError: 'continueRegularOutput' },
		});
		const reasons = new Set(run.json.map(({ error }) => JSON.stringify(error)));
		expect(run.json).toHaveLength(10);
		expect([...reasons].join()).toContain('Signing in was not possible: ');
		expect(run.clerk).toEqual(['POST /backend/v1/sign_in_tokens 401']);
		expect(run.api).toEqual([]);
		const alone = await env.request(credential, '/me');
		expect(alone.error?.description).toMatch(/^Check 'Secret Key' in the credential/);
	});

	test.each([
		['Clerk does not know the client', { response: null }, /Authorization header/],
		['nobody is signed in', { response: { id: 'client_1', sessions: [] } }, /what ends it at once/],
	])('after each sign-in, %s: it is tried twice, and not again at once', async (...row) => {
		const [, body, advice] = row;
		const headers = { 'content-type': 'application/json' };
		env.sandbox.faults.add({ path: '/v1/client', body: JSON.stringify(body), headers });
		const credential = env.addApiCredential();
		const run = await env.request(credential, '/me');
		expect(run.error?.message).toMatch(/^Signing in is of no use: /);
		expect(run.error?.description).toMatch(advice);
		expect(run.api).toEqual([]);
		const [, signIn] = SIGN_IN.signInTicket;
		expect(run.clerk.filter((line) => line === signIn)).toHaveLength(2);
		const next = await env.request(credential, '/me');
		expect(next.error?.message).toBe(run.error?.message);
		expect(next.clerk).toEqual([]);
		env.sandbox.faults.clear();
		await withMonotonicClock(6_000, async () => {
			expect((await env.request(credential, '/me')).error).toBeUndefined();
		});
	});

	test('a template that is not there', async () => {
		const credential = env.addApiCredential({ templateName: 'nowhere' });
		const run = await env.request(credential, '/me');
		expect(run.error?.message).toMatch(/^The session token could not be made: /);
		expect(run.error?.description).toMatch(/^Check 'Template Name' in the credential/);
		expect(run.api).toEqual([]);
		expect(run.clerk.filter((line) => line.includes('/tokens/nowhere 404'))).toHaveLength(1);
	});

	test('a session that is pending', async () => {
		const joan = person(env, 'joan');
		const credential = env.addApiCredential({ userId: joan.id });
		const run = await env.request(credential, '/me');
		expect(run.error?.message).toBe(
			'The session is pending: an organization has to be chosen first',
		);
		expect(run.api).toEqual([]);
	});

	test('a limit is sat out', async () => {
		env.sandbox.faults.add({ path: /\/tokens/, status: 429, retryAfter: 1, times: 1 });
		const credential = env.addApiCredential();
		const run = await env.request(credential, '/me');
		expect(run.error).toBeUndefined();
		expect(run.clerk.slice(SIGN_IN.signInTicket.length)).toEqual([
			LOOK_UP,
			TOKEN.replace('200', '429'),
			LOOK_UP,
			TOKEN,
		]);
	});
});
