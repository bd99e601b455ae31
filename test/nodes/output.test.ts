import { type INodeParameters, NodeHelpers } from 'n8n-workflow';
import { person } from '../signIn/account';
import { jwtOf } from '../support/keys';
import { nodeProperties } from '../support/properties';
import { setup } from '../support/setup';
import { byId } from '../support/workflows';

const env = setup();
const userId = () => env.sandbox.details.people[0]?.id;

/** One operation of each kind of answer. */
const session = { resource: 'session', operation: 'get' };
const token = { resource: 'sessionToken', operation: 'create' };
const reverification = { resource: 'reverification', operation: 'start' };
const removedSession = { resource: 'session', operation: 'remove' };
const removedSessions = { resource: 'session', operation: 'removeAll' };

const run = async (parameters: INodeParameters) => await env.runNode(parameters);

describe('simplified', () => {
	test.each([session, token, reverification, removedSession, removedSessions])(
		'$resource: $operation has at most ten fields',
		async (operation) => {
			const { json } = await run(operation);
			const [item = {}] = json;
			expect(Object.keys(item).length).toBeGreaterThan(1);
			expect(Object.keys(item).length).toBeLessThanOrEqual(10);
		},
	);

	test.each([session, reverification, removedSession, removedSessions])(
		'$resource: $operation holds no live token',
		async (operation) => {
			await run(token);
			const { json } = await run(operation);
			expect(/eyJ[\w-]+\.eyJ/.test(JSON.stringify(json))).toBe(false);
		},
	);

	const answers: Array<[string, INodeParameters, string, object]> = [
		[
			'a session with nothing but an ID',
			session,
			'{"response":{"object":"session","id":"sess_1","user":null,"public_user_data":null,"tasks":null}}',
			{ id: 'sess_1' },
		],
		[
			'times that are none',
			session,
			'{"response":{"object":"session","id":"sess_1","expire_at":1e30,"last_active_at":"soon"}}',
			{ id: 'sess_1' },
		],
		['a token that is no JWT', token, '{"object":"token","jwt":"opaque"}', { jwt: 'opaque' }],
		[
			'a token of version 1',
			token,
			`{"jwt":"${jwtOf({ sub: 'user_1', org_id: 'org_1' })}"}`,
			{
				jwt: jwtOf({ sub: 'user_1', org_id: 'org_1' }),
				userId: 'user_1',
				organizationId: 'org_1',
				claims: { sub: 'user_1', org_id: 'org_1' },
			},
		],
		[
			'a reverification without anything',
			reverification,
			'{"response":{"object":"session_reverification"}}',
			{ factors: [] },
		],
		[
			"a reverification by the name of clerk-js's types",
			reverification,
			'{"response":{"object":"session_verification"}}',
			{ factors: [] },
		],
		[
			'a reverification whose lists are missing',
			reverification,
			'{"response":{"object":"session_reverification","status":"needs_second_factor","supported_second_factors":null}}',
			{ status: 'needs_second_factor', factors: [] },
		],
		[
			'a client with nothing but an ID',
			removedSessions,
			'{"response":{"object":"client","id":"client_1"}}',
			{ clientId: 'client_1', deleted: true },
		],
	];
	test.each(answers)('%s', async (_name, operation, body, expected) => {
		env.sandbox.faults.add({ body, headers: { 'Content-Type': 'application/json' } });
		const { json, error } = await run({ ...operation, sessionId: byId('sess_1') });
		expect(error).toBeUndefined();
		expect(json).toEqual([expected]);
	});
});

describe('raw is the whole answer as it came', () => {
	test.each([
		{ ...session, object: 'session' },
		{ ...token, object: 'token' },
		{ ...reverification, object: 'session_reverification' },
		{ ...removedSessions, object: 'client' },
	])('$resource: $operation', async ({ object, ...operation }) => {
		const id = env.client.sessionId;
		const body = {
			response: { object, id, list: [1, { a: null }], nested: { deep: { deeper: true } } },
			client: null,
			jwt: 'opaque',
		};
		env.sandbox.faults.add({
			body: JSON.stringify(body),
			headers: { 'Content-Type': 'application/json' },
		});
		const { items } = await run({ ...operation, output: 'raw' });
		expect(items).toEqual([{ json: body, pairedItem: { item: 0 } }]);
	});

	test('a session carries its client along', async () => {
		const { json } = await run({ ...session, output: 'raw' });
		expect(json).toEqual([
			{
				response: expect.objectContaining({ object: 'session', id: env.client.sessionId }),
				client: expect.anything(),
			},
		]);
	});
});

describe('selected fields keep their nesting', () => {
	const cases: Array<[INodeParameters, string, () => object]> = [
		[
			session,
			'response.id,response.user.id',
			() => ({ response: { id: env.client.sessionId, user: { id: userId() } } }),
		],
		[
			session,
			' response.status , response.user.email_addresses.email_address ,',
			() => ({
				response: {
					status: 'active',
					user: { email_addresses: [{ email_address: 'ada+clerk_test@example.com' }] },
				},
			}),
		],
		[
			session,
			'response.public_user_data, response.public_user_data.identifier',
			() => ({
				response: {
					public_user_data: expect.objectContaining({
						identifier: 'ada+clerk_test@example.com',
						user_id: userId(),
					}),
				},
			}),
		],
		[token, 'object', () => ({ object: 'token' })],
		[
			reverification,
			'response.supported_first_factors.strategy',
			() => ({
				response: {
					supported_first_factors: [
						{ strategy: 'password' },
						{ strategy: 'email_code' },
						{ strategy: 'phone_code' },
						{ strategy: 'passkey' },
					],
				},
			}),
		],
		[
			session,
			'response.factor_verification_age.0',
			() => ({ response: { factor_verification_age: [expect.any(Number)] } }),
		],
		[
			reverification,
			'response.supported_first_factors.1.strategy',
			() => ({ response: { supported_first_factors: [{ strategy: 'email_code' }] } }),
		],
		[
			reverification,
			'response.supported_first_factors.2.strategy, response.supported_first_factors.0',
			() => ({
				response: {
					supported_first_factors: [{ strategy: 'password' }, { strategy: 'phone_code' }],
				},
			}),
		],
		[
			session,
			'response.user.email_addresses.0.id, response.user.email_addresses.email_address',
			() => ({
				response: {
					user: {
						email_addresses: [
							{
								id: person(env, 'ada').emailAddressId,
								email_address: 'ada+clerk_test@example.com',
							},
						],
					},
				},
			}),
		],
		[
			session,
			'response.factor_verification_age.7, response.user.email_addresses.0.0',
			() => ({ response: { factor_verification_age: [], user: { email_addresses: [{}] } } }),
		],
		[
			session,
			'response.factor_verification_age.id',
			() => ({ response: { factor_verification_age: [] } }),
		],
		[session, 'nothing.at.all', () => ({})],
		[session, 'response.id.below', () => ({ response: {} })],
		[session, 'response.__proto__, constructor', () => ({ response: {} })],
	];
	test.each(cases)('%o: %s', async (operation, outputFields, expected) => {
		const { json } = await run({ ...operation, output: 'selectedFields', outputFields });
		expect(json).toEqual([expected()]);
	});

	describe('what the panel names as an example is there', () => {
		const list = { resource: 'session', operation: 'getAll' };
		const verify = { resource: 'sessionToken', operation: 'verify' };
		test.each<[INodeParameters, string]>([
			[session, 'response.id, response.status'],
			[list, 'id, status'],
			[{ ...list, scope: 'person' }, 'id, status'],
			[token, 'jwt'],
			[verify, 'isValid, claims.sub'],
			[reverification, 'response.status, response.level'],
			[removedSession, 'response.id, response.status'],
			[removedSessions, 'response.id, response.updated_at'],
		])('%o: %s', async (operation, outputFields) => {
			const { json: made } = await run(token);
			const parameters = {
				...operation,
				...(operation === verify ? { token: String(made[0]?.jwt) } : {}),
				output: 'selectedFields',
			};
			const shown = nodeProperties(env)
				.filter(({ name }) => name === 'outputFields')
				.filter((field) => NodeHelpers.displayParameter(parameters, field, null, null));
			expect(shown.map(({ placeholder }) => placeholder)).toEqual([`e.g. ${outputFields}`]);
			const { error } = await run({ ...parameters, outputFields: '' });
			const [first = ''] = outputFields.split(', ');
			expect(error).toMatchObject({ description: expect.stringContaining(`example ${first},`) });
			const { json } = await run({ ...parameters, outputFields });
			for (const path of outputFields.split(', ')) {
				expect(json[0]).toHaveProperty(path.split('.'));
			}
		});
	});

	test.each(['', ' , ', '={{ "" }}', '={{ $json.nothing }}'])(
		'without any field ("%s") nothing is sent',
		async (outputFields) => {
			const { error, requests } = await run({
				...session,
				output: '={{ "selectedFields" }}',
				outputFields,
			});
			expect(error?.message).toBe("'Output Fields' is empty");
			expect(requests).toEqual([]);
		},
	);
});
