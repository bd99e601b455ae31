import fc from 'fast-check';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { frontendApiUrl } from '../../frontendApi/protocol/baseUrl';
import { parseDevBrowserToken, parseClientToken } from '../../frontendApi/protocol/clientAuth';
import { FieldError } from '../../frontendApi/protocol/fieldError';
import { retryAfter } from '../../frontendApi/protocol/retryAfter';
import type { RecordedRequest } from '../../sandbox';
import { startOtherServer } from '../support/otherServer';
import { propertyRuns } from '../support/propertyRuns';
import { type NodeRunOptions, publishableKeyOf, setup } from '../support/setup';
import { sampled } from '../support/size';
import { webUrls } from '../support/webUrls';
import { byId } from '../support/workflows';
import { answers } from './clerkAnswer';
import {
	JSON_BODIES,
	KEYS,
	ORIGINS,
	PROXY_URLS,
	REDIRECTS,
	SESSION_IDS,
	TAKEN_JSON_BODIES,
	TAKEN_PROXY_URLS,
	TAKEN_TEMPLATE_NAMES,
	TEMPLATE_NAMES,
	TOKENS,
	WAITS,
} from './hostileInputs';

const env = setup();
const KEY = publishableKeyOf('clerk.example.com');

/** What each of the inputs led to, all of them items of one run: a message, or a request. */
async function each(
	parameters: INodeParameters,
	inputs: readonly unknown[],
	options?: NodeRunOptions,
) {
	const session = { object: 'session', id: 'sess_1' };
	env.sandbox.faults.add(answers(200, { response: session, jwt: 'opaque' }));
	const run = await env.runNode(
		{ ...parameters, options: { maxRetries: 0, maxConcurrentRequests: 1 } },
		{
			items: inputs.map((input) => ({ input }) as IDataObject),
			onError: 'continueRegularOutput',
			...options,
		},
	);
	expect(run.error).toBeUndefined();
	expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(
		inputs.map((_, item) => ({ item })),
	);
	// What has a status was sent: this answer is not about the session that each asked for.
	const messages = run.json.map(({ error }) => {
		const { message, status } = (error ?? {}) as IDataObject;
		return status === undefined ? message : undefined;
	});
	return { ...run, messages };
}

const GET = { resource: 'session', operation: 'get', sessionId: byId('={{ $json.input }}') };
const TEMPLATE = {
	resource: 'sessionToken',
	operation: 'createFromTemplate',
	templateName: '={{ $json.input }}',
};
const JSON_BODY = {
	resource: 'session',
	operation: 'touch',
	specifyBody: 'json',
	jsonBody: '={{ $json.input }}',
};

function refusal(attempt: () => unknown): FieldError {
	let thrown: unknown;
	try {
		attempt();
	} catch (error) {
		thrown = error;
	}
	if (thrown instanceof FieldError) return thrown;
	throw new Error('It was taken, or refused without a reason');
}

/** Long inputs are shortened, for the name of a test. */
const named = (inputs: readonly string[]) =>
	inputs.map((input) => ({ input, name: JSON.stringify(input).slice(0, 80) }));

/** The value must not come back in the message: it may hold a secret. */
function expectRefusal(
	error: { message?: string; description?: unknown },
	field: string,
	input: string,
) {
	expect(error.message?.startsWith(`'${field}' `)).toBe(true);
	expect(String(error.description)).toMatch(/\.$/);
	if (input.trim().length > 8)
		expect(`${error.message} ${error.description}`).not.toContain(input.trim());
}

test('there are at least 200 of them', () => {
	const tables = [
		KEYS,
		PROXY_URLS,
		TAKEN_PROXY_URLS,
		TOKENS,
		SESSION_IDS,
		TEMPLATE_NAMES,
		TAKEN_TEMPLATE_NAMES,
		ORIGINS,
		JSON_BODIES,
		TAKEN_JSON_BODIES,
		REDIRECTS,
		WAITS,
	];
	expect(tables.flat().length).toBeGreaterThanOrEqual(200);
	for (const table of tables) expect(new Set(table.map(String)).size).toBe(table.length);
});

describe('a field of the credential', () => {
	/** What the node says to a credential, and that nothing goes out. */
	async function said(fields: ICredentialDataDecryptedObject) {
		const credential = env.addCredential({
			connectUsing: 'clientToken',
			clientToken: 'a.b.c',
			...fields,
		});
		const { error, recorded } = await env.runNode(
			{ ...GET, sessionId: byId('sess_1') },
			{ credential },
		);
		expect(recorded).toHaveLength(0);
		return { message: error?.message, description: error?.description };
	}

	test.each(sampled(named(KEYS)))('publishable key $name', ({ input }) => {
		expectRefusal(
			refusal(() => frontendApiUrl({ publishableKey: input })),
			'Publishable Key',
			input,
		);
		// A proxy URL does not make it good.
		refusal(() => frontendApiUrl({ publishableKey: input, proxyUrl: 'https://example.com' }));
	});

	test.each(sampled(named(PROXY_URLS)))('proxy URL $name', ({ input }) => {
		const error = refusal(() => frontendApiUrl({ publishableKey: KEY, proxyUrl: input }));
		expectRefusal(error, 'Proxy URL', input);
	});

	test.each(sampled(TAKEN_PROXY_URLS))('proxy URL %j is %s', (proxyUrl, address) => {
		expect(frontendApiUrl({ publishableKey: KEY, proxyUrl })).toBe(address);
	});

	test.each(sampled(named(TOKENS)))('token $name', ({ input }) => {
		expectRefusal(
			refusal(() => parseClientToken(input)),
			'Client Token',
			input,
		);
		expectRefusal(
			refusal(() => parseDevBrowserToken(input, KEY)),
			'Dev Browser Token',
			input,
		);
	});

	/** A third of them, in a workflow. */
	const third = <T>(inputs: readonly T[]) => inputs.filter((_, index) => index % 3 === 0);

	test.each([
		...sampled(named(third(KEYS))).map((row) => ({
			...row,
			field: 'publishableKey',
			label: 'Publishable Key',
		})),
		...sampled(named(third(PROXY_URLS))).map((row) => ({
			...row,
			field: 'proxyUrl',
			label: 'Proxy URL',
		})),
		...sampled(named(third(TOKENS))).map((row) => ({
			...row,
			field: 'clientToken',
			label: 'Client Token',
		})),
	])('in a workflow: $field $name', async ({ input, field, label }) => {
		expectRefusal(await said({ [field]: input }), label, input);
	});
});

test.each(sampled(WAITS))('an answer that asks to wait for %j', (header, seconds) => {
	expect(retryAfter({ 'retry-after': header })).toBe(seconds);
});

test('session IDs: each is refused, and nothing goes out', async () => {
	const ids = sampled(SESSION_IDS);
	const { messages, recorded } = await each(GET, ids);
	expect(messages).toEqual(ids.map(() => "'Session' is not a session ID"));
	expect(recorded).toHaveLength(0);
});

test('template names: each is refused, or goes out as one part of the path', async () => {
	const isHalf = (name: string) => /\p{Cs}/u.test(name);
	const bad = [
		...sampled(TEMPLATE_NAMES.filter((name) => !isHalf(name))),
		...TEMPLATE_NAMES.filter(isHalf),
	];
	const refused = await each(TEMPLATE, bad);
	expect(refused.messages).toEqual(
		bad.map((name) =>
			isHalf(name)
				? "'Template Name' holds half a character"
				: "'Template Name' is not the name of a JWT template",
		),
	);
	expect(refused.recorded).toHaveLength(0);

	const names = sampled(TAKEN_TEMPLATE_NAMES);
	const taken = await each(TEMPLATE, names);
	expect(namesIn(taken.recorded)).toEqual(names);
});

/** The template names that went out, each as one part of the path. */
function namesIn(recorded: readonly RecordedRequest[]): string[] {
	return recorded.map(({ path }) => {
		const parts = path.split('/');
		expect(parts.slice(0, -1).join('/')).toBe(`/v1/client/sessions/${env.client.sessionId}/tokens`);
		return decodeURIComponent(parts.at(-1) ?? '');
	});
}

test('origins: each is refused, and nothing goes out', async () => {
	const origins = sampled(ORIGINS);
	const { messages, recorded } = await each(
		{
			resource: 'reverification',
			operation: 'attemptFirstFactor',
			code: '424242',
			additionalFields: { origin: '={{ $json.input }}' },
		},
		origins,
		{ as: env.browser },
	);
	expect(messages).toEqual(origins.map(() => "'Origin' is not an origin"));
	expect(recorded).toHaveLength(0);
});

test('JSON bodies: each is refused, or goes out as the form it is', async () => {
	const refused = await each(JSON_BODY, JSON_BODIES);
	expect(refused.messages).toEqual(
		JSON_BODIES.map(() =>
			expect.stringMatching(/^'JSON Body' (is not an object|is not valid JSON|holds .*)$/),
		),
	);
	expect(refused.recorded).toHaveLength(0);

	const good = sampled(TAKEN_JSON_BODIES);
	const taken = await each(
		JSON_BODY,
		good.map(([body]) => body),
	);
	expect(taken.recorded.map(({ body }) => body)).toEqual(good.map(([, form]) => form));
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('fields go out as what they are, whatever is in them', async () => {
	const inputs = ['a\r\nb', 'a&b=c', '__proto__', '../..', '😀', 'a'.repeat(2 ** 20)];
	const { recorded } = await each(
		{
			resource: 'session',
			operation: 'touch',
			organization: 'byId',
			organizationId: '={{ $json.input }}',
		},
		inputs,
	);
	expect(recorded.map(({ form }) => form)).toEqual(
		inputs.map((input) => [['active_organization_id', input]]),
	);
});

test('fields to put out do not reach into what every object has', async () => {
	const inputs = [
		'__proto__',
		'constructor.name',
		'response.__proto__.polluted',
		'toString',
		'a..b',
	];
	const { json } = await each(
		{
			...GET,
			sessionId: byId('sess_1'),
			output: 'selectedFields',
			outputFields: '={{ $json.input }}',
		},
		inputs,
	);
	expect(json).toEqual(
		inputs.map((input) => (input.startsWith('response') ? { response: {} } : {})),
	);
});

describe('redirects', () => {
	test.each(sampled(REDIRECTS.flatMap((to) => [302, 307].map((status) => [status, to] as const))))(
		'%i to %j is reported, not followed',
		async (status, to) => {
			const elsewhere = await startOtherServer();
			const location = to.replace('ELSEWHERE', new URL(elsewhere.url).host);
			env.sandbox.faults.add({ status, headers: { location } });
			for (const as of [env.client, env.browser]) {
				const { error, recorded } = await env.runNode(
					{ resource: 'session', operation: 'touch' },
					{ as },
				);
				expect(error?.message).toContain(`redirected the request (HTTP ${status})`);
				expect(recorded).toHaveLength(1);
			}
			expect(elsewhere.requests).toHaveLength(0);
			await elsewhere.stop();
		},
	);
});

/** Strings of all kinds, and of the characters that have a meaning in addresses and headers. */
const text = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: fc.constantFrom(...'/\\.%?#@:;&=$ \r\n\t\0а－') }),
	fc.string({ unit: fc.constantFrom(...'abcXYZ019_-./') }),
	webUrls(),
);
const many = <T>(arbitrary: fc.Arbitrary<T>) =>
	fc.sample(arbitrary, { numRuns: propertyRuns(300), seed: 7 });

describe('whatever is put in', () => {
	test('a key leads to one public host over HTTPS, or is refused', () => {
		const host = fc.oneof(
			text,
			fc.domain(),
			fc.ipV4(),
			fc.ipV6(),
			fc.webAuthority({ withPort: true }),
		);
		fc.assert(
			fc.property(
				fc.oneof(
					text,
					host.map((name) => publishableKeyOf(name)),
				),
				(key) => {
					let address: string;
					try {
						address = frontendApiUrl({ publishableKey: key });
					} catch (error) {
						expect(error).toBeInstanceOf(FieldError);
						return;
					}
					const { href, hostname, origin, protocol } = new URL(address);
					expect({ href, origin, protocol }).toEqual({
						href: `${address}/`,
						origin: address,
						protocol: 'https:',
					});
					expect(hostname).toMatch(/^[a-z0-9.-]+\.[a-z][a-z0-9-]+$/);
					expect(Buffer.from(key.trim().slice(8), 'base64').toString()).toBe(`${hostname}$`);
				},
			),
			{ numRuns: propertyRuns(2_000) },
		);
	});

	test('a session ID goes out as the one part of the path that it is, or is refused', async () => {
		const ids = many(
			fc.oneof(
				text,
				text.map((end) => `sess_${end}`),
				fc.stringMatching(/^sess_[a-zA-Z0-9]{1,70}$/),
			),
		);
		const { messages, recorded } = await each(GET, ids);
		const taken = ids.map((id) => id.trim()).filter((id) => /^sess_[A-Za-z0-9]{1,64}$/.test(id));
		expect(taken.length).toBeGreaterThan(ids.length / 10);
		expect(recorded.map(({ method, path }) => `${method} ${path}`)).toEqual(
			taken.map((id) => `GET /v1/client/sessions/${id}`),
		);
		const refused = messages.filter((message) => message !== undefined);
		expect(new Set(refused)).toEqual(
			new Set(["'Session' is not a session ID", "'Session' is empty"]),
		);
		expect(refused.length + taken.length).toBe(ids.length);
	});

	test('a template name goes out as the one part of the path that it is, or is refused', async () => {
		const names = many(text);
		const { messages, recorded } = await each(TEMPLATE, names);
		const taken = names.filter((_, index) => messages[index] === undefined);
		expect(taken.length).toBeGreaterThan(names.length / 10);
		expect(namesIn(recorded)).toEqual(taken.map((name) => name.trim()));
	});

	test('a JSON body goes out parameter by parameter', async () => {
		const bodies = many(
			fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: false }),
		);
		const { recorded } = await each(
			JSON_BODY,
			bodies.map((body) => JSON.stringify(body)),
		);
		const formOf = (body: object) =>
			Object.entries(body).map(([name, value]) => [
				name,
				value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value),
			]);
		// JSON knows no -0, and puts numbers in their places first: what it makes of a body is compared.
		expect(recorded.map(({ form }) => form ?? [])).toEqual(
			bodies.map((body) => formOf(JSON.parse(JSON.stringify(body)) as object)),
		);
	});
});
