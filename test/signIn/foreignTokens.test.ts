import type { Fault } from '../../sandbox';
import { jwtOf } from '../support/keys';
import { setup } from '../support/setup';
import { sampled } from '../support/size';
import { addAccount, clientOf, runStep, signInCount, storedToken, type Way, WAYS } from './account';

// Only Clerk replaces a client's token, and only by a token of the same client. Whatever else stands
// before it may send an Authorization header, too.

const env = setup();

const SESSIONS = /^\/v1\/client\/sessions/;
const SIGN_INS = '/v1/client/sign_ins';
const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json';
const PAGE = '<!doctype html><title>Log in</title>';
const SESSION_TOKEN = JSON.stringify({ object: 'token', jwt: jwtOf({ sub: 'user_1' }) });
const REFUSAL = JSON.stringify({
	errors: [{ code: 'form_param_value_invalid', message: 'no', long_message: 'No.' }],
	clerk_trace_id: 'trace',
});

const OTHER_CLIENT = jwtOf({ id: 'client_ofSomebodyElse', rotating_token: 'abc' });
const SESSION_JWT = jwtOf({ sid: 'sess_1', sub: 'user_1', iss: 'https://clerk.example.com' });
const BASIC = `Basic ${Buffer.from('user:password').toString('base64')}`;

const answer = (status: number, type: string, body: string, token: string): Fault => ({
	status,
	headers: { 'content-type': type, authorization: token, 'clerk-db-jwt': token },
	body,
});

/** Answers that replace no token. `own` is one of the credential's client that Clerk did not send. */
const FOREIGN: Record<string, (own: string) => Fault> = {
	'a 502 page': (own) => answer(502, HTML, '<html>Bad gateway</html>', own),
	'a 502 page with a Bearer of its own': () => answer(502, HTML, PAGE, 'Bearer of-the-proxy'),
	'a 503 without a body': (own) => answer(503, HTML, '', own),
	"a gateway's 429": (own) => answer(429, HTML, '<html>Slow down</html>', own),
	'a captive portal': () => answer(511, HTML, PAGE, BASIC),
	'a captive portal that says 200': () => answer(200, HTML, PAGE, BASIC),
	'a page that says 200': (own) => answer(200, HTML, PAGE, own),
	'a redirect': (own) => ({ ...answer(302, HTML, '', own) }),
	"another service's JSON": (own) => answer(200, JSON_TYPE, '{"hello":"world"}', own),
	"another service's 401": (own) => answer(401, JSON_TYPE, '{"message":"Unauthorized"}', own),
	'cut JSON': (own) => answer(200, JSON_TYPE, SESSION_TOKEN.slice(0, -2), own),
	"a good answer with another client's token": () =>
		answer(200, JSON_TYPE, SESSION_TOKEN, OTHER_CLIENT),
	"a refusal with another client's token": () => answer(422, JSON_TYPE, REFUSAL, OTHER_CLIENT),
	'a good answer with a session token': () => answer(200, JSON_TYPE, SESSION_TOKEN, SESSION_JWT),
	'a good answer with Basic': () => answer(200, JSON_TYPE, SESSION_TOKEN, BASIC),
	'a good answer with Bearer alone': () => answer(200, JSON_TYPE, SESSION_TOKEN, 'Bearer '),
	'a good answer with no JWT': () => answer(200, JSON_TYPE, SESSION_TOKEN, 'null'),
	'a good answer with a broken JWT': () => answer(200, JSON_TYPE, SESSION_TOKEN, 'a.b.c'),
	'a good answer with a list of tokens': (own) =>
		answer(200, JSON_TYPE, SESSION_TOKEN, `${own}, ${own}`),
};

const NAMES = Object.keys(FOREIGN);
/** Answers that are Clerk's but for their token, and answers that are not. */
const LIKE_CLERKS = sampled(NAMES.filter((what) => /^a (good|refusal)/.test(what)));
const NOT_CLERKS = sampled(NAMES.filter((what) => !/^a (good|refusal)/.test(what)));

const pasted = {
	name: 'a pasted client token',
	open: async () => {
		const { credential, clientToken = '' } = env.client;
		return await Promise.resolve({ credential, token: clientToken });
	},
};
const signedIn = (way: Way) => ({
	name: `the token that signing in by ${way} brought`,
	open: async () => {
		const credential = addAccount(env, way);
		await runStep(env, credential);
		return { credential, token: storedToken(env, credential) };
	},
});
const CREDENTIALS = [pasted, ...WAYS.map(signedIn)];

const once = { options: { maxRetries: 0 } };

describe.each(CREDENTIALS)('$name', ({ open }) => {
	test.each([...NOT_CLERKS, ...LIKE_CLERKS])('stays after %s', async (what) => {
		const { credential, token } = await open();
		const before = env.engine.credentials.get(credential);
		const fault = FOREIGN[what]?.(jwtOf({ id: clientOf(token), rotating_token: 'forged' }));
		env.sandbox.faults.add({ path: SESSIONS, times: 1, ...fault });
		await runStep(env, credential, once);

		const { error, requests } = await runStep(env, credential, once);
		expect(error).toBeUndefined();
		expect(requests.length).toBeGreaterThan(0);
		expect(requests.every(({ headers }) => headers.authorization === token)).toBe(true);
		expect(signInCount(requests)).toBe(0);
		expect(isSame(env.engine.credentials.get(credential), before)).toBe(true);
	});

	test.each([
		['a good answer', 200, SESSION_TOKEN, ''],
		['a good answer, after Bearer,', 200, SESSION_TOKEN, 'Bearer '],
		['a refusal', 422, REFUSAL, ''],
	])('is replaced where Clerk sends a newer one with %s', async (_what, status, body, prefix) => {
		const { credential, token } = await open();
		const newer = jwtOf({ id: clientOf(token), rotating_token: 'newer' });
		env.sandbox.faults.add({
			path: SESSIONS,
			times: 1,
			...answer(status, JSON_TYPE, body, prefix + newer),
		});
		await runStep(env, credential, once);
		expect(storedToken(env, credential) === newer).toBe(true);

		const { requests } = await runStep(env, credential, once);
		expect(requests[0]?.headers.authorization === newer).toBe(true);
	});
});

// A good answer or a refusal of Clerk's may bring any: dev browser tokens do not say whose they are.
test.each(NOT_CLERKS)('a pasted dev browser token stays after %s', async (what) => {
	const { credential, devBrowserToken } = env.browser;
	const before = env.engine.credentials.get(credential);
	const fault = FOREIGN[what]?.('dvb_forged');
	env.sandbox.faults.add({ path: SESSIONS, times: 1, ...fault });
	await runStep(env, credential, once);
	const { error, requests } = await runStep(env, credential, once);
	expect(error).toBeUndefined();
	expect(requests.every(({ query }) => query.__clerk_db_jwt === devBrowserToken)).toBe(true);
	expect(isSame(env.engine.credentials.get(credential), before)).toBe(true);
});

describe.each(WAYS)('signing in by %s', (way) => {
	const complete = JSON.stringify({
		response: { object: 'sign_in', status: 'complete', created_session_id: 'sess_1' },
		client: { object: 'client', id: 'client_1', sessions: [] },
	});

	test.each([
		...sampled([
			['Basic', BASIC],
			['garbage', 'null'],
			['Bearer alone', 'Bearer '],
		]),
		['a session token', SESSION_JWT],
		['another client’s token', OTHER_CLIENT],
	])('does not take %s for a client token', async (_what, token) => {
		const credential = addAccount(env, way);
		env.sandbox.faults.add({ path: SIGN_INS, ...answer(200, JSON_TYPE, complete, token) });
		const { error, requests } = await runStep(env, credential, once);
		expect(error).toBeDefined();
		expect(storedToken(env, credential)).toBe('');
		expect(requests.some(({ headers }) => headers.authorization === token)).toBe(false);
	});

	test.each(['a 502 page', 'a 503 without a body'])(
		'is not led astray by %s with a token',
		async (what) => {
			const fault = FOREIGN[what]?.(OTHER_CLIENT);
			env.sandbox.faults.add({ path: SIGN_INS, times: 1, ...fault });
			const credential = addAccount(env, way);
			const { error, requests } = await runStep(env, credential, once);
			expect(error).toBeUndefined();
			expect(requests.some(({ headers }) => headers.authorization === OTHER_CLIENT)).toBe(false);
			expect(clientOf(storedToken(env, credential))).not.toBe('client_ofSomebodyElse');
		},
	);
});

/** Not compared by an assertion, which would print tokens. */
function isSame(a: object, b: object): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}
