import { ask, had, person, sandboxForTests } from './support';

describe('a test instance', () => {
	const sandbox = sandboxForTests();

	it('lets any origin in and shows it the tokens’ headers', async () => {
		const origin = 'http://localhost:3000';
		const preflight = await ask(sandbox(), 'OPTIONS', '/v1/client/sessions', {
			headers: { origin, 'access-control-request-method': 'POST' },
		});
		expect(preflight.status).toBe(204);
		const answer = await ask(sandbox(), 'GET', '/v1/environment', { headers: { origin } });
		expect(answer.headers).toMatchObject({
			'access-control-allow-origin': origin,
			'access-control-allow-credentials': 'true',
			'access-control-expose-headers': expect.stringMatching(/Authorization.*Clerk-Db-Jwt/),
		});
	});

	it('takes the method from the query, as clerk-js sends it', async () => {
		const { devBrowserToken } = sandbox().signIn(undefined, 'devBrowser');
		const answer = await ask(sandbox(), 'POST', '/v1/client/sessions', {
			query: { _method: 'DELETE', __clerk_db_jwt: had(devBrowserToken) },
		});
		expect([answer.status, answer.body.response.sessions]).toEqual([200, []]);
		expect(sandbox().requestLog.at(-1)).toMatchObject({ method: 'POST', status: 200 });
	});
});

describe('a live instance', () => {
	const sandbox = sandboxForTests({ instance: 'live' });
	const origin = 'https://app.sandbox.example';

	async function signInByCookie() {
		const { identifier, password } = person(sandbox(), 'grace');
		return await ask(sandbox(), 'POST', '/v1/client/sign_ins', {
			headers: { origin },
			form: { identifier, password: had(password) },
		});
	}

	const cookieOf = (answer: Awaited<ReturnType<typeof ask>>) =>
		had(/__client=[^;]+/.exec(answer.headers['set-cookie'] ?? '')?.[0]);

	it('has live keys and no dev browsers', async () => {
		expect(sandbox().details).toMatchObject({
			publishableKey: expect.stringMatching(/^pk_live_/),
			devBrowserToken: null,
		});
		const answer = await ask(sandbox(), 'POST', '/v1/dev_browser');
		expect([answer.status, answer.code]).toEqual([400, 'request_invalid_for_environment']);
	});

	it('knows a browser by its cookie and an origin of its own', async () => {
		const cookie = cookieOf(await signInByCookie());
		const own = await ask(sandbox(), 'GET', '/v1/client', { headers: { cookie, origin } });
		expect(own.body.response.sessions).toHaveLength(1);
		const foreign = { cookie, origin: 'https://elsewhere.example' };
		const refused = await ask(sandbox(), 'GET', '/v1/client', { headers: foreign });
		expect([refused.status, refused.code]).toEqual([400, 'origin_invalid']);
		expect(refused.headers['access-control-allow-origin']).toBeUndefined();
		const without = await ask(sandbox(), 'GET', '/v1/client', { headers: { cookie } });
		expect([without.status, without.code]).toEqual([400, 'origin_missing']);
	});

	it('changes the cookie on signing out', async () => {
		const cookie = cookieOf(await signInByCookie());
		const headers = { cookie, origin };
		const answer = await ask(sandbox(), 'DELETE', '/v1/client/sessions', { headers });
		expect(cookieOf(answer)).not.toBe(cookie);
		const late = await ask(sandbox(), 'GET', '/v1/client', { headers });
		expect(late.body.response).toBeNull();
	});

	it('has no test addresses', async () => {
		const { identifier, emailAddressId } = person(sandbox(), 'grace');
		await ask(sandbox(), 'POST', '/v1/client/sign_ins', {
			headers: { origin },
			form: { identifier, strategy: 'email_code' },
		});
		const code = sandbox().codeSentTo(had(emailAddressId));
		expect(code).toMatch(/^\d{6}$/);
		expect(code).not.toBe('424242');
	});
});
