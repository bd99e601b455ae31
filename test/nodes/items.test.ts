import type { IDataObject } from 'n8n-workflow';
import { nativeRequest } from '../support/seenRequest';
import { setup } from '../support/setup';
import { byId, lastActive } from '../support/workflows';

const env = setup();
const get = { resource: 'session', operation: 'get' };
const clientRequest = nativeRequest('GET', '/v1/client');

test('each item comes out in its place, however late its answer', async () => {
	const { clientId, sessionId } = env.client;
	const grace = env.sandbox.addSession(clientId, 'grace+clerk_test@example.com').sessionId;
	const last = env.sandbox.addSession(clientId, 'katherine+clerk_test@example.com');
	const credential = env.addCredential({
		connectUsing: 'clientToken',
		clientToken: last.clientToken,
	});
	env.sandbox.faults.add({ path: new RegExp(`${sessionId}$`), delayMs: 200 });
	const ids = [sessionId, grace, last.sessionId, grace];
	const { items } = await env.runNode(
		{ ...get, sessionId: byId('={{ $json.id }}') },
		{ credential, items: ids.map((id) => ({ id })) },
	);
	expect(items).toEqual(
		ids.map((id, item) => ({ json: expect.objectContaining({ id }), pairedItem: { item } })),
	);
});

describe('the last active session', () => {
	const parameters = { ...get, sessionId: lastActive };
	const threeItems = [{}, {}, {}];

	test('is looked up once per run, not per item', async () => {
		const { requests, items } = await env.runNode(parameters, { items: threeItems });
		const path = `/v1/client/sessions/${env.client.sessionId}`;
		expect(requests).toEqual([clientRequest, ...threeItems.map(() => nativeRequest('GET', path))]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	test('is looked up again in the next run', async () => {
		await env.runNode(parameters);
		const { requests } = await env.runNode(parameters);
		expect(requests[0]).toEqual(clientRequest);
	});

	test('can be chosen by an expression', async () => {
		const sessionId = byId('={{ "last_active" }}');
		const { json } = await env.runNode({ ...get, sessionId });
		expect(json).toEqual([expect.objectContaining({ id: env.client.sessionId })]);
	});

	test('is the one that was touched last', async () => {
		const { clientId, sessionId } = env.client;
		const { clientToken } = env.sandbox.addSession(clientId, 'grace+clerk_test@example.com');
		const credential = env.addCredential({ connectUsing: 'clientToken', clientToken });
		const before = await env.runNode(parameters, { credential });
		expect(before.json).not.toEqual([expect.objectContaining({ id: sessionId })]);
		await env.runNode({ resource: 'session', operation: 'touch' }, { credential });
		const after = await env.runNode(parameters, { credential });
		expect(after.json).toEqual([expect.objectContaining({ id: sessionId })]);
	});

	test('is missed where everybody has signed out', async () => {
		env.sandbox.endSession(env.client.sessionId);
		const { requests, error } = await env.runNode(parameters, { items: threeItems });
		expect(error?.message).toBe('Nobody is signed in on the client of this credential');
		expect(requests).toEqual([clientRequest]);
	});

	test('is missed where Clerk does not know the client', async () => {
		const credential = env.addCredential({ connectUsing: 'clientToken', clientToken: 'dead' });
		const { recorded, error } = await env.runNode(parameters, { credential });
		expect(error?.message).toBe('Clerk does not know the client of this credential');
		expect(recorded.map(({ path }) => path)).toEqual(['/v1/client']);
	});
});

describe('an item that fails', () => {
	const bad = `sess_${'0'.repeat(27)}`;
	const items = (): IDataObject[] => [
		{ id: env.client.sessionId, n: 0 },
		{ id: '../..', n: 1 },
		{ id: bad, n: 2 },
		{ id: env.client.sessionId, n: 3 },
	];
	const parameters = { ...get, sessionId: byId('={{ $json.id }}') };
	const good = () => expect.objectContaining({ id: env.client.sessionId, status: 'active' });
	const refused = {
		message: "'Session' is not a session ID",
		description: expect.stringContaining('sess_'),
	};
	const notFound = {
		message: `No session was found with id ${bad}`,
		description: expect.stringContaining("'From list'"),
		code: 'resource_not_found',
		status: 404,
		traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
	};

	test('stops the run where the node does', async () => {
		const result = await env.runNode(parameters, { items: items() });
		expect(result.error?.message).toBe("'Session' is not a session ID");
		expect(result.items).toEqual([]);
	});

	test('comes out among the others with continueRegularOutput', async () => {
		const result = await env.runNode(parameters, {
			items: items(),
			onError: 'continueRegularOutput',
		});
		expect(result.error).toBeUndefined();
		expect(result.items).toEqual([
			{ json: good(), pairedItem: { item: 0 } },
			{ json: { error: refused }, pairedItem: { item: 1 } },
			{ json: { error: notFound }, pairedItem: { item: 2 } },
			{ json: good(), pairedItem: { item: 3 } },
		]);
		expect(result.requests).toHaveLength(3);
	});

	test('goes to the error output with continueErrorOutput', async () => {
		const result = await env.runNode(parameters, {
			items: items(),
			onError: 'continueErrorOutput',
		});
		expect(result.items).toEqual([
			{ json: good(), pairedItem: { item: 0 } },
			{ json: good(), pairedItem: { item: 3 } },
		]);
		// n8n puts the fields of the item that went in beside the error.
		expect(result.failedItems).toEqual([
			{ json: { id: '../..', n: 1, error: refused }, pairedItem: { item: 1 } },
			{ json: { id: bad, n: 2, error: notFound }, pairedItem: { item: 2 } },
		]);
	});

	test('names the parameter that Clerk names', async () => {
		await env.runNode({ resource: 'reverification', operation: 'start' });
		const { json } = await env.runNode(
			{
				resource: 'reverification',
				operation: 'attemptFirstFactor',
				strategy: 'password',
				password: 'a guess',
			},
			{ onError: 'continueRegularOutput' },
		);
		expect(json).toEqual([
			{
				error: {
					message: 'Password is incorrect. Try again, or use another method.',
					description: "Check 'Password', or use another strategy.",
					code: 'form_password_incorrect',
					status: 422,
					traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
					param: 'password',
				},
			},
		]);
	});

	test('holds no more than that where no answer came', async () => {
		env.sandbox.faults.add({ cut: 'beforeRequestIsHandled' });
		const { json } = await env.runNode(
			{ ...get, options: { maxRetries: 0 } },
			{ onError: 'continueRegularOutput' },
		);
		expect(json).toEqual([
			{
				error: {
					message: expect.stringContaining('closed the connection before it answered'),
					description: expect.stringMatching(/./),
					code: 'ECONNRESET',
				},
			},
		]);
	});

	test('stops the run with all that Clerk said', async () => {
		const { error } = await env.runNode({ ...get, sessionId: byId(bad) });
		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '404',
			message: notFound.message,
			description: notFound.description,
			context: {
				itemIndex: 0,
				data: { code: 'resource_not_found', status: 404, clerk_trace_id: notFound.traceId },
			},
		});
	});

	test('a credential that cannot be used fails each of its items, and nothing is sent', async () => {
		const credential = env.addCredential({ connectUsing: 'clientToken', clientToken: '' });
		const result = await env.runNode(get, {
			credential,
			items: [{}, {}],
			onError: 'continueRegularOutput',
		});
		const error = { message: "'Client Token' is empty", description: expect.any(String) };
		expect(result.items).toEqual([
			{ json: { error }, pairedItem: { item: 0 } },
			{ json: { error }, pairedItem: { item: 1 } },
		]);
		expect(result.requests).toEqual([]);
	});
});
