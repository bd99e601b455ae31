import { startEngine, type Engine } from '../support/engine';
import { type FixtureServer, startFixtureServer } from './fixture/server';
import { chain, MANUAL_TRIGGER, node } from './fixture/workflows';

const start = node('Start', MANUAL_TRIGGER);
const after = node(
	'After',
	'n8n-nodes-base.set',
	{
		mode: 'raw',
		jsonOutput: '={{ { got: $json, first: $("Start").first().json } }}',
		options: {},
	},
	{ typeVersion: 3.4 },
);
const wait = (parameters: object) =>
	node('Wait', 'n8n-nodes-base.wait', { ...parameters }, { typeVersion: 1.1, webhookId: 'w' });

let engine: Engine;
let server: FixtureServer;
beforeAll(async () => {
	server = await startFixtureServer();
	engine = await startEngine({ packages: [] });
});
afterAll(async () => {
	await engine.stop();
	await server.close();
});

test('a schedule, a request and a Set node run', async () => {
	const result = await engine.run(
		chain(
			node('Start', 'n8n-nodes-base.scheduleTrigger', {}, { typeVersion: 1.2 }),
			node(
				'Request',
				'n8n-nodes-base.httpRequest',
				{ url: `${server.url}/sign-in`, method: 'POST', options: {} },
				{ typeVersion: 4.2 },
			),
			after,
		),
	);
	expect(result.error).toBeUndefined();
	expect(result.json('After')).toEqual([
		{
			got: { token: 'token-1' },
			first: expect.objectContaining({ timestamp: expect.any(String) }),
		},
	]);
});

test('a short wait just waits', async () => {
	const workflow = chain(
		start,
		wait({ resume: 'timeInterval', amount: 0.01, unit: 'seconds' }),
		after,
	);
	const result = await engine.run(workflow);
	expect(result.status).toBe('success');
});

test('a long wait can be cut short', async () => {
	const workflow = chain(start, wait({ resume: 'timeInterval', amount: 2, unit: 'hours' }), after);
	const waiting = await engine.run(workflow, { input: [{ id: 7 }] });
	expect(waiting.status).toBe('waiting');
	expect(waiting.waitTill?.getTime()).toBeGreaterThan(Date.now() + 3_600_000);
	expect(waiting.runs('After')).toBe(0);

	const result = await engine.resume(waiting);
	expect(result.status).toBe('success');
	expect(result.json('After')).toEqual([{ got: { id: 7 }, first: { id: 7 } }]);
	expect(() => engine.resume(result)).toThrow('not waiting');
});

test('a request resumes a wait for a webhook', async () => {
	const workflow = chain(
		start,
		wait({ resume: 'webhook', httpMethod: 'POST', options: { webhookSuffix: 'code' } }),
		after,
	);
	const waiting = await engine.run(workflow, { input: [{ id: 7 }] });
	const wrong = engine.resume(waiting, { method: 'GET', suffix: 'code' });
	await expect(wrong).rejects.toThrow('does not wait for GET "code"');

	const request = { body: { code: '424242' }, query: { a: 'b' }, suffix: 'code' };
	const result = await engine.resume(waiting, request);
	expect(result.json('After')).toEqual([
		{
			got: expect.objectContaining({ body: { code: '424242' }, query: { a: 'b' } }),
			first: { id: 7 },
		},
	]);
});

test('a form resumes a wait for one', async () => {
	const formFields = { values: [{ fieldLabel: 'Name' }, { fieldLabel: 'Code' }] };
	const workflow = chain(start, wait({ resume: 'form', formTitle: 'Code', formFields }), after);
	const waiting = await engine.run(workflow);
	expect(waiting.status).toBe('waiting');
	const result = await engine.resume(waiting, { form: { Code: '424242' } });
	expect(result.json('After')).toMatchObject([{ got: { Code: '424242', formMode: 'test' } }]);
	const wrong = engine.resume(waiting, { form: { Kode: '424242' } });
	await expect(wrong).rejects.toThrow('has no field "Kode"');
});

test('a Form page follows a form trigger', async () => {
	const workflow = chain(
		node('Start', 'n8n-nodes-base.formTrigger', { formTitle: 'One' }, { typeVersion: 2.2 }),
		node(
			'Page',
			'n8n-nodes-base.form',
			{ formFields: { values: [{ fieldLabel: 'Code' }] } },
			{ typeVersion: 1, webhookId: 'p' },
		),
		after,
	);
	const waiting = await engine.run(workflow, { input: [{ Email: 'a@b.c', formMode: 'test' }] });
	expect(waiting.error).toBeUndefined();
	expect(waiting.status).toBe('waiting');
	const result = await engine.resume(waiting, { form: { Code: '424242' } });
	expect(result.json('After')).toMatchObject([{ got: { Code: '424242' } }]);
});

test('each wait of a run is resumed in turn', async () => {
	const first = wait({ resume: 'webhook', options: {} });
	const second = { ...first, name: 'Again', id: 'Again' };
	const waiting = await engine.run(chain(start, first, second, after));
	const again = await engine.resume(waiting, { query: { n: '1' } });
	expect(again.status).toBe('waiting');
	const result = await engine.resume(again, { query: { n: '2' } });
	expect(result.json('After')).toMatchObject([{ got: { query: { n: '2' } } }]);
});
