import fc from 'fast-check';
import { createServer } from 'node:http';
import { join } from 'node:path';
import {
	type DeclarativeRestApiSettings,
	type IExecuteData,
	type IHttpRequestOptions,
	type INodeExecutionData,
	type INodeParameters,
	NodeApiError,
} from 'n8n-workflow';
import { readLocator, readParameter } from '../../nodes/ClerkSessions/fields/readParameter';
import { type Engine, startEngine } from '../support/engine';
import { isAtLeast } from '../support/engine/versions/n8nWorkflow';
import { listen, type LocalServer } from '../support/localServer';
import { probe, resetProbe } from './fixture/probe';
import { chain, MANUAL_TRIGGER, node, PROBE_NODE } from './fixture/workflows';

// One test for each line of docs/assumptions.md.

/** Before 2.34, NodeApiError hides the cause it is given. */
const KEEPS_CAUSE = isAtLeast(2, 34);

const LIVE = 'live';
const UNREACHABLE = 'unreachable';

let engine: Engine;
let server: LocalServer;
/** Path and token of every request that arrived. */
const arrived: string[] = [];

beforeAll(async () => {
	server = await listen(
		createServer((request, response) => {
			const { url = '/', headers } = request;
			arrived.push(`${url} ${headers.authorization}`);
			if (url === '/never') return;
			if (url === '/cut') {
				request.socket.destroy();
				return;
			}
			const status = Number(url.slice(1)) || 200;
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ message: `answer ${status}` }));
		}),
	);
	engine = await startEngine({ packages: [join(__dirname, 'fixture')] });
});
beforeEach(() => {
	resetProbe();
	arrived.length = 0;
	store('');
});
afterAll(async () => {
	await engine?.stop();
	await server?.stop();
});

/** Stores both credentials with a token. */
function store(token: string): void {
	const add = (id: string, url: string) =>
		engine.credentials.add(id, { name: id, type: 'probeApi', data: { url, token } });
	add(LIVE, `http://${server.host}`);
	add(UNREACHABLE, 'http://127.0.0.1:1');
}

function start(path: string, credential = LIVE, items = 1, more: INodeParameters = {}) {
	const credentials = { probeApi: { id: credential, name: credential } };
	const parameters = { path, ...more };
	return engine.run(
		chain(node('Start', MANUAL_TRIGGER), node('Probe', PROBE_NODE, parameters, { credentials })),
		{ input: Array.from({ length: items }, () => ({})) },
	);
}

/** Notes each call of the two hooks, in order. */
function notedCalls(): string[] {
	const calls: string[] = [];
	const { preAuthentication, authenticate } = probe;
	probe.preAuthentication = async function (credentials) {
		calls.push('preAuthentication');
		return await preAuthentication.call(this, credentials);
	};
	probe.authenticate = async (credentials, request) => {
		calls.push(`authenticate ${String(credentials.token)}`);
		return await authenticate(credentials, request);
	};
	return calls;
}

/** Runs, and hands out what the request made in the pagination function failed with. */
async function errorOf(path: string, credential = LIVE): Promise<unknown> {
	let caught: unknown;
	probe.paginate = async function (request) {
		try {
			return await this.makeRoutingRequest(request);
		} catch (error) {
			caught = error;
			return [{ json: {} }];
		}
	};
	const { error } = await start(path, credential);
	expect(error).toBeUndefined();
	return caught;
}

/** An answer of 401, as `authenticate` makes one up. */
class NeedsToken extends Error {
	readonly response = { status: 401 };
}

describe('preAuthentication', () => {
	test('runs where the expirable property is empty, once for each request, and what it returns is stored', async () => {
		const calls = notedCalls();
		await start('/thing');
		expect(calls).toEqual(['preAuthentication', 'authenticate fetched']);
		expect(arrived).toEqual(['/thing fetched']);
		expect(engine.credentials.get(LIVE).token).toBe('fetched');
		await start('/thing');
		expect(calls.slice(2)).toEqual(['authenticate fetched']);
	});

	test('stores nothing where what it returns lacks the expirable property', async () => {
		probe.preAuthentication = async () => ({ other: 'thing' });
		const before = engine.credentials.get(LIVE);
		await start('/thing');
		expect(engine.credentials.get(LIVE)).toEqual(before);
	});

	test('runs after an answer of 401, and the request is sent again whatever it returns', async () => {
		store('old');
		const calls = notedCalls();
		await start('/401');
		expect(calls).toEqual(['authenticate old', 'preAuthentication', 'authenticate fetched']);
		expect(arrived).toEqual(['/401 old', '/401 fetched']);

		store('old');
		arrived.length = 0;
		probe.preAuthentication = async () => ({});
		await start('/401');
		expect(arrived).toEqual(['/401 old', '/401 old']);
	});

	test('does not run after another status, or where no answer came', async () => {
		store('old');
		const calls = notedCalls();
		for (const path of ['/403', '/429', '/503', '/cut']) await start(path);
		expect(calls).toEqual(Array.from({ length: 4 }, () => 'authenticate old'));
	});

	test('may send requests of its own with the helper in `this`', async () => {
		probe.preAuthentication = async function ({ url }) {
			await this.helpers.httpRequest({ url: `${String(url)}/sign-in`, method: 'POST' });
			return { token: 'fetched' };
		};
		await start('/thing');
		expect(arrived).toEqual(['/sign-in undefined', '/thing fetched']);
	});

	test('is what the HTTP Request node calls after any request that failed', async () => {
		store('old');
		const calls = notedCalls();
		const request = node(
			'HTTP Request',
			'n8n-nodes-base.httpRequest',
			{
				url: `http://${server.host}/404`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'probeApi',
				options: {},
			},
			{ typeVersion: 4.2, credentials: { probeApi: { id: LIVE, name: LIVE } } },
		);
		await engine.run(chain(node('Start', MANUAL_TRIGGER), request));
		expect(calls).toEqual(['authenticate old', 'preAuthentication', 'authenticate fetched']);
		expect(arrived).toEqual(['/404 old', '/404 fetched']);
	});
});

describe('authenticate', () => {
	test('that throws a 401 is followed by preAuthentication and called again; nothing was sent before', async () => {
		store('old');
		const calls = notedCalls();
		const { authenticate } = probe;
		probe.authenticate = async (credentials, request) => {
			const signed = await authenticate(credentials, request);
			if (credentials.token === 'old') throw new NeedsToken('no token yet');
			return signed;
		};
		const { error } = await start('/thing');
		expect(error).toBeUndefined();
		expect(calls).toEqual(['authenticate old', 'preAuthentication', 'authenticate fetched']);
		expect(arrived).toEqual(['/thing fetched']);
	});

	test('and the preAuthentication that it asks for get one credentials object, another for each request', async () => {
		store('old');
		const seen: object[][] = [];
		const { authenticate, preAuthentication } = probe;
		probe.authenticate = async (credentials, request) => {
			const isFirst = seen.at(-1)?.length !== 2;
			if (isFirst) seen.push([credentials]);
			else seen.at(-1)?.push(credentials);
			const signed = await authenticate(credentials, request);
			if (isFirst) throw new NeedsToken('once more');
			return signed;
		};
		probe.preAuthentication = async function (credentials) {
			seen.at(-1)?.push(credentials);
			return await preAuthentication.call(this, credentials);
		};
		await start('/thing');
		await start('/thing');
		const [first = [], second = []] = seen;
		expect([first.length, second.length]).toEqual([3, 3]);
		expect(new Set(first).size).toBe(1);
		expect(new Set(second).size).toBe(1);
		expect(first[0]).not.toBe(second[0]);
	});

	test('is called twice at most: what it throws then reaches the user', async () => {
		store('old');
		const calls = notedCalls();
		const { authenticate } = probe;
		probe.authenticate = async (credentials, request) => {
			await authenticate(credentials, request);
			throw new NeedsToken('still no token');
		};
		const { error } = await start('/thing');
		expect(calls).toHaveLength(3);
		expect(error).toMatchObject({ name: 'NodeApiError', description: 'still no token' });
		expect(arrived).toEqual([]);
	});

	test('that throws anything else is not called again', async () => {
		store('old');
		const calls = notedCalls();
		const { authenticate } = probe;
		probe.authenticate = async (credentials, request) => {
			await authenticate(credentials, request);
			throw new Error('a field is empty');
		};
		const { error } = await start('/thing');
		expect(calls).toEqual(['authenticate old']);
		expect(error).toMatchObject({ name: 'NodeApiError', message: 'a field is empty' });
	});

	test('gets the very object that the node asked with, symbols included, the second time, too', async () => {
		store('old');
		const MARK = Symbol('mark');
		const asked: object[] = [];
		const got: IHttpRequestOptions[] = [];
		probe.paginate = async function (request) {
			Object.assign(request.options, { [MARK]: 'marked' });
			asked.push(request.options);
			return await this.makeRoutingRequest(request);
		};
		probe.authenticate = async (_credentials, request) => {
			got.push(request);
			throw new NeedsToken('again');
		};
		await start('/thing');
		expect(got).toHaveLength(2);
		expect(got.map((request) => request === asked[0])).toEqual([true, true]);
		expect(got.map((request) => Reflect.get(request, MARK))).toEqual(['marked', 'marked']);
	});
});

describe('a pagination function', () => {
	test('gets the request as it was put together, for each item, and what it returns comes out', async () => {
		const requests: DeclarativeRestApiSettings.ResultOptions[] = [];
		probe.paginate = async (request) => {
			requests.push(request);
			return [{ json: { given: requests.length } }, { json: { more: true } }];
		};
		const result = await start('/thing', LIVE, 2);
		expect(requests.map(({ options }) => [options.method, options.baseURL, options.url])).toEqual(
			Array.from({ length: 2 }, () => ['GET', `http://${server.host}`, '/thing']),
		);
		expect(result.json('Probe')).toEqual([
			{ given: 1 },
			{ more: true },
			{ given: 2 },
			{ more: true },
		]);
		expect(arrived).toEqual([]);
	});

	test('may send the request as often as it wants, changed or not', async () => {
		probe.paginate = async function (request) {
			const answers: INodeExecutionData[] = [];
			for (const url of ['/one', '/one', '/two']) {
				request.options.url = url;
				answers.push(...(await this.makeRoutingRequest(request)));
			}
			return answers;
		};
		const result = await start('/thing');
		expect(result.items('Probe')).toHaveLength(3);
		expect(arrived).toEqual(['/one fetched', '/one fetched', '/two fetched']);
	});

	test('that throws a NodeApiError stops the run with it as it is', async () => {
		probe.paginate = async function () {
			throw new NodeApiError(
				this.getNode(),
				{},
				{ message: 'Own words', description: 'What to do', httpCode: '429' },
			);
		};
		const { error } = await start('/thing');
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: 'Own words',
			description: 'What to do',
			httpCode: '429',
		});
	});
});

describe('a request that failed is a NodeApiError', () => {
	test.each([
		['/cut', LIVE, 'ECONNRESET', 'socket hang up'],
		['/thing', UNREACHABLE, 'ECONNREFUSED', 'ECONNREFUSED'],
	])('with the code in httpCode where no answer came: %s, %s', async (...row) => {
		const [path, credential, httpCode, message] = row;
		const error = await errorOf(path, credential);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode,
			messages: expect.arrayContaining([expect.stringContaining(message)]),
		});
	});

	test('with the status in httpCode, and the answer in its context', async () => {
		expect(await errorOf('/404')).toMatchObject({
			name: 'NodeApiError',
			httpCode: '404',
			context: { data: { message: 'answer 404' } },
		});
	});

	test('with the cause from 2.34 on, and without before', async () => {
		const thrown = new Error('own');
		probe.authenticate = async () => {
			throw thrown;
		};
		const error = await errorOf('/thing');
		expect(error).toMatchObject({ name: 'NodeApiError', message: 'own' });
		expect(Object(error).cause === thrown).toBe(KEEPS_CAUSE);
		expect(Object(error).cause === undefined).toBe(!KEEPS_CAUSE);
	});
});

test('getExecuteData is one object for all items of a run, and another in the next', async () => {
	const seen: IExecuteData[] = [];
	probe.paginate = async function () {
		seen.push(this.getExecuteData());
		return [{ json: {} }];
	};
	await start('/thing', LIVE, 3);
	await start('/thing', LIVE, 2);
	expect(seen.map((one) => one === seen[0])).toEqual([true, true, true, false, false]);
	expect(seen[3]).toBe(seen[4]);
});

test('getNodeParameter gives the same where it is only asked to work out what can be an expression', async () => {
	const text = fc.oneof(
		fc.string(),
		fc.constantFrom(
			'={{ 1 + 1 }}',
			'=',
			'= {{ "b" }}',
			'{{ 1 }}',
			'={{ $json.none }}',
			'={{ {} }}',
		),
	);
	const { value } = fc.letrec<{ value: unknown }>((tie) => ({
		value: fc.oneof(
			{ maxDepth: 3, withCrossShrink: true },
			text,
			fc.double({ noNaN: true }),
			fc.constantFrom(true, false, null),
			fc.array(tie('value'), { maxLength: 3 }),
			fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie('value'), { maxKeys: 3 }),
		),
	}));
	const locator = fc.record({
		__rl: fc.constant(true),
		mode: fc.constantFrom('list', 'id', 'other', '={{ "id" }}'),
		value: text,
	});
	const outcomeOf = (read: () => unknown) => {
		try {
			return { value: read() };
		} catch (error) {
			return { error: String(error) };
		}
	};
	await fc.assert(
		fc.asyncProperty(value, fc.oneof(locator, text), async (anything, chosen) => {
			let isCompared = false;
			probe.paginate = async function () {
				for (const [read, asN8nDoes] of [
					[() => readParameter(this, 'anything', 0), () => this.getNodeParameter('anything', 0)],
					[
						() => readLocator(this, 'locator'),
						() => this.getNodeParameter('locator', '', { extractValue: true }),
					],
				] as const) {
					expect(outcomeOf(read)).toEqual(outcomeOf(asN8nDoes));
				}
				isCompared = true;
				return [{ json: {} }];
			};
			const more = { anything, locator: chosen } as INodeParameters;
			expect((await start('/', LIVE, 1, more)).error).toBeUndefined();
			expect(isCompared).toBe(true);
		}),
	);
});

describe('cancelling', () => {
	/** Ends when the run is cancelled; never otherwise. */
	const signalled = (signal: AbortSignal | undefined) =>
		new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));

	test('getExecutionCancelSignal is one signal for all items, which fires', async () => {
		const signals: Array<AbortSignal | undefined> = [];
		probe.paginate = async function () {
			const signal = this.getExecutionCancelSignal();
			signals.push(signal);
			await signalled(signal);
			return [{ json: {} }];
		};
		const run = start('/thing', LIVE, 2);
		while (signals.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
		run.cancel();
		expect((await run).status).toBe('canceled');
		expect(signals[0]).toBeInstanceOf(AbortSignal);
		expect(signals[0] === signals[1]).toBe(true);
	});

	test('ends a request of the node that is under way', async () => {
		let failed = false;
		probe.paginate = async function (request) {
			return await this.makeRoutingRequest(request).catch((error: unknown) => {
				failed = true;
				throw error;
			});
		};
		const run = start('/never');
		while (arrived.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		run.cancel();
		expect((await run).status).toBe('canceled');
		expect(failed).toBe(true);
	});

	test('`abortSignal` ends a request that preAuthentication sends', async () => {
		const stop = new AbortController();
		let failed = false;
		probe.preAuthentication = async function ({ url }) {
			const sent = this.helpers.httpRequest({
				url: `${String(url)}/never`,
				abortSignal: stop.signal,
			});
			setTimeout(() => stop.abort(), 50);
			await sent.catch(() => (failed = true));
			return { token: 'fetched' };
		};
		const { error } = await start('/thing');
		expect(error).toBeUndefined();
		expect(failed).toBe(true);
	});
});

describe('the credential test', () => {
	test('sends its request like a node: authenticate signs it, and a 401 asks preAuthentication', async () => {
		store('old');
		const calls = notedCalls();
		const { authenticate } = probe;
		probe.authenticate = async (credentials, request) => {
			const signed = await authenticate(credentials, request);
			if (credentials.token === 'old') throw new NeedsToken('look first');
			return signed;
		};
		expect(await engine.testCredential(LIVE)).toMatchObject({ status: 'OK' });
		expect(calls).toEqual(['authenticate old', 'preAuthentication', 'authenticate fetched']);
		expect(arrived).toEqual(['/test fetched']);
		expect(engine.credentials.get(LIVE).token).toBe('fetched');
	});
});
