import { existsSync } from 'node:fs';

import { startEngine } from '../support/engine';
import { type Fixture, startFixture } from './fixture/start';
import {
	AGENT_NODE,
	chain,
	FIXTURE_NODE,
	fixtureNode,
	MANUAL_TRIGGER,
	node,
	PROBE_NODE,
} from './fixture/workflows';

const start = node('Start', MANUAL_TRIGGER);
const getById = { operation: 'get', thingId: '={{ $json.id }}' };

let fixture: Fixture;
beforeAll(async () => {
	fixture = await startFixture();
});
afterAll(async () => await fixture.stop());

test('a package loads with n8n’s loader and without a warning', () => {
	const { engine } = fixture;
	expect(engine.warnings).toEqual([]);
	expect(engine.loadedNodes).toEqual([FIXTURE_NODE, AGENT_NODE, PROBE_NODE]);
	expect(engine.loadedCredentials).toEqual(['fixtureApi', 'probeApi']);
	expect(engine.nodeTypes.getByNameAndVersion(FIXTURE_NODE).description.name).toBe('fixture');
});

test('a folder that is no package is refused', async () => {
	await expect(startEngine({ packages: [`${__dirname}/nothing`] })).rejects.toThrow('ENOENT');
});

test('a declarative node sends a request per item, with expressions, and pairs what comes', async () => {
	const { engine, server } = fixture;
	const result = await engine.run(chain(start, fixtureNode(getById)), {
		input: [{ id: 'one' }, { id: 'two' }],
	});
	expect(result.error).toBeUndefined();
	expect(result.status).toBe('success');
	expect(result.items('Fixture')).toEqual([
		{ json: { id: 'one' }, pairedItem: { item: 0 } },
		{ json: { id: 'two' }, pairedItem: { item: 1 } },
	]);
	expect(server.requests).toEqual(expect.arrayContaining(['GET /things/one', 'GET /things/two']));
	expect(result.runs('Fixture')).toBe(1);
});

test('the node that is named starts the run and receives the input', async () => {
	const result = await fixture.engine.run(chain(start, fixtureNode(getById)), {
		startNode: 'Fixture',
		input: [{ json: { id: 'three' } }],
	});
	expect(result.json('Fixture')).toEqual([{ id: 'three' }]);
	expect(result.runs('Start')).toBe(0);
	expect(() => result.items('Strat')).toThrow('There is no node "Strat"');
});

test('pinned data stands in for a node in the editor only', async () => {
	const workflow = {
		...chain(start, fixtureNode(getById)),
		pinData: { Start: [{ json: { id: 'pinned' } }] },
	};
	const manual = await fixture.engine.run(workflow);
	expect(manual.json('Fixture')).toEqual([{ id: 'pinned' }]);
	const live = await fixture.engine.run(workflow, { mode: 'trigger', input: [{ id: 'live' }] });
	expect(live.json('Fixture')).toEqual([{ id: 'live' }]);
});

describe('an item that fails', () => {
	const input = [{ id: 'bad' }, { id: 'good' }];

	test('stops the run', async () => {
		const result = await fixture.engine.run(chain(start, fixtureNode(getById)), { input });
		expect(result.status).toBe('error');
		expect(result.error).toMatchObject({ name: 'NodeApiError', httpCode: '404' });
		expect(result.nodeError('Fixture')).toMatchObject({ httpCode: '404' });
		expect(result.items('Fixture')).toEqual([]);
	});

	test('goes on among the others with onError: continueRegularOutput', async () => {
		const failing = fixtureNode(getById, { onError: 'continueRegularOutput' });
		const result = await fixture.engine.run(chain(start, failing), { input });
		expect(result.status).toBe('success');
		expect(result.json('Fixture')).toEqual([
			{ error: expect.stringContaining('could not be found') },
			{ id: 'good' },
		]);
	});

	test('goes to the error output with onError: continueErrorOutput', async () => {
		const failing = fixtureNode(getById, { onError: 'continueErrorOutput' });
		const result = await fixture.engine.run(chain(start, failing), { input });
		expect(result.json('Fixture', 0)).toEqual([{ id: 'good' }]);
		expect(result.json('Fixture', 1)).toEqual([
			expect.objectContaining({ error: expect.stringContaining('could not be found') }),
		]);
	});
});

test('a required field left empty keeps the run from starting', async () => {
	const result = await fixture.engine.run(chain(start, fixtureNode({ operation: 'get' })));
	expect(result.status).toBe('error');
	expect(result.error?.message).toContain('issues');
	expect(result.runs('Start')).toBe(0);
});

test('environment variables are closed to expressions', async () => {
	const thingId = '={{ $env.HOME }}';
	const result = await fixture.engine.run(chain(start, fixtureNode({ operation: 'get', thingId })));
	expect(result.error?.message).toContain('access to env vars denied');
});

describe('a node that waits', () => {
	const workflow = chain(start, fixtureNode({ operation: 'wait', thingId: 'x' }));

	/** Ends within its test's time only if the node hears of the cancellation. */
	test('stops when the run is cancelled', async () => {
		const running = fixture.engine.run(workflow);
		setTimeout(() => running.cancel(), 50);
		const result = await running;
		expect(result.status).toBe('canceled');
		expect(result.run.finished).toBe(false);
	});

	test('stops when a signal aborts', async () => {
		const result = await fixture.engine.run(workflow, { signal: AbortSignal.timeout(50) });
		expect(result.status).toBe('canceled');
	});

	test('stops when its time is up', async () => {
		const result = await fixture.engine.run(workflow, { executionTimeout: 0.05 });
		expect(result.status).toBe('canceled');
	});
});

test('what n8n logs is heard from debug level up, and its folder goes with the engine', async () => {
	const lines: string[] = [];
	const { engine, stop } = await startFixture({ onLog: (line) => lines.push(line) });
	expect(existsSync(process.env.N8N_USER_FOLDER ?? '')).toBe(true);
	await engine.run(chain(start, fixtureNode(getById)), { input: [{ id: 'bad' }] });
	expect(lines).toContainEqual(expect.stringMatching(/^debug Running node "Fixture" started/));
	expect(lines).toContainEqual(expect.stringContaining('"httpCode":"404"'));
	await stop();
});
