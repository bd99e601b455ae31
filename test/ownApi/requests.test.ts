import { inspect } from 'node:util';
import { fieldsFor, LOOK_UP, person, requestLines, SIGN_IN, TOKEN, WAYS } from '../signIn/account';
import { withDate } from '../signIn/withDate';
import { withMonotonicClock } from '../support/monotonicClock';
import { sized } from '../support/size';
import { afterManualTrigger, byId, clerkSessions, lastActive } from '../support/workflows';
import { startOwnApi } from '../support/ownApi';
import { setupWithApi } from './setup';

// The credential for one's own API, in n8n's HTTP Request node.

const log: string[] = [];
const env = setupWithApi({ onLog: (line) => log.push(line) });
beforeEach(() => void (log.length = 0));

const items = (count: number) => Array.from({ length: count }, () => ({}));
const grace = () => person(env, 'grace').id;
const MADE = [LOOK_UP, TOKEN];
const TEMPLATE_TOKEN = 'POST /v1/client/sessions/{id}/tokens/hasura 200';

describe('who is signed in', () => {
	test.each(WAYS)('%s: signs in, makes a token, and the API knows the person', async (way) => {
		const credential = env.addApiCredential(fieldsFor(env, way));
		const run = await env.request(credential, '/me');
		expect(run.error).toBeUndefined();
		expect(run.json).toEqual([{ userId: grace() }]);
		expect(run.clerk).toEqual([...SIGN_IN[way], ...MADE]);
		expect(run.api).toEqual(['GET /me 200']);
	});

	test('a pasted client token does as well', async () => {
		const { clientToken = '' } = env.sandbox.signIn(grace());
		const credential = env.addApiCredential({ connectUsing: 'clientToken', clientToken });
		const run = await env.request(credential, '/me');
		expect(run.json).toEqual([{ userId: grace() }]);
		expect(run.clerk).toEqual(MADE);
	});

	test('a dev browser token does as well', async () => {
		const { devBrowserToken = '' } = env.sandbox.signIn(grace(), 'devBrowser');
		const credential = env.addApiCredential({ connectUsing: 'devBrowser', devBrowserToken });
		const run = await env.request(credential, '/me');
		expect(run.json).toEqual([{ userId: grace() }]);
		expect(run.clerk).toEqual(MADE);
	});

	test('a credential of the Frontend API with the same fields, used before, has signed in for it', async () => {
		const credential = env.addApiCredential();
		const { apiUrl, ...fields } = env.engine.credentials.get(credential);
		expect(apiUrl).toBe(env.api.url);
		const other = env.addCredential(fields);
		const step = clerkSessions(
			{ resource: 'session', operation: 'get', sessionId: lastActive },
			other,
		);
		expect((await env.engine.run(afterManualTrigger(step))).error).toBeUndefined();
		expect((await env.request(credential, '/me')).clerk).toEqual(MADE);
	});
});

const MANY = sized({ full: 1000, short: 60 });

describe('one token', () => {
	test(`for ${MANY} items, with one sign-in and one write`, async () => {
		const credential = env.addApiCredential();
		const run = await env.request(credential, '/me', { items: items(MANY) });
		expect(run.error).toBeUndefined();
		expect(run.json).toHaveLength(MANY);
		expect(run.clerk).toEqual([...SIGN_IN.signInTicket, ...MADE]);
		expect(run.writes).toBe(1);
		expect(env.api.tokenCount).toBe(1);
	});

	test('for all executions and nodes, until shortly before it expires', async () => {
		const credential = env.addApiCredential();
		await env.request(credential, '/me');
		expect(await env.request(credential, '/me')).toMatchObject({ clerk: [], writes: 0 });
		await withMonotonicClock(34_000, async () => {
			expect(await env.request(credential, '/me')).toMatchObject({ clerk: [], writes: 0 });
		});
		await withMonotonicClock(46_000, async () => {
			const run = await env.request(credential, '/me', { items: items(50) });
			expect(run).toMatchObject({ error: undefined, clerk: MADE, writes: 1 });
		});
	});

	test('whatever the clock of this machine shows', async () => {
		const hour = 3_600_000;
		// The clock of the API is the same here.
		const lenient = await startOwnApi(env.sandbox.url, { clockSkewInMs: 2 * hour });
		const credential = env.addApiCredential({ apiUrl: lenient.url });
		await env.request(credential, lenient.url);
		for (const offset of [-hour, hour]) {
			await withDate(Date.now() + offset, async () => {
				await env.request(credential, lenient.url);
				expect((await env.request(credential, lenient.url)).clerk).toEqual([]);
			});
		}
		await lenient.stop();
	});

	test('that lives for a shorter time is used for half of it', async () => {
		Object.assign(env.sandbox.settings, { sessionTokenLifetimeMs: 20_000 });
		const credential = env.addApiCredential();
		await env.request(credential, '/me');
		await withMonotonicClock(9_000, async () => {
			expect((await env.request(credential, '/me')).clerk).toEqual([]);
		});
		await withMonotonicClock(11_000, async () => {
			expect((await env.request(credential, '/me')).clerk).toEqual(MADE);
		});
	});

	test('serves as long as it lives where Clerk is out, and Clerk is not asked for each request', async () => {
		const credential = env.addApiCredential();
		await env.request(credential, '/me');
		env.sandbox.faults.add({ path: /\/tokens/, status: 503, times: 1000 });
		await withMonotonicClock(46_000, async () => {
			const run = await env.request(credential, '/me', { items: items(20) });
			expect(run).toMatchObject({ error: undefined, writes: 1 });
			expect(run.clerk.length).toBeLessThanOrEqual(8);
			expect((await env.request(credential, '/me')).clerk).toEqual([]);
		});
		await withMonotonicClock(61_000, async () => {
			const run = await env.request(credential, '/me');
			expect(run.error?.message).toMatch(/^The session token could not be made: /);
			expect(run.api).toEqual([]);
		});
	}, 60_000);

	test('is made for the session known where Clerk cannot say which one is the last active', async () => {
		const credential = env.addApiCredential();
		await env.request(credential, '/me');
		env.sandbox.faults.add({ path: '/v1/client', status: 503, times: 1000 });
		await withMonotonicClock(61_000, async () => {
			const run = await env.request(credential, '/me');
			expect(run.error).toBeUndefined();
			expect(run.clerk).toEqual(['GET /v1/client 503', TOKEN]);
		});
	});

	test('is made with the last one where Clerk asks for that', async () => {
		const credential = env.addApiCredential();
		await env.request(credential, '/me');
		Object.assign(env.sandbox.settings, { requireExpiredToken: true });
		await withMonotonicClock(61_000, async () => {
			expect((await env.request(credential, '/me')).error).toBeUndefined();
		});
	});

	test('is not used any more once a step has ended its session', async () => {
		const credential = env.addApiCredential();
		await env.request(credential, '/me');
		const { apiUrl, ...fields } = env.engine.credentials.get(credential);
		expect(apiUrl).toBe(env.api.url);
		const other = env.addCredential(fields);
		const end = clerkSessions(
			{ resource: 'session', operation: 'end', sessionId: lastActive },
			other,
		);
		expect((await env.engine.run(afterManualTrigger(end))).error).toBeUndefined();
		const [before] = env.api.requests;
		const run = await env.request(credential, '/me');
		expect(run.error).toBeUndefined();
		expect(env.api.requests.at(-1)?.sessionId).not.toBe(before?.sessionId);
	});
});

describe('which token', () => {
	test('one of a template', async () => {
		const credential = env.addApiCredential({ templateName: 'hasura' });
		const run = await env.request(credential, '/me');
		expect(run.error).toBeUndefined();
		expect(run.clerk).toEqual([...SIGN_IN.signInTicket, LOOK_UP, TEMPLATE_TOKEN]);
	});

	test('one for an organization, in which a sign-in by ticket begins', async () => {
		const [ada] = env.sandbox.details.people;
		const organizationId = ada?.organizations[0] ?? '';
		const credential = env.addApiCredential({
			userId: ada?.id ?? '',
			organization: 'byId',
			organizationId,
		});
		const run = await env.request(credential, '/me');
		expect(run.error).toBeUndefined();
		expect(env.api.requests.at(-1)?.claims).toMatchObject({ o: { id: organizationId } });
	});

	test.each([
		['unchanged', 'o'],
		['personal', undefined],
	])('%s', async (organization, claim) => {
		const [ada] = env.sandbox.details.people;
		const organizationId = ada?.organizations[0] ?? '';
		const { clientToken = '', credential: other, sessionId } = env.signIn(ada?.id);
		const touch = { resource: 'session', operation: 'touch', sessionId: byId(sessionId) };
		const chosen = { organization: 'byId', organizationId: byId(organizationId) };
		await env.engine.run(afterManualTrigger(clerkSessions({ ...touch, ...chosen }, other)));
		const credential = env.addApiCredential({
			connectUsing: 'clientToken',
			clientToken,
			organization,
		});
		expect((await env.request(credential, '/me')).error).toBeUndefined();
		const claims = env.api.requests.at(-1)?.claims ?? {};
		expect(Object.hasOwn(claims, 'o')).toBe(claim !== undefined);
	});
});

test('what n8n does by itself: pages', async () => {
	const credential = env.addApiCredential();
	const run = await env.request(credential, '/pages', {
		parameters: {
			options: {
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: {
							parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount + 1 }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: '={{ !$response.body.next }}',
					},
				},
			},
		},
	});
	expect(run.error).toBeUndefined();
	expect(run.json.map(({ page }) => page)).toEqual([1, 2, 3, 4, 5]);
	expect(run.clerk).toEqual([...SIGN_IN.signInTicket, ...MADE]);
	expect(run.writes).toBe(1);
});

test('what n8n does by itself: Retry On Fail', async () => {
	const credential = env.addApiCredential();
	const run = await env.request(credential, '/status/500', {
		more: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
	});
	expect(run.api).toEqual(Array.from({ length: 3 }, () => 'GET /status/500 500'));
	expect(env.api.tokenCount).toBe(1);
	expect(run.writes).toBe(1);
});

test('no token stands in what n8n keeps or logs, nor in an error', async () => {
	const credential = env.addApiCredential();
	const runs = [
		await env.request(credential, '/me'),
		await env.request(credential, '/status/500'),
		await env.request(credential, '/redirect'),
		await env.request(credential, 'https://api.example.com/'),
	];
	const seen = [...runs.map(({ result }) => inspect(result.run, { depth: 20 })), ...log].join('\n');
	const { sessionToken, sessionClientToken } = env.engine.credentials.get(credential);
	const secrets = [...env.api.tokens, String(sessionToken), String(sessionClientToken)];
	expect(secrets.map((secret) => secret.length > 100)).toEqual([true, true, true]);
	expect(secrets.map((secret) => seen.includes(secret))).toEqual([false, false, false]);
	expect(requestLines(env.sandbox.requestLog)).not.toEqual([]);
});
