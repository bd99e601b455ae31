import type { INodeParameters } from 'n8n-workflow';
import type { Preset } from '../../sandbox';
import { setup } from '../support/setup';
import {
	byId,
	CLERK_SESSIONS,
	CREDENTIAL_TYPE,
	fromList,
	lastActive,
	node,
	NODE_NAME,
} from '../support/workflows';
import { addAccount, person, runStep, WAYS } from './account';

const touch = { resource: 'session', operation: 'touch', organization: 'byId' };
const create = { resource: 'sessionToken', operation: 'create', organization: 'byId' };

describe.each<Preset>(['madeIn2024', 'madeToday'])('an application %s', (preset) => {
	const env = setup({ sandbox: { preset } });

	const list = async (
		credential: string,
		filter?: string,
		sessionId: INodeParameters['sessionId'] = lastActive,
	) => {
		const credentials = { [CREDENTIAL_TYPE]: { id: credential, name: credential } };
		const parameters = { ...touch, sessionId };
		const answer = await env.engine.listSearch(
			CLERK_SESSIONS,
			'searchOrganizations',
			parameters,
			credentials,
			filter,
		);
		return answer.results;
	};

	const entries = () => {
		const [engines = '', difference = ''] = person(env, 'ada').organizations;
		return [
			{ name: 'Analytical Engines, analytical-engines, Admin', value: engines },
			{ name: 'Difference & Co, difference-co, Member', value: difference },
		];
	};

	test.each([
		['a client token', () => env.client.credential],
		['a dev browser token', () => env.browser.credential],
	])('by %s, the organizations are listed by name, slug and role', async (_way, credentialOf) => {
		const credential = credentialOf();
		env.sandbox.clearRequestLog();
		expect(await list(credential)).toEqual(entries());
		expect(env.sandbox.requestLog.map(({ path }) => path)).toEqual(['/v1/client']);
	});

	test.each(WAYS)('by %s, they are those of whoever signs in', async (way) => {
		env.sandbox.settings.deviceTrust = false;
		const [value] = person(env, 'grace').organizations;
		expect(await list(addAccount(env, way))).toEqual([
			{ name: 'Difference & Co, difference-co, Admin', value },
		]);
	});

	test.each([
		['its name', 'ANALYTICAL E', [0]],
		['its slug', 'difference-co', [1]],
		['the role', 'member', [1]],
		['nothing', 'no such', []],
	])('an organization is found by %s', async (_what, filter, found) => {
		const expected = found.map((index) => entries()[index]);
		expect(await list(env.client.credential, filter)).toEqual(expected);
	});

	test('they are those of the session that is chosen', async () => {
		const { clientId, sessionId } = env.client;
		const { clientToken } = env.sandbox.addSession(clientId, person(env, 'grace').id);
		const credential = env.addCredential({ connectUsing: 'clientToken', clientToken });
		expect(await list(credential, undefined, byId(sessionId))).toEqual(entries());
		expect(await list(credential)).toHaveLength(1);
	});

	test('one without a slug, a name or a role is listed by what there is', async () => {
		const membership = (organization: object, role?: string) => ({ organization, role });
		const user = {
			organization_memberships: [
				membership({ id: 'org_1', name: 'One', slug: null }, 'org:admin'),
				membership({ id: 'org_2' }),
				membership({ name: 'None' }),
				null,
			],
		};
		const sessions = [{ id: 'sess_1', status: 'active', user }];
		const body = JSON.stringify({ response: { object: 'client', id: 'client_1', sessions } });
		const headers = { 'content-type': 'application/json' };
		env.sandbox.faults.add({ path: '/v1/client', body, headers });
		expect(await list(env.client.credential)).toEqual([
			{ name: 'One, org:admin', value: 'org_1' },
			{ name: 'org_2', value: 'org_2' },
		]);
	});

	/** Each as n8n stores it: 1.0.0 had a plain text there. */
	const STORED: Record<string, (id: string) => INodeParameters> = {
		'a text, by 1.0.0': (id) => ({ organizationId: id }),
		'an expression, by 1.0.0': (id) => ({ organizationId: `={{ "${id}" }}` }),
		'chosen from the list': (id) => ({ organizationId: fromList(id) }),
		'given by ID': (id) => ({ organizationId: byId(id) }),
		'an expression by ID': (id) => ({ organizationId: byId(`={{ "${id}" }}`) }),
	};

	describe.each(Object.entries(STORED))('an organization that is stored as %s', (_how, stored) => {
		test('is touched', async () => {
			const [id = ''] = person(env, 'ada').organizations;
			const { json, requests } = await runStep(env, env.client.credential, {
				...touch,
				...stored(id),
			});
			expect(json).toMatchObject([{ organizationId: id, status: 'active' }]);
			expect(requests.at(-1)?.form).toEqual([['active_organization_id', id]]);
		});

		test('is what a token speaks for', async () => {
			const [id = ''] = person(env, 'ada').organizations;
			// It may have to be chosen before there is a token.
			await runStep(env, env.client.credential, { ...touch, ...stored(id) });
			const { json, requests } = await runStep(env, env.client.credential, {
				...create,
				...stored(id),
			});
			expect(json).toMatchObject([{ organizationId: id }]);
			expect(requests.at(-1)?.form).toEqual([['organization_id', id]]);
		});
	});

	test('a slug does, too, where a session is touched', async () => {
		const { json } = await runStep(env, env.client.credential, {
			...touch,
			organizationId: 'difference-co',
		});
		expect(json).toMatchObject([{ organizationId: person(env, 'ada').organizations[1] }]);
	});

	test.each([
		['a text', ''],
		['a list', fromList('')],
		['an ID', byId(' ')],
	])('%s that is empty is named, and nothing is sent', async (_what, organizationId) => {
		const parameters = { ...touch, sessionId: byId(env.client.sessionId), organizationId };
		const { error, requests } = await runStep(env, env.client.credential, parameters);
		expect(error?.message).toBe("'Organization ID' is empty");
		expect(requests).toEqual([]);
	});

	test('a workflow of 1.0.0 runs as it was stored', async () => {
		const [id = ''] = person(env, 'ada').organizations;
		const credentials = {
			[CREDENTIAL_TYPE]: { id: env.client.credential, name: env.client.credential },
		};
		const step = (name: string, parameters: INodeParameters) =>
			node(name, CLERK_SESSIONS, parameters, { credentials });
		const start = 'When clicking ‘Execute workflow’';
		const workflow = {
			nodes: [
				node(start, 'n8n-nodes-base.manualTrigger', {}),
				step('Touch', { operation: 'touch', organization: 'byId', organizationId: id }),
				step(NODE_NAME, {
					resource: 'sessionToken',
					organization: 'byId',
					organizationId: '={{ $json.organizationId }}',
				}),
			],
			connections: {
				[start]: { main: [[{ node: 'Touch', type: 'main' as const, index: 0 }]] },
				Touch: { main: [[{ node: NODE_NAME, type: 'main' as const, index: 0 }]] },
			},
		};
		const result = await env.engine.run(workflow);
		expect(result.error).toBeUndefined();
		expect(result.json(NODE_NAME)).toMatchObject([{ organizationId: id }]);
	});
});
