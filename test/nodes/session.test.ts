import type { INodeParameters } from 'n8n-workflow';
import { nativeRequest } from '../support/seenRequest';
import { type Caller, setup } from '../support/setup';

const env = setup();
const pathOf = (end = '') => `/v1/client/sessions/${env.client.sessionId}${end}`;
const run = async (operation: string, more: INodeParameters = {}) =>
	await env.runNode({ resource: 'session', operation, ...more });

const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const sessionItem = () => ({
	id: env.client.sessionId,
	status: 'active',
	userId: env.sandbox.details.people[0]?.id,
	identifier: 'ada+clerk_test@example.com',
	organizationId: null,
	lastActiveAt: isoTime,
	expireAt: isoTime,
	firstFactorAge: 0,
	secondFactorAge: -1,
});

test('Get asks for the session', async () => {
	const { requests, items } = await run('get');
	expect(requests).toEqual([nativeRequest('GET', pathOf())]);
	expect(items).toEqual([{ json: sessionItem(), pairedItem: { item: 0 } }]);
});

test('Get shows what a pending session has to do', async () => {
	const joan = env.signIn('joan+clerk_test@example.com');
	const { json } = await env.runNode({ resource: 'session', operation: 'get' }, { as: joan });
	expect(json).toEqual([
		expect.objectContaining({
			status: 'pending',
			tasks: ['choose-organization'],
		}),
	]);
});

test('End ends the session and leaves it to its client', async () => {
	const { requests, items } = await run('end');
	expect(requests).toEqual([nativeRequest('POST', pathOf('/end'))]);
	expect(items).toEqual([{ json: { ...sessionItem(), status: 'ended' }, pairedItem: { item: 0 } }]);
	const after = await run('get');
	expect(after.json).toEqual([{ ...sessionItem(), status: 'ended' }]);
});

/** The first person's client once somebody else has signed in on it, too. */
function sharedClient(): Caller {
	const { clientId } = env.client;
	const { clientToken } = env.sandbox.addSession(clientId, 'grace+clerk_test@example.com');
	const credential = env.addCredential({ connectUsing: 'clientToken', clientToken });
	return { ...env.client, clientToken, credential };
}

test('Remove removes the session and no other', async () => {
	const as = sharedClient();
	const remove = { resource: 'session', operation: 'remove' };
	const { requests, items } = await env.runNode(remove, { as });
	const { id, userId, identifier } = sessionItem();
	expect(requests).toEqual([nativeRequest('POST', pathOf('/remove'))]);
	expect(items).toEqual([
		{
			json: { id, status: 'removed', userId, identifier, deleted: true },
			pairedItem: { item: 0 },
		},
	]);
	const again = await env.runNode(remove, { as });
	expect(again.error).toMatchObject({ httpCode: '404' });
});

test('Remove All removes every session and keeps the client', async () => {
	const as = sharedClient();
	const { requests, items } = await env.runNode(
		{ resource: 'session', operation: 'removeAll' },
		{ as },
	);
	const { clientId } = as;
	expect(requests).toEqual([nativeRequest('DELETE', '/v1/client/sessions')]);
	expect(items).toEqual([{ json: { clientId, deleted: true }, pairedItem: { item: 0 } }]);
});

test.each(['end', 'remove'])('%s has no session chosen beforehand', async (operation) => {
	const { error, requests } = await run(operation, {
		sessionId: { __rl: true, mode: 'list', value: '' },
	});
	expect(error?.message).toContain('issues');
	expect(requests).toEqual([]);
});

describe('Touch', () => {
	const [first, second] = ['analytical-engines', 'difference-co'];
	/** The first person's organizations: what a test calls them, and their IDs. */
	const idOf = (slug: string) => {
		const { organizations = [] } = env.sandbox.details.people[0] ?? {};
		return organizations[slug === first ? 0 : 1] ?? '';
	};

	/** What is chosen, what goes over the wire, and the organization the session ends up with. */
	const choices: Array<[string, INodeParameters, () => string, () => string | null]> = [
		['nothing', {}, () => '', () => idOf(first)],
		['Unchanged', { organization: 'unchanged' }, () => '', () => idOf(first)],
		[
			'Unchanged by an expression',
			{ organization: '={{ "unchanged" }}' },
			() => '',
			() => idOf(first),
		],
		['Personal Account', { organization: 'personal' }, () => 'active_organization_id=', () => null],
		[
			'Personal Account by an expression',
			{ organization: '={{ "personal" }}', organizationId: '={{ $json.slug }}' },
			() => 'active_organization_id=',
			() => null,
		],
		[
			'By ID',
			{ organization: 'byId', organizationId: '={{ $json.id }}' },
			() => `active_organization_id=${idOf(second)}`,
			() => idOf(second),
		],
		[
			'By ID, with a slug',
			{ organization: 'byId', organizationId: 'difference-co' },
			() => 'active_organization_id=difference-co',
			() => idOf(second),
		],
		[
			'By ID by an expression',
			{ organization: '={{ "byId" }}', organizationId: '={{ $json.slug }}' },
			() => 'active_organization_id=difference-co',
			() => idOf(second),
		],
	];

	test.each(choices)('organization: %s', async (_name, parameters, body, after) => {
		await run('touch', { organization: 'byId', organizationId: first });
		const { requests, items } = await env.runNode(
			{ resource: 'session', operation: 'touch', ...parameters },
			{ items: [{ slug: second, id: idOf(second) }] },
		);
		expect(requests).toEqual([nativeRequest('POST', pathOf('/touch'), body())]);
		expect(items).toEqual([
			{ json: { ...sessionItem(), organizationId: after() }, pairedItem: { item: 0 } },
		]);
	});

	/** Neither may turn into the personal account, or into no change. */
	test.each([
		["'Organization ID' is empty", { organization: 'byId' }],
		["'Organization ID' is empty", { organization: 'byId', organizationId: ' ' }],
		["'Organization ID' is empty", { organization: 'byId', organizationId: '={{ null }}' }],
		["'Organization ID' is empty", { organization: 'byId', organizationId: '={{ $json.none }}' }],
		["'Organization ID' is empty", { organization: '={{ "byId" }}' }],
		["'Organization' has no valid choice", { organization: '={{ "nonsense" }}' }],
		["'Organization' has no valid choice", { organization: '={{ $json.none }}' }],
	])('%s: %o', async (message, parameters) => {
		const { error, requests } = await run('touch', parameters);
		expect(error?.message).toBe(message);
		expect(requests).toEqual([]);
	});

	test.each(['focus', 'select_org', 'select_session'])('intent: %s', async (intent) => {
		const { requests } = await run('touch', { additionalFields: { intent } });
		expect(requests).toEqual([nativeRequest('POST', pathOf('/touch'), `intent=${intent}`)]);
	});

	test('an organization and an intent go together', async () => {
		const { requests } = await run('touch', {
			organization: 'byId',
			organizationId: second,
			additionalFields: { intent: 'select_org' },
		});
		const [{ body } = { body: '' }] = requests;
		expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
			active_organization_id: second,
			intent: 'select_org',
		});
	});
});
