import { createServer } from 'node:https';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createServer as createTcpServer } from 'node:net';
import { closedPort, listen } from '../support/localServer';
import { startOtherServer } from '../support/otherServer';
import { selfSignedCertificate } from '../support/selfSignedCertificate';
import { withMonotonicClock } from '../support/monotonicClock';
import { type NodeRunOptions, setup } from '../support/setup';
import { CREDENTIAL_TYPE, lastActive } from '../support/workflows';

// Session Token: Verify.

const KEYS = 'GET /.well-known/jwks.json 200';
const env = setup();
const JOAN = 'joan+clerk_test@example.com';

/** A credential that stands for nobody: a publishable key is all it has. */
const nobody = () => env.addCredential({ connectUsing: 'nobody' });

async function createToken(options: NodeRunOptions = {}, parameters: INodeParameters = {}) {
	const create = { resource: 'sessionToken', operation: 'create', ...parameters };
	const { json } = await env.runNode(create, options);
	return String(json[0]?.jwt);
}

async function verify(
	parameters: INodeParameters,
	{ credential = nobody(), ...options }: NodeRunOptions = {},
) {
	const run = await env.runNode(
		{ resource: 'sessionToken', operation: 'verify', ...parameters },
		{ credential, ...options },
	);
	const asked = run.recorded.map(({ method, path, status }) => `${method} ${path} ${status}`);
	return { ...run, asked };
}

/** A token with other claims or another header, signed by a key of its own. */
function forged(header: IDataObject, claims: IDataObject, key: KeyObject = ownKey): string {
	const encoded = [header, claims].map((part) =>
		Buffer.from(JSON.stringify(part)).toString('base64url'),
	);
	const signed = encoded.join('.');
	return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}
const { privateKey: ownKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('a valid token', () => {
	test('says whose it is; the keys are asked for without a client, nothing else', async () => {
		const token = await createToken();
		const { asked, json, recorded } = await verify({ token });
		expect(json).toEqual([
			{
				isValid: true,
				userId: env.sandbox.details.people[0]?.id,
				sessionId: env.client.sessionId,
				expiresAt: expect.stringMatching(/^2\d{3}-/),
				claims: expect.objectContaining({ sid: env.client.sessionId, sts: 'active' }),
			},
		]);
		expect(asked).toEqual([KEYS]);
		expect(recorded[0]?.headers.authorization).toBeUndefined();
	});

	test.each(['Bearer ', 'bearer  ', ''])('with “%s” before it', async (before) => {
		expect((await verify({ token: `${before}${await createToken()}` })).json).toMatchObject([
			{ isValid: true },
		]);
	});

	test('is taken from the header of a Webhook node by itself', async () => {
		const authorization = `Bearer ${await createToken()}`;
		const { json } = await verify(
			{},
			{ items: [{ headers: { authorization } }, { headers: {} }, {}] },
		);
		expect(json).toMatchObject([
			{ isValid: true },
			{ isValid: false, reason: 'token-missing' },
			{ isValid: false, reason: 'token-missing' },
		]);
	});

	test('has its organization', async () => {
		const [organizationId = ''] = env.sandbox.details.people[0]?.organizations ?? [];
		const token = await createToken({}, { organization: 'byId', organizationId });
		expect((await verify({ token })).json).toMatchObject([{ isValid: true, organizationId }]);
	});

	test('every other way to connect verifies as well, and nobody signs in', async () => {
		const token = await createToken();
		const { backendApiUrl, secretKey, people } = env.sandbox.details;
		const ticket = {
			connectUsing: 'signInTicket',
			secretKey,
			backendApiUrl,
			userId: people[0]?.id ?? '',
		};
		for (const credential of [env.client.credential, env.addCredential({ ...ticket })]) {
			const { asked, json } = await verify({ token }, { credential });
			expect(json).toMatchObject([{ isValid: true }]);
			expect(asked).toEqual([KEYS]);
		}
	});
});

describe('a token that is not valid is a result, with Clerk’s reason', () => {
	const header = () => ({ alg: 'RS256', typ: 'JWT', kid: env.sandbox.details.publishableKey });
	test.each<[string, () => string | Promise<string>, string]>([
		['none', () => '', 'token-missing'],
		['no JWT', () => 'abc', 'token-invalid'],
		['an unknown key', () => forged(header(), { sub: 'user_1' }), 'jwk-kid-mismatch'],
		[
			'a foreign signature',
			async () => withHeader(await createToken(), ownKey),
			'token-invalid-signature',
		],
		['a changed claim', async () => withClaims(await createToken()), 'token-invalid-signature'],
	])('%s', async (_name, token, reason) => {
		const { error, json } = await verify({ token: await token() });
		expect(error).toBeUndefined();
		expect(json).toEqual([{ isValid: false, reason }]);
	});

	/** The same header and claims, signed by another key. */
	function withHeader(token: string, key: KeyObject): string {
		const [header = '', claims = ''] = token.split('.');
		return forged(decoded(header), decoded(claims), key);
	}
	function withClaims(token: string): string {
		const [header = '', claims = '', signature = ''] = token.split('.');
		const changed = { ...decoded(claims), sub: 'user_somebody_else' };
		return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join(
			'.',
		);
	}
	const decoded = (part: string): IDataObject =>
		JSON.parse(Buffer.from(part, 'base64url').toString());

	test('it has expired, five seconds of clock skew later', async () => {
		env.sandbox.clock.advance(-62_000);
		const token = await createToken();
		expect((await verify({ token })).json).toMatchObject([{ isValid: true }]);
		const strict = { token, options: { clockSkew: 0 } };
		expect((await verify(strict)).json).toEqual([{ isValid: false, reason: 'token-expired' }]);
	});

	test('it comes from the future', async () => {
		env.sandbox.clock.advance(600_000);
		expect((await verify({ token: await createToken() })).json).toMatchObject([
			{ isValid: false, reason: 'token-not-active-yet' },
		]);
	});

	test('it was made for another origin', async () => {
		const token = await createToken();
		const options = { authorizedParties: 'https://app.example.com, https://www.example.com' };
		expect((await verify({ token, options })).json).toEqual([
			{ isValid: false, reason: 'token-invalid-authorized-parties' },
		]);
	});

	test('its session is pending, unless that is allowed', async () => {
		const as = env.signIn(JOAN);
		const options = { allowPendingSession: true };
		const token = await createToken({ as }, { options });
		expect((await verify({ token })).json).toEqual([{ isValid: false, reason: 'session_pending' }]);
		expect((await verify({ token, options })).json).toMatchObject([
			{ isValid: true, status: 'pending' },
		]);
	});

	test('with the option it is a failure that says so, without the token', async () => {
		const token = `${await createToken()}x`;
		const options = { failIfInvalid: true };
		const { error } = await verify(
			{ token: '={{ $json.token }}', options },
			{ items: [{ token }] },
		);
		expect(error?.message).toMatch(/^The session token is not valid: it/);
		expect(error).not.toHaveProperty('failure.cause');
		expect(JSON.stringify(error)).not.toContain(token.split('.')[1]);
	});

	test('what is said of it is whole, whatever the token is', async () => {
		const { error } = await verify({ token: 'session token', options: { failIfInvalid: true } });
		expect(error?.message).toBe('The session token is not valid: it is no session token');
	});

	test('one that is far too long is none, however well it is signed', async () => {
		const [header = '', claims = '', signature = ''] = (await createToken()).split('.');
		const padded = (length: number) => `${header}.${claims}.${signature}`.padEnd(length, '=');
		const verdict = async (length: number) => (await verify({ token: padded(length) })).json;
		expect(await verdict(64 * 1024)).toMatchObject([{ isValid: true }]);
		expect(await verdict(64 * 1024 + 1)).toEqual([{ isValid: false, reason: 'token-invalid' }]);
	});

	test('one bad token takes no other item down', async () => {
		const good = await createToken();
		const options = { failIfInvalid: true };
		const { json } = await verify(
			{ token: '={{ $json.token }}', options },
			{
				items: [{ token: good }, { token: 'bad' }, { token: good }],
				onError: 'continueRegularOutput',
			},
		);
		expect(json).toMatchObject([
			{ isValid: true },
			{ error: { code: 'token-invalid' } },
			{ isValid: true },
		]);
	});

	test('a field that is not text is refused', async () => {
		const { error } = await verify({ token: '={{ {} }}' });
		expect(error?.message).toBe("'Token' is not text");
	});
});

describe('the keys', () => {
	test('are asked for once, however many items and runs', async () => {
		const token = await createToken();
		const credential = nobody();
		const items = Array.from({ length: 200 }, () => ({}));
		expect((await verify({ token }, { credential, items })).asked).toEqual([KEYS]);
		expect((await verify({ token }, { credential, items })).asked).toEqual([]);
	});

	test('are asked for again after five minutes', async () => {
		const token = await createToken();
		const credential = nobody();
		await verify({ token }, { credential });
		const after = async (minutes: number) =>
			await withMonotonicClock(
				minutes * 60_000,
				async () => await verify({ token }, { credential }),
			);
		expect((await after(4)).asked).toEqual([]);
		expect((await after(5.1)).asked).toEqual([KEYS]);
	});

	test('are asked for an unknown one once a minute at most', async () => {
		const token = forged({ alg: 'RS256', kid: 'other' }, { sub: 'user_1' });
		const credential = nobody();
		const items = Array.from({ length: 20 }, () => ({}));
		expect((await verify({ token }, { credential, items })).asked).toEqual([KEYS]);
		expect((await verify({ token }, { credential })).asked).toEqual([]);
		const later = async () => await verify({ token }, { credential });
		expect((await withMonotonicClock(61_000, later)).asked).toEqual([KEYS]);
	});

	test('are not asked for where a token names none', async () => {
		const token = forged({ alg: 'RS256' }, { sub: 'user_1' });
		const { asked, json } = await verify({ token });
		expect(json).toEqual([{ isValid: false, reason: 'jwk-kid-mismatch' }]);
		expect(asked).toEqual([]);
	});

	/** Tokens that nobody has signed, each with a key of its own. */
	const manyForged = (count: number) =>
		Array.from({ length: count }, (_, number) => ({
			token: forged({ alg: 'RS256', kid: `key ${number}` }, { sub: 'user_1' }),
		}));
	const EACH = { token: '={{ $json.token }}' };

	test.each([404, 503])(
		'that cannot be had (%d) are asked for every five seconds at most',
		async (status) => {
			env.sandbox.faults.add({ path: '/.well-known/jwks.json', status });
			const asked = KEYS.replace('200', String(status));
			const credential = nobody();
			const options = {
				credential,
				onError: 'continueRegularOutput',
				items: manyForged(3),
			} as const;
			const run = async () => await verify({ ...EACH, options: { maxRetries: 0 } }, { ...options });
			const first = await run();
			expect(first.asked).toEqual([asked]);
			const second = await run();
			expect(second.asked).toEqual([]);
			expect(second.json).toEqual(first.json);
			expect((await withMonotonicClock(5_100, run)).asked).toEqual([asked]);
		},
	);

	test('that are known do while no others can be had, and an unknown one fails for a minute', async () => {
		const token = await createToken();
		const credential = nobody();
		const options = { maxRetries: 0 };
		await verify({ token, options }, { credential });
		env.sandbox.faults.add({ path: '/.well-known/jwks.json', status: 503 });
		const [unknown] = manyForged(1);
		const run = async () => await verify({ ...unknown, options }, { credential });
		for (const asked of [[KEYS.replace('200', '503')], []]) {
			const failed = await withMonotonicClock(61_000, run);
			expect(failed.error?.message).toMatch(/^The public keys cannot be had/);
			expect(failed.asked).toEqual(asked);
		}
		expect((await verify({ token, options }, { credential })).json).toMatchObject([
			{ isValid: true },
		]);
		expect((await withMonotonicClock(122_000, run)).asked).toHaveLength(1);
	});

	test('are waited for by nobody who asks in another way', async () => {
		let knocked = () => {};
		const knock = new Promise<void>((resolve) => (knocked = resolve));
		const hole = await listen(createTcpServer(() => knocked()));
		// Nothing listens there: who asks without a proxy fails at once.
		const credential = env.addCredential({
			connectUsing: 'nobody',
			proxyUrl: `https://${await closedPort()}`,
		});
		const token = forged({ alg: 'RS256', kid: 'other' }, { sub: 'user_1' });
		const options = { maxRetries: 0 };
		const hanging = verify(
			{ token, options, requestOptions: { proxy: `http://${hole.host}`, timeout: 3_000 } },
			{ credential },
		);
		await knock;
		const { error } = await verify({ token, options }, { credential });
		expect(error?.message).toMatch(/ refused the connection$/);
		expect((await hanging).error?.message).toMatch(/ did not answer in time$/);
		await hole.stop();
	});

	const out = [{ status: 500 }, { status: 429 }, { cut: 'midAnswer' }, { body: '<html>' }] as const;
	test.each([...out, { body: '{"keys":[]}' }])('%j is a failure, never “valid”', async (fault) => {
		const token = await createToken();
		env.sandbox.faults.add({ path: '/.well-known/jwks.json', ...fault });
		const { error, json } = await verify({ token, options: { maxRetries: 0 } });
		expect(error?.message).toMatch(/public keys cannot be had|connection|could not be reached/i);
		expect(json).toEqual([]);
	});

	test('a failure that passes is sat out', async () => {
		const token = await createToken();
		env.sandbox.faults.add({ path: '/.well-known/jwks.json', status: 503, times: 1 });
		expect((await verify({ token })).json).toMatchObject([{ isValid: true }]);
	});

	test('are not taken from whoever has no certificate, whatever the step says', async () => {
		const token = await createToken();
		const server = createServer(selfSignedCertificate(), (_request, response) => {
			response.setHeader('Content-Type', 'application/json');
			response.end(JSON.stringify({ keys: [] }));
		});
		const { host, stop } = await listen(server);
		try {
			const credential = env.addCredential({
				connectUsing: 'nobody',
				proxyUrl: `https://${host}`,
			});
			const requestOptions = { allowUnauthorizedCerts: true };
			const { error } = await verify({ token, requestOptions }, { credential });
			expect(error?.message).toBe(`The certificate of ${host} is not trusted`);
		} finally {
			await stop();
		}
	});

	test('of another instance do not do', async () => {
		const token = await createToken();
		const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
			format: 'jwk',
		});
		const other = await startOtherServer({
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ keys: [{ ...jwk, kid: 'ins_other', alg: 'RS256' }] }),
		});
		try {
			const credential = env.addCredential({ connectUsing: 'nobody', proxyUrl: other.url });
			expect((await verify({ token }, { credential })).json).toEqual([
				{ isValid: false, reason: 'jwk-kid-mismatch' },
			]);
		} finally {
			await other.stop();
		}
	});
});

describe('a credential that stands for nobody', () => {
	test('passes its test where the instance has public keys, and says so where not', async () => {
		expect(await env.engine.testCredential(nobody())).toMatchObject({ status: 'OK' });
		// Of a client, which it has none of, nothing is asked.
		const paths = env.sandbox.requestLog.map(({ path }) => path);
		expect(new Set(paths)).toEqual(new Set(['/.well-known/jwks.json']));
		env.sandbox.faults.add({ path: '/.well-known/jwks.json', status: 404 });
		expect(await env.engine.testCredential(nobody())).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('The public keys cannot be had'),
		});
	});

	test('does for nothing else, and says what to do', async () => {
		const { error, recorded } = await env.runNode(
			{ resource: 'session', operation: 'get' },
			{ credential: nobody() },
		);
		expect(error?.message).toBe("The credential stands for nobody: 'Connect Using' is 'Nobody'");
		expect(recorded).toEqual([]);
		const id = nobody();
		const list = env.engine.listSearch(
			'n8n-nodes-clerk-sessions.clerkSessions',
			'searchSessions',
			{ resource: 'session', operation: 'get', sessionId: lastActive },
			{ [CREDENTIAL_TYPE]: { id, name: id } },
		);
		await expect(list).rejects.toThrow('The credential stands for nobody');
	});
});
