import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../sandbox';
import { jwtOf } from '../support/keys';
import {
	type AnswerDeclaration,
	type AnswerObject,
	createsToken,
} from '../../nodes/ClerkSessions/operation';
import { declarationOf, OPERATIONS, type OperationCase, pathOf } from '../support/operations';
import { setup } from '../support/setup';
import { byId } from '../support/workflows';
import { answers } from './clerkAnswer';

const env = setup();

const RESOURCES = {
	client: { object: 'client', id: 'client_1', sessions: [] },
	session: { object: 'session', id: 'sess_other', status: 'active' },
	session_reverification: {
		object: 'session_reverification',
		status: 'complete',
		session: { object: 'session', id: 'sess_other' },
	},
	sign_in: { object: 'sign_in', id: 'sia_1', status: 'complete' },
};

/** What no operation asks for, and how it is named. */
const NEVER: Array<[came: string, body: object]> = [
	['text', { response: 'sess_1' }],
	['a list', { response: [RESOURCES.session] }],
	['something else', { response: 7 }],
	['something else', { response: {} }],
	['something else', { response: { object: 'constructor', id: 'sess_1' } }],
	['something else', { response: { object: 'sk_test_hidden' } }],
	['a sign-in', { response: RESOURCES.sign_in }],
];

interface Kind {
	name: string;
	others: Array<[came: string, body: object]>;
}

/** What each kind of operation asks for, and what else is told apart from it. */
const KINDS: Record<Exclude<AnswerObject, 'verified_token'>, Kind> = {
	session: {
		name: 'a session',
		others: [
			['nothing instead of a session', { response: null }],
			['a client instead of a session', { response: RESOURCES.client }],
			['a reverification instead of a session', { response: RESOURCES.session_reverification }],
			['the data of another session than the one asked for', { response: RESOURCES.session }],
			['a session without an ID', { response: { object: 'session', id: 7 } }],
			['nothing instead of a session', { jwt: 'opaque' }],
		],
	},
	token: {
		name: 'a session token',
		others: [
			['a list instead of a session token', { jwt: ['eyJ'] }],
			['an empty session token', { object: 'token', jwt: '' }],
			['nothing instead of a session token', { response: null }],
			['a session instead of a session token', { response: RESOURCES.session }],
			[
				'a token of another session than the one asked for',
				{ jwt: jwtOf({ sid: 'sess_other', sub: 'user_1' }) },
			],
		],
	},
	session_reverification: {
		name: 'a reverification',
		others: [
			['nothing instead of a reverification', { response: null }],
			['a session instead of a reverification', { response: RESOURCES.session }],
			[
				'the data of another session than the one asked for',
				{ response: RESOURCES.session_reverification },
			],
		],
	},
	client: {
		name: 'a client',
		others: [
			['a session instead of a client', { response: RESOURCES.session }],
			['a client without an ID', { response: { object: 'client' } }],
		],
	},
};

/** Runs the operation once for each of the answers. */
async function outcomes({ resource, operation, needs }: OperationCase, faults: Fault[]) {
	for (const fault of faults) env.sandbox.faults.add({ ...fault, times: 1 });
	const { json, recorded } = await env.runNode(
		{
			resource,
			operation,
			...needs,
			options: { maxRetries: 0, maxConcurrentRequests: 1 },
		},
		{ items: faults.map(() => ({})), onError: 'continueRegularOutput' },
	);
	// Nothing goes out again because of it.
	expect(recorded).toHaveLength(faults.length);
	return json.map(({ error }) => (error ?? {}) as IDataObject);
}

const OUTCOME = 'The request may or may not have been carried out.';

/** Whether it matters that the request may have been carried out. */
const hasEffect = (entry: OperationCase) =>
	entry.method !== 'GET' && !createsToken(declarationOf(entry));

/** Of lists: by where they stand. */
const LISTS: Record<AnswerDeclaration['in'], Array<[came: string, body: object]>> = {
	'response.sessions': [
		['text instead of a list', { response: 'sess_1' }],
		['nothing instead of a list', { response: [RESOURCES.session] }],
		['something else instead of a list', { response: { sessions: [] } }],
		['a session instead of a list', { response: { ...RESOURCES.session, sessions: [] } }],
		['text instead of a list', { response: { ...RESOURCES.client, sessions: 'sess_1' } }],
		[
			'a sign-in instead of a session',
			{ response: { ...RESOURCES.client, sessions: [RESOURCES.sign_in] } },
		],
		[
			'a session without an ID',
			{ response: { ...RESOURCES.client, sessions: [RESOURCES.session, { object: 'session' }] } },
		],
	],
	body: [
		['something else instead of a list', { response: [RESOURCES.session] }],
		['something else instead of a list', { response: null }],
		['a sign-in instead of a session', [RESOURCES.sign_in]],
		['a session without an ID', [RESOURCES.session, { object: 'session' }]],
		['text instead of a session', ['sess_1']],
	],
	response: [],
};

function wrongAnswersTo(entry: OperationCase): Array<[came: string, body: object]> {
	const { answer } = declarationOf(entry);
	if (answer.isList) return LISTS[answer.in];
	if (answer.object === 'verified_token') throw new Error('No answer of Clerk’s is that');
	const { name, others } = KINDS[answer.object];
	const never = NEVER.map(([came, body]): [string, object] => [`${came} instead of ${name}`, body]);
	return [...never, ...others];
}

test.each(OPERATIONS)('$resource: $operation takes nothing else for its answer', async (entry) => {
	const cases = wrongAnswersTo(entry);
	const { host } = new URL(env.sandbox.url);
	const errors = await outcomes(
		entry,
		cases.map(([, body]) => answers(200, body)),
	);
	expect(errors.map(({ message }) => message)).toEqual(
		cases.map(([came]) => `${host} answered with ${came} (HTTP 200)`),
	);
	for (const { description, status, code } of errors) {
		expect({ status, code }).toEqual({ status: 200 });
		expect(String(description).startsWith(OUTCOME)).toBe(hasEffect(entry));
		expect(description).toContain("Check 'Proxy URL' in the credential: ");
	}
	expect(JSON.stringify(errors)).not.toContain('sk_test_hidden');
});

test.each(OPERATIONS.filter((entry) => declarationOf(entry).answer.nullMeansUnknownClient))(
	'$resource: $operation answered with no client says that Clerk does not know it',
	async (entry) => {
		const errors = await outcomes(entry, [answers(200, { response: null, client: null })]);
		expect(errors).toEqual([
			expect.objectContaining({
				message: 'Clerk does not know the client of this credential',
				code: 'client_not_found',
				status: 200,
			}),
		]);
	},
);

test.each(OPERATIONS)(
	'$resource: $operation under a dead client token is an error, and no item that looks like an answer',
	async ({ resource, operation, needs }) => {
		const credential = env.addCredential({ connectUsing: 'clientToken', clientToken: 'dead' });
		const parameters = { resource, operation, sessionId: byId('sess_1'), ...needs };
		const { json } = await env.runNode(parameters, {
			credential,
			onError: 'continueRegularOutput',
		});
		expect(json).toEqual([{ error: expect.objectContaining({ message: expect.any(String) }) }]);
	},
);

test("another session's token is not reused", async () => {
	const { sessionId } = env.client;
	const times = { iat: 1, exp: 10_000 };
	const jwt = (sid: string) => answers(200, { jwt: jwtOf({ sid, ...times }) });
	env.sandbox.faults.add({ ...jwt('sess_other'), times: 1 });
	env.sandbox.faults.add(jwt(sessionId));
	const create = async () =>
		await env.runNode({
			resource: 'sessionToken',
			operation: 'create',
			options: { reuseToken: true },
		});
	expect((await create()).error?.message).toContain('a token of another session');
	expect((await create()).json).toMatchObject([{ sessionId }]);
});

test('a template may say what it likes under sid', async () => {
	env.sandbox.faults.add(answers(200, { jwt: jwtOf({ sid: 'seat 7' }) }));
	const { json } = await env.runNode({
		resource: 'sessionToken',
		operation: 'createFromTemplate',
		templateName: 'hasura',
	});
	expect(json).toMatchObject([{ claims: { sid: 'seat 7' } }]);
});

describe('an answer that was damaged on its way', () => {
	const packed = (encoding: string) => ({
		'content-type': 'application/json',
		'content-encoding': encoding,
	});
	const json = JSON.stringify({ response: { ...RESOURCES.session_reverification, text: OUTCOME } });
	const gzip = gzipSync(json);
	const unreadable = 'The answer of HOST could not be read';
	const incomplete = "HOST answered with incomplete JSON instead of Clerk's JSON (HTTP 200)";
	const nothing = "HOST answered with nothing instead of Clerk's JSON (HTTP 200)";
	/** A packed answer that ends too soon comes out as far as it went: n8n's client is lenient there. */
	const CASES: Array<[what: string, fault: Fault, message: string]> = [
		['no gzip', { headers: packed('gzip'), body: 'not gzip' }, unreadable],
		[
			'gzip with a wrong checksum',
			{ headers: packed('gzip'), body: Buffer.concat([gzip.subarray(0, -8), Buffer.alloc(8)]) },
			unreadable,
		],
		['gzip cut', { headers: packed('gzip'), body: Buffer.from(gzip.subarray(0, -40)) }, incomplete],
		[
			'gzip cut early',
			{ headers: packed('gzip'), body: Buffer.from(gzip.subarray(0, 5)) },
			nothing,
		],
		['no deflate', { headers: packed('deflate'), body: 'not deflate' }, unreadable],
		['no brotli', { headers: packed('br'), body: 'not brotli' }, unreadable],
		[
			'brotli cut',
			{ headers: packed('br'), body: Buffer.from(brotliCompressSync(json).subarray(0, 20)) },
			nothing,
		],
		['an unknown packing', { headers: packed('unknown'), body: 'x' }, incomplete],
		[
			"a gateway's page",
			{ status: 502, headers: { 'content-type': 'text/html' }, body: '<html></html>' },
			"HOST answered with a web page instead of Clerk's JSON (HTTP 502)",
		],
	];
	test.each(OPERATIONS.filter(hasEffect))(
		'$resource: $operation says that it may have been carried out',
		async (entry) => {
			const { host } = new URL(env.sandbox.url);
			const errors = await outcomes(
				entry,
				CASES.map(([, fault]) => fault),
			);
			expect(errors.map(({ message }) => message)).toEqual(
				CASES.map(([, , message]) => message.replace('HOST', host)),
			);
			for (const { description } of errors) expect(description).toContain(OUTCOME);
		},
	);

	test('an Attempt that was made is not said not to have been made', async () => {
		const attempt = {
			resource: 'reverification',
			operation: 'attemptFirstFactor',
			strategy: 'password',
			password: env.sandbox.details.people[0]?.password ?? '',
		};
		await env.runNode({ resource: 'reverification', operation: 'start' });
		const { sessionId } = env.client;
		const [entry] = OPERATIONS.filter(({ operation }) => operation === attempt.operation);
		const path = entry && pathOf(entry, sessionId);
		env.sandbox.faults.add({ path, headers: { 'content-encoding': 'gzip' } });
		const { error, recorded } = await env.runNode(attempt);
		expect(recorded).toMatchObject([{ status: 200 }]);
		expect(error).toMatchObject({
			message: expect.stringMatching(/^The answer of .* could not be read$/),
			description: expect.stringContaining(OUTCOME),
		});
	});
});
