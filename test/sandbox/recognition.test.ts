import { ask, had, NativeApp, person, sandboxForTests, signedIn } from './support';

const sandbox = sandboxForTests();

describe('a native client', () => {
	it.each(['1', 'true'])('is known by its token with _is_native=%s', async (flag) => {
		const { clientToken, clientId } = sandbox().signIn();
		for (const authorization of [had(clientToken), `Bearer ${clientToken}`]) {
			const answer = await ask(sandbox(), 'GET', '/v1/client', {
				query: { _is_native: flag },
				headers: { authorization },
			});
			expect(answer.body.response.id).toBe(clientId);
			expect(answer.body.client).toBeNull();
		}
	});

	it('without a token, or with one nobody knows, is nobody', async () => {
		const forged = `${had(sandbox().signIn().clientToken).slice(0, -4)}AAAA`;
		for (const token of ['', 'Bearer', 'nonsense', forged]) {
			const app = new NativeApp(sandbox(), token);
			const client = await app.ask('GET', '/v1/client');
			expect([client.status, client.body.response]).toEqual([200, null]);
			const session = await app.ask('GET', '/v1/client/sessions/sess_x');
			expect([session.status, session.code]).toEqual([401, 'signed_out']);
		}
	});

	it('may not name an origin', async () => {
		const answer = await ask(sandbox(), 'GET', '/v1/client', {
			query: { _is_native: '1' },
			headers: { authorization: had(sandbox().signIn().clientToken), origin: sandbox().url },
		});
		expect([answer.status, answer.code]).toEqual([400, 'origin_authorization_headers_conflict']);
	});

	it('is refused where the Native API is off', async () => {
		sandbox().settings.nativeApi = false;
		const answer = await signedIn(sandbox()).app.ask('GET', '/v1/client');
		expect([answer.status, answer.code]).toEqual([400, 'native_api_disabled']);
	});

	it('is not recognised by the header alone', async () => {
		const { clientToken, sessionId } = sandbox().signIn();
		const answer = await ask(sandbox(), 'GET', `/v1/client/sessions/${sessionId}`, {
			headers: { authorization: had(clientToken) },
		});
		expect([answer.status, answer.code]).toEqual([401, 'dev_browser_unauthenticated']);
	});
});

describe('a dev browser', () => {
	it.each(['__clerk_db_jwt', '__dev_session'])('is known by %s in the query', async (name) => {
		const { devBrowserToken, sessionId } = sandbox().signIn(undefined, 'devBrowser');
		const answer = await ask(sandbox(), 'GET', `/v1/client/sessions/${sessionId}`, {
			query: { [name]: had(devBrowserToken) },
		});
		expect([answer.status, answer.body.response.id]).toEqual([200, sessionId]);
	});

	it('comes from POST /v1/dev_browser, holds no client at first, and signs in', async () => {
		const made = await ask(sandbox(), 'POST', '/v1/dev_browser');
		const query = { __clerk_db_jwt: String(made.body.id) };
		const before = await ask(sandbox(), 'GET', '/v1/client', { query });
		expect([before.status, before.body.response]).toEqual([200, null]);

		const { identifier, password } = person(sandbox(), 'grace');
		const signIn = await ask(sandbox(), 'POST', '/v1/client/sign_ins', {
			query,
			form: { identifier, password: had(password) },
		});
		expect(signIn.body.response.status).toBe('complete');
		const newer = { __clerk_db_jwt: had(signIn.headers['clerk-db-jwt']) };
		expect(signIn.headers.authorization).toBeUndefined();
		const after = await ask(sandbox(), 'GET', '/v1/client', { query: newer });
		expect(after.body.response.sessions).toHaveLength(1);
		const older = await ask(sandbox(), 'GET', '/v1/client', { query });
		expect([older.status, older.code]).toEqual([401, 'dev_browser_unauthenticated']);
	});

	it('that nobody knows is refused everywhere', async () => {
		for (const path of ['/v1/client', '/v1/environment', '/v1/client/sessions/sess_x']) {
			const answer = await ask(sandbox(), 'GET', path, { query: { __clerk_db_jwt: 'dvb_dead' } });
			expect([answer.status, answer.code]).toEqual([401, 'dev_browser_unauthenticated']);
		}
	});

	it('is needed to sign in from a browser on a test instance', async () => {
		const { identifier } = person(sandbox(), 'grace');
		const answer = await ask(sandbox(), 'POST', '/v1/client/sign_ins', { form: { identifier } });
		expect([answer.status, answer.code]).toEqual([401, 'dev_browser_unauthenticated']);
	});
});

describe('a client token', () => {
	it.each([
		['end', 'POST', (path: string) => `${path}/end`],
		['remove', 'POST', (path: string) => `${path}/remove`],
		['remove all', 'DELETE', () => '/v1/client/sessions'],
	])('changes on %s, and the older one is dead', async (_name, method, at) => {
		const { app, clientId, path } = signedIn(sandbox());
		const older = app.token;
		await app.ask(method, at(path));
		expect(app.token).not.toBe(older);
		expect((await app.ask('GET', '/v1/client')).body.response.id).toBe(clientId);
		const late = await new NativeApp(sandbox(), older).ask('GET', '/v1/client');
		expect(late.body.response).toBeNull();
	});

	it('does not change otherwise', async () => {
		const { app, path } = signedIn(sandbox());
		for (const step of ['touch', 'tokens', 'tokens/hasura']) {
			expect((await app.post(`${path}/${step}`)).headers.authorization).toBeUndefined();
		}
	});

	it('says which client it is, beside what rotates', () => {
		const { clientId, clientToken } = sandbox().signIn();
		const claims = Buffer.from(had(had(clientToken).split('.')[1]), 'base64url').toString();
		expect(JSON.parse(claims)).toEqual({ id: clientId, rotating_token: expect.any(String) });
	});

	it('rotates with every answer on demand, the older one alive for a while', async () => {
		Object.assign(sandbox().settings, { rotateTokenOnEveryResponse: true, rotationGraceMs: 5000 });
		const { app, path } = signedIn(sandbox());
		const older = app.token;
		await app.post(`${path}/touch`);
		expect(app.token).not.toBe(older);
		const alive = async () =>
			(await new NativeApp(sandbox(), older).ask('GET', '/v1/client')).body.response !== null;
		sandbox().clock.advance(4999);
		expect(await alive()).toBe(true);
		sandbox().clock.advance(1);
		expect(await alive()).toBe(false);
	});

	it('is cleared when the client is given up', async () => {
		const { app } = signedIn(sandbox());
		const older = app.token;
		expect((await app.ask('DELETE', '/v1/client')).status).toBe(200);
		expect(app.token).toBe('');
		const late = await new NativeApp(sandbox(), older).ask('DELETE', '/v1/client');
		expect([late.status, late.code]).toEqual([401, 'signed_out']);
	});
});

it('keeps one client from another’s sessions', async () => {
	const { path } = signedIn(sandbox());
	const stranger = signedIn(sandbox(), 'grace+clerk_test@example.com').app;
	for (const [method, step] of [
		['GET', ''],
		['POST', '/touch'],
		['POST', '/tokens'],
		['POST', '/end'],
		['POST', '/remove'],
	] as const) {
		const answer = await stranger.ask(method, `${path}${step}`);
		expect([answer.status, answer.code]).toEqual([404, 'resource_not_found']);
	}
});

it('answers the wrong host and an unknown version as Clerk does', async () => {
	const version = { query: { __clerk_api_version: '1999-01-01' } };
	const unknown = await ask(sandbox(), 'GET', '/v1/environment', version);
	expect([unknown.status, unknown.code]).toEqual([400, 'api_version_invalid']);
	sandbox().settings.allowedHosts = ['clerk.sandbox.example'];
	const wrong = await ask(sandbox(), 'GET', '/v1/environment');
	expect([wrong.status, wrong.code]).toEqual([400, 'host_invalid']);
});
