import type { INodeParameters } from 'n8n-workflow';
import { declarationOf, OPERATIONS } from '../support/operations';
import { type NodeRunOptions, setup } from '../support/setup';
import { sized } from '../support/size';
import { byId } from '../support/workflows';
import { answers } from './clerkAnswer';

const env = setup();
const CREATE = { resource: 'sessionToken', operation: 'create' };
const FROM_TEMPLATE = {
	resource: 'sessionToken',
	operation: 'createFromTemplate',
	templateName: 'hasura',
};
const MANY = sized({ full: 1_000, short: 200 });
const items = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));

/** Creates tokens with reuse on. @returns their texts, and how many requests that took */
async function create(
	parameters: INodeParameters = {},
	{ options, ...more }: NodeRunOptions & { options?: INodeParameters } = {},
) {
	const run = await env.runNode(
		{ ...CREATE, ...parameters, options: { reuseToken: true, ...options } },
		{ onError: 'continueRegularOutput', ...more },
	);
	const asked = run.recorded.filter(({ path }) => path.includes('/tokens')).length;
	return { ...run, asked, jwts: run.json.map(({ jwt }) => jwt) };
}

test.each([
	['Create', CREATE],
	['Create From Template', FROM_TEMPLATE],
])(
	`%s: ${MANY} items get one token by one request, and so do later runs`,
	async (_name, operation) => {
		const first = await create(operation, { items: items(MANY) });
		expect(first.asked).toBe(1);
		expect(first.jwts).toHaveLength(MANY);
		expect(new Set(first.jwts).size).toBe(1);
		expect(first.items.map(({ pairedItem }) => pairedItem)).toEqual(
			items(MANY).map(({ n }) => ({ item: n })),
		);
		const second = await create(operation, { items: items(3) });
		expect(second.asked).toBe(0);
		expect(new Set([...first.jwts, ...second.jwts]).size).toBe(1);
	},
);

test('batches after one another share it, too', async () => {
	const batching = { batch: { batchSize: 2, batchInterval: 20 } };
	expect((await create({ requestOptions: { batching } }, { items: items(8) })).asked).toBe(1);
});

test('executions at the same moment share one request', async () => {
	env.sandbox.faults.add({ delayMs: 50 });
	await Promise.all(items(5).map(async () => await create({}, { items: items(4) })));
	expect(env.sandbox.requestLog).toHaveLength(1);
});

test('off, which it is by default, every item makes its own request', async () => {
	for (const options of [{ reuseToken: false }, { reuseToken: undefined }]) {
		expect((await create({}, { items: items(3), options })).asked).toBe(3);
	}
});

test('another session, template, organization or credential has its own token', async () => {
	const [first] = env.sandbox.details.people;
	const other = env.sandbox.signIn(first?.id);
	const [organizationId = ''] = first?.organizations ?? [];
	const { sessionId, clientToken } = env.sandbox.addSession(env.client.clientId, first?.id ?? '');
	// Adding a session changed the client's token.
	const credentials = [1, 2].map(() =>
		env.addCredential({ connectUsing: 'clientToken', clientToken }),
	);
	const [credential, twin] = credentials;
	const variants: INodeParameters[] = [
		{},
		{ sessionId: byId(sessionId) },
		{ organization: 'personal' },
		{ organization: 'byId', organizationId },
		{ specifyBody: 'json', jsonBody: '{"organization_id":"org_none"}' },
		{ ...FROM_TEMPLATE },
		{ ...FROM_TEMPLATE, templateName: 'another' },
	];
	for (const variant of variants) {
		expect([variant, (await create(variant, { credential })).asked]).toEqual([variant, 1]);
	}
	expect((await create({}, { credential: twin })).asked).toBe(1);
	expect((await create({}, { credential })).asked).toBe(0);
	expect((await create({}, { as: { ...other, credential: credential ?? '' } })).asked).toBe(1);
});

test('a token that has not long enough to live is not used again', async () => {
	env.sandbox.settings.sessionTokenLifetimeMs = 60_000;
	await create();
	expect((await create({}, { options: { minimumTokenLifetime: 59 } })).asked).toBe(0);
	expect((await create({}, { options: { minimumTokenLifetime: 60 } })).asked).toBe(1);
	env.sandbox.settings.sessionTokenLifetimeMs = 14_000;
	const shortLived = env.signIn();
	for (const asked of [1, 1]) expect((await create({}, { as: shortLived })).asked).toBe(asked);
});

test.each(OPERATIONS.filter((entry) => declarationOf(entry).dropsReusedTokens))(
	'after $resource: $operation an old token is not handed out',
	async ({ resource, operation, needs }) => {
		const before = await create();
		await env.runNode({ resource, operation, ...needs }, { onError: 'continueRegularOutput' });
		const after = await create();
		expect(after.asked).toBe(1);
		expect(after.jwts).not.toEqual(before.jwts);
	},
);

test('once Clerk says that the session is gone, no old token is handed out', async () => {
	await create();
	env.sandbox.endSession(env.client.sessionId, 'removed');
	await env.runNode(
		{ resource: 'session', operation: 'get' },
		{ onError: 'continueRegularOutput' },
	);
	const after = await create();
	expect({ asked: after.asked, jwts: after.jwts }).toEqual({ asked: 1, jwts: [undefined] });
});

test('under another client token no old token is handed out', async () => {
	env.sandbox.settings.rotateTokenOnEveryResponse = true;
	const jwts = new Set((await create()).jwts);
	const after = await create();
	expect(after.asked).toBe(1);
	expect(after.jwts.some((jwt) => jwts.has(jwt))).toBe(false);
});

test('a shared request that is refused gives every item its own reason, and is made again later', async () => {
	env.sandbox.faults.add({
		...answers(403, { errors: [{ code: 'action_for_session_not_authorized', message: 'No' }] }),
		times: 1,
	});
	const refused = await create({}, { items: items(5) });
	expect(refused.asked).toBe(1);
	expect(refused.items).toEqual(
		items(5).map(({ n }) => ({
			json: { error: expect.objectContaining({ message: 'No', status: 403 }) },
			pairedItem: { item: n },
		})),
	);
	expect((await create()).jwts).toEqual([expect.any(String)]);
});

test('what one item changes in its token stays its own', async () => {
	const raw = await create({ output: 'raw' }, { items: items(2) });
	const [first, second] = raw.json;
	expect(first).toEqual(second);
	expect(first).not.toBe(second);
});
