import { type Fixture, startFixture } from './fixture/start';
import { chain, FIXTURE_NODE, fixtureNode, MANUAL_TRIGGER, node } from './fixture/workflows';

const workflow = chain(
	node('Start', MANUAL_TRIGGER),
	fixtureNode({ operation: 'get', thingId: 'one' }),
);
const reference = { fixtureApi: { id: 'c1', name: 'Fixture' } };

let fixture: Fixture;
beforeEach(async () => {
	fixture = await startFixture();
});
afterEach(async () => await fixture.stop());

test('an empty expirable value is fetched and stored, and used by the next run', async () => {
	const { engine, server } = fixture;
	await engine.run(workflow);
	expect(server.requests).toEqual(['POST /sign-in', 'GET /things/one']);
	expect(engine.credentials.get('c1')).toEqual({
		url: server.url,
		password: 'secret',
		token: 'token-1',
	});
	expect(engine.credentials.writes).toBe(1);

	await engine.run(workflow);
	expect(server.requests.slice(2)).toEqual(['GET /things/one']);
	expect(engine.credentials.writes).toBe(1);
});

test('after a 401 it is fetched anew and the request repeated', async () => {
	const { engine, server } = fixture;
	await engine.run(workflow);
	server.signOut();
	server.requests.length = 0;
	const result = await engine.run(workflow);
	expect(result.json('Fixture')).toEqual([{ id: 'one' }]);
	expect(server.requests).toEqual(['GET /things/one', 'POST /sign-in', 'GET /things/one']);
	expect(engine.credentials.get('c1').token).toBe('token-2');
});

test('it survives an edit of the other fields', async () => {
	const { engine } = fixture;
	await engine.run(workflow);
	engine.credentials.set('c1', { password: 'another' });
	expect(engine.credentials.get('c1')).toMatchObject({ password: 'another', token: 'token-1' });
	expect(engine.credentials.writes).toBe(1);
	expect(() => engine.credentials.get('c2')).toThrow('There is no credential with ID "c2"');
});

test('fields may be expressions', async () => {
	const { engine, server } = fixture;
	engine.credentials.set('c1', { url: `={{ "${server.url}/".slice(0, -1) }}` });
	const result = await engine.run(workflow);
	expect(result.json('Fixture')).toEqual([{ id: 'one' }]);
	expect(engine.credentials.get('c1').url).toContain('={{');
});

test('a node whose credential is gone fails as in n8n', async () => {
	const credentials = { fixtureApi: { id: 'gone', name: 'Fixture' } };
	const result = await fixture.engine.run(
		chain(
			node('Start', MANUAL_TRIGGER),
			fixtureNode({ operation: 'get', thingId: 'x' }, { credentials }),
		),
	);
	expect(result.error?.message).toContain('"gone" does not exist for type "fixtureApi"');
});

describe('the credential test', () => {
	test('says OK and keeps the token it fetched', async () => {
		const { engine } = fixture;
		expect(await engine.testCredential('c1', FIXTURE_NODE)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(engine.credentials.get('c1').token).toBe('token-1');
	});

	test('uses the message of the rule that fits the status', async () => {
		const { engine } = fixture;
		engine.credentials.set('c1', { user: 'banned' });
		expect(await engine.testCredential('c1')).toEqual({
			status: 'Error',
			message: 'This user may not sign in',
		});
	});

	test('shows the code of a network failure', async () => {
		const { engine } = fixture;
		engine.credentials.set('c1', { url: 'http://127.0.0.1:1' });
		expect(await engine.testCredential('c1')).toEqual({
			status: 'Error',
			message: 'ECONNREFUSED',
		});
	});

	test('belongs to a node that takes the credential', async () => {
		const test = fixture.engine.testCredential('c1', 'n8n-nodes-base.noOp');
		await expect(test).rejects.toThrow('does not take a credential of type "fixtureApi"');
	});
});

test('a From List dropdown is filtered and has pages', async () => {
	const { engine } = fixture;
	const search = async (...page: string[]) =>
		await engine.listSearch(FIXTURE_NODE, 'searchThings', {}, reference, ...page);
	expect(await search()).toEqual({
		results: [{ name: ' on page 1', value: '1' }],
		paginationToken: '2',
	});
	expect((await search('red', '2')).results).toEqual([{ name: 'red on page 2', value: '1' }]);
	await expect(engine.listSearch(FIXTURE_NODE, 'none', {}, reference)).rejects.toThrow('"none"');
});

test('a dropdown sees the parameters of its node', async () => {
	const { engine } = fixture;
	const parameters = { operation: 'get' };
	expect(await engine.loadOptions(FIXTURE_NODE, 'getKinds', parameters, reference)).toEqual([
		{ name: 'get', value: 'kind' },
	]);
});

test('overwrites fill what is empty', async () => {
	const { server } = fixture;
	const other = await startFixture({
		credentials: { c1: { name: 'Fixture', type: 'fixtureApi', data: { url: '' } } },
		credentialOverwrites: { fixtureApi: { url: server.url } },
	});
	const result = await other.engine.run(workflow);
	expect(result.json('Fixture')).toEqual([{ id: 'one' }]);
	await other.stop();
});
