import axios from 'axios';
import { gzipSync } from 'node:zlib';
import { ask, NativeApp, person, sandboxForTests, signedIn } from './support';

const sandbox = sandboxForTests();
const ENVIRONMENT = '/v1/environment';

/** @returns the error's code when the connection was cut, else the status */
async function outcome(path = ENVIRONMENT): Promise<number | string | undefined> {
	try {
		return (await axios.get(`${sandbox().url}${path}`, { validateStatus: () => true })).status;
	} catch (error) {
		return axios.isAxiosError(error) ? error.code : String(error);
	}
}

describe('a fault', () => {
	it('befalls so many requests of one route', async () => {
		sandbox().faults.add({ method: 'get', path: ENVIRONMENT, times: 2, status: 503 });
		const statuses = [];
		for (const path of [ENVIRONMENT, '/v1/client', ENVIRONMENT, ENVIRONMENT]) {
			statuses.push((await ask(sandbox(), 'GET', path)).status);
		}
		expect(statuses).toEqual([503, 200, 503, 200]);
	});

	it('can be a limit with the time to wait', async () => {
		sandbox().faults.add({ path: /^\/v1\/client/, status: 429, retryAfter: 7 });
		const answer = await ask(sandbox(), 'GET', '/v1/client');
		expect(answer).toMatchObject({ status: 429, code: 'too_many_requests' });
		expect(answer.headers['retry-after']).toBe('7');
		sandbox().faults.clear();
		expect((await ask(sandbox(), 'GET', '/v1/client')).status).toBe(200);
	});

	it.each([
		[502, '<html>Bad gateway</html>', 'text/html'],
		[200, '', 'application/json'],
		[200, '{"response":{"object":"cli', 'application/json'],
	])('can answer %i with %j as it stands', async (status, body, type) => {
		sandbox().faults.add({ times: 1, status, body, headers: { 'content-type': type } });
		const answer = await fetch(`${sandbox().url}${ENVIRONMENT}`);
		expect([answer.status, await answer.text()]).toEqual([status, body]);
		expect(answer.headers.get('content-type')).toBe(type);
	});

	it('can be an answer without a body or one that leads elsewhere', async () => {
		sandbox().faults.add({ times: 1, status: 204 });
		sandbox().faults.add({ times: 1, status: 302, headers: { location: 'https://example.com' } });
		expect((await ask(sandbox(), 'GET', ENVIRONMENT)).status).toBe(204);
		const moved = await ask(sandbox(), 'GET', ENVIRONMENT);
		expect([moved.status, moved.headers.location]).toEqual([302, 'https://example.com']);
	});

	it('can be slow and then answer as ever', async () => {
		sandbox().faults.add({ times: 1, delayMs: 20 });
		expect((await ask(sandbox(), 'GET', ENVIRONMENT)).body).toHaveProperty('auth_config');
	});

	it('can drip its answer, from the time it was handled', async () => {
		const { app, path, sessionId } = signedIn(sandbox());
		sandbox().faults.add({ times: 1, dripMs: 5, status: 200, body: '{"a":1}' });
		const began = performance.now();
		const answer = await fetch(`${sandbox().url}${ENVIRONMENT}`);
		expect(answer.headers.get('content-length')).toBe('7');
		expect(await answer.json()).toEqual({ a: 1 });
		expect(performance.now() - began).toBeGreaterThan(6 * 5);

		sandbox().faults.add({ method: 'POST', times: 1, dripMs: 1000 });
		const ending = fetch(`${sandbox().url}${path}/end?_is_native=1`, {
			method: 'POST',
			headers: { authorization: app.token },
			signal: AbortSignal.timeout(150),
		}).then(async (slow) => await slow.text());
		await expect(ending).rejects.toThrow('timeout');
		expect(sandbox().statusOf(sessionId)).toBe('ended');
		expect(sandbox().requestLog.at(-1)?.status).toBe(200);
	});

	it('can be an answer of any bytes', async () => {
		const body = gzipSync('{"a":1}');
		sandbox().faults.add({ times: 1, body, headers: { 'content-encoding': 'gzip' } });
		expect(await (await fetch(`${sandbox().url}${ENVIRONMENT}`)).json()).toEqual({ a: 1 });
	});

	it('can add headers to an answer that is otherwise as ever', async () => {
		sandbox().faults.add({ times: 1, headers: { 'content-encoding': 'gzip' } });
		expect(await outcome()).toBe('Z_DATA_ERROR');
		expect(sandbox().requestLog.at(-1)?.status).toBe(200);
	});

	it.each([
		['beforeRequestIsHandled', 'active'],
		['afterRequestIsHandled', 'ended'],
		['midAnswer', 'ended'],
	] as const)('can cut the connection %s, the session then %s', async (cut, status) => {
		const { app, path, sessionId } = signedIn(sandbox());
		sandbox().faults.add({ method: 'POST', times: 1, cut });
		await expect(app.post(`${path}/end`)).rejects.toMatchObject({
			code: expect.stringMatching(/ECONNRESET|ERR_BAD_RESPONSE/),
		});
		expect(sandbox().requestLog.at(-1)?.path).toBe(`${path}/end`);
		expect(sandbox().statusOf(sessionId)).toBe(status);
	});
});

it('drops a share of the connections, the same ones from the same seed', async () => {
	const round = async () => {
		sandbox().reset();
		sandbox().settings.dropRate = 0.3;
		const outcomes = [];
		for (let n = 0; n < 40; n += 1) outcomes.push(await outcome());
		return outcomes;
	};
	const first = await round();
	const dropped = first.filter((one) => one === 'ECONNRESET').length;
	expect(dropped).toBeGreaterThan(4);
	expect(dropped).toBeLessThan(20);
	expect(await round()).toEqual(first);
});

describe('a rate limit', () => {
	it('counts by address within a window that slides', async () => {
		sandbox().settings.rateLimit = { requests: 2, perSeconds: 10 };
		const at = async (ms: number) => {
			sandbox().clock.advance(ms);
			const { status, headers } = await ask(sandbox(), 'GET', ENVIRONMENT);
			return [status, headers['retry-after']];
		};
		expect(await at(0)).toEqual([200, undefined]);
		expect(await at(4000)).toEqual([200, undefined]);
		expect(await at(1000)).toEqual([429, '5']);
		expect(await at(5000)).toEqual([200, undefined]);
		expect(await at(0)).toEqual([429, '4']);
	});

	it('counts sign-ins by person', async () => {
		sandbox().settings.signInRateLimit = { requests: 1, perSeconds: 10 };
		const begin = async (firstName: string) => {
			const { identifier } = person(sandbox(), firstName);
			return (await new NativeApp(sandbox()).post('/v1/client/sign_ins', { identifier })).status;
		};
		expect(await begin('ada')).toBe(200);
		expect(await begin('ada')).toBe(429);
		expect(await begin('grace')).toBe(200);
	});

	it('counts attempts by person', async () => {
		sandbox().settings.attemptRateLimit = { requests: 1, perSeconds: 10 };
		const { app, path } = signedIn(sandbox());
		await app.post(`${path}/verify`, { level: 'first_factor' });
		const attempt = async () =>
			(
				await app.post(`${path}/verify/attempt_first_factor`, {
					strategy: 'password',
					password: 'wrong',
				})
			).status;
		expect(await attempt()).toBe(422);
		expect(await attempt()).toBe(429);
	});
});

describe('the requestLog', () => {
	it('keeps what was asked', async () => {
		const { app, path } = signedIn(sandbox());
		await app.post(`${path}/touch`, { intent: 'focus' });
		expect(sandbox().requestLog).toEqual([
			{
				method: 'POST',
				path: `${path}/touch`,
				query: { _is_native: '1' },
				headers: expect.objectContaining({ authorization: app.token }),
				body: 'intent=focus',
				form: [['intent', 'focus']],
				status: 200,
				at: sandbox().clock.now(),
			},
		]);
		sandbox().clearRequestLog();
		expect(sandbox().requestLog).toEqual([]);
	});

	it('gives no status to what was cut', async () => {
		sandbox().faults.add({ cut: 'afterRequestIsHandled' });
		expect(await outcome()).toBe('ECONNRESET');
		expect(sandbox().requestLog.at(-1)).not.toHaveProperty('status');
	});
});
