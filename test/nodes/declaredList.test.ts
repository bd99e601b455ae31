import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { type Engine, startEngine } from '../support/engine';
import { answers } from '../failures/clerkAnswer';
import { PACKAGE, setup } from '../support/setup';
import { afterManualTrigger, CREDENTIAL_TYPE, lastActive, node } from '../support/workflows';

// What an operation can declare and none of the node's does yet, in n8n's engine.

const env = setup();
const PATH = '/v1/me/devices/dev_1/sessions';
let engine: Engine;

beforeAll(async () => {
	engine = await startEngine({
		packages: [PACKAGE, join(__dirname, 'fixture')],
		credentialStore: env.engine.credentials,
	});
});
afterAll(async () => await engine.stop());

const session = (id: string) => ({ object: 'session', id, status: 'active', expire_at: 0 });
const THREE = ['sess_1', 'sess_2', 'sess_3'].map(session);

async function list(body: unknown, parameters: INodeParameters = {}) {
	const { credential } = env.client;
	env.sandbox.faults.add({ ...answers(200, body), path: PATH, times: 1 });
	const credentials = { [CREDENTIAL_TYPE]: { id: credential, name: credential } };
	const step = node(
		'Devices',
		'n8n-nodes-declared-fixture.devices',
		{ resource: 'session', operation: 'getAll', deviceId: 'dev_1', ...parameters },
		{ credentials },
	);
	const result = await engine.run(afterManualTrigger(step));
	return { error: result.error, items: result.items('Devices') };
}

test('path and query go out as declared, the session by its look-up', async () => {
	const { error } = await list(THREE, { sessionId: lastActive });
	expect(error).toBeUndefined();
	const [lookUp, request, ...others] = env.sandbox.requestLog;
	expect(lookUp?.path).toBe('/v1/client');
	expect(request).toMatchObject({
		method: 'GET',
		path: PATH,
		query: { _clerk_session_id: env.client.sessionId },
	});
	expect(others).toEqual([]);
});

test('every entry becomes an item, paired with the one that asked', async () => {
	const { items } = await list(THREE, { returnAll: true });
	expect(items).toEqual(
		THREE.map(({ id, status }) => ({
			json: { id, status, expireAt: '1970-01-01T00:00:00.000Z' },
			pairedItem: { item: 0 },
		})),
	);
});

test.each([
	['raw', {}, THREE],
	['selectedFields', { outputFields: 'id' }, THREE.map(({ id }) => ({ id }))],
])('an entry is what %s means', async (output, more, expected) => {
	const { items } = await list(THREE, { output, ...more });
	expect(items.map(({ json }) => json)).toEqual(expected);
});

test('no more come out than Limit says, and none from an empty list', async () => {
	expect((await list(THREE, { limit: 2 })).items).toHaveLength(2);
	expect((await list([])).items).toEqual([]);
});

test.each(['={{ 0 }}', '={{ -1 }}', '={{ 1.5 }}', '={{ "many" }}', '={{ [3] }}', '={{ true }}'])(
	'Limit is refused by name, and nothing is sent: %s',
	async (limit) => {
		env.sandbox.clearRequestLog();
		const { error } = await list(THREE, { limit });
		expect(error?.message).toMatch(/^'Limit' is not /);
		expect(env.sandbox.requestLog).toEqual([]);
	},
);

test.each([
	['no list', { response: null }, 'something else instead of a list'],
	['an entry of another kind', [{ object: 'user' }], 'a user instead of a session'],
	['an entry without an ID', [THREE[0], { object: 'session' }], 'a session without an ID'],
])('%s is not taken for an answer', async (_what, body, came) => {
	const { error } = await list(body);
	expect(error?.message).toContain(`answered with ${came}`);
});
