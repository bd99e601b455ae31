import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { minutes } from '../../sandbox/clock';
import { answers } from '../failures/clerkAnswer';
import { addAccount, clientOf, person, signInCount, storedToken } from '../signIn/account';
import { addAccountAhead, signInAheadIfShort } from '../signIn/ahead';
import { IPHONE, IPHONE_SHOWN } from '../support/devices';
import type { PolledWorkflow } from '../support/engine';
import { PACKAGE, setup } from '../support/setup';
import { sampled } from '../support/size';
import {
	byId,
	chain,
	CLERK_SESSIONS_TRIGGER,
	CREDENTIAL_TYPE,
	lastActive,
	node,
} from '../support/workflows';

// Clerk Sessions Trigger, published in n8n's engine.

const NAME = 'Clerk Sessions Trigger';
const ALL = ['appeared', 'organizationChanged', 'ended'];
const LIST = '/v1/me/sessions/active';

const env = setup();

const grace = () => person(env, 'grace').id;
const ada = () => person(env, 'ada').id;

function workflow(parameters: INodeParameters, credential: string) {
	const credentials = { [CREDENTIAL_TYPE]: { id: credential, name: credential } };
	const pollTimes = { item: [{ mode: 'everyMinute' }] };
	const trigger = node(
		NAME,
		CLERK_SESSIONS_TRIGGER,
		{ events: ALL, sessionId: lastActive, pollTimes, ...parameters },
		{ credentials },
	);
	return chain(trigger, node('Then', 'n8n-nodes-base.noOp'));
}

async function publish(
	parameters: INodeParameters = {},
	credential = env.signIn(grace()).credential,
): Promise<PolledWorkflow> {
	return await env.engine.publish(workflow(parameters, credential));
}

/** Signs the person in on a phone. */
const onPhone = (who = grace()) => env.sandbox.signIn(who, 'native', { activity: IPHONE });

describe('what happens on another device', () => {
	test('the first poll remembers and reports nothing', async () => {
		onPhone();
		const published = await publish();
		expect(published.first).toMatchObject({ json: [], run: undefined });
		expect((await published.poll()).json).toEqual([]);
	});

	test('a session that appears starts the workflow once, as Get Many shows it', async () => {
		const published = await publish();
		const { sessionId } = onPhone();
		const { json, run } = await published.poll();
		expect(json).toEqual([
			{
				event: 'appeared',
				id: sessionId,
				status: 'active',
				isCurrent: false,
				lastActiveAt: expect.stringMatching(/^2\d{3}-/),
				...IPHONE_SHOWN,
				organizationId: null,
			},
		]);
		expect(run?.status).toBe('success');
		expect(run?.json('Then')).toEqual(json);
		expect((await published.poll()).json).toEqual([]);
	});

	test.each(['ended', 'expired', 'revoked', 'removed'] as const)(
		'a session that is %s is reported with its device, without a status that nobody knows',
		async (status) => {
			const { sessionId } = onPhone();
			const published = await publish();
			env.sandbox.endSession(sessionId, status);
			expect((await published.poll()).json).toEqual([
				{
					event: 'ended',
					id: sessionId,
					...IPHONE_SHOWN,
					organizationId: null,
				},
			]);
			expect((await published.poll()).json).toEqual([]);
		},
	);

	test('another organization is reported with the one before', async () => {
		const [organizationId = ''] = person(env, 'ada').organizations;
		const published = await publish({}, env.signIn(ada()).credential);
		const phone = env.signIn(ada());
		await published.poll();
		const touch = async (to: string) =>
			await env.runNode(
				{ resource: 'session', operation: 'touch', organization: 'byId', organizationId: byId(to) },
				{ as: phone },
			);
		expect((await touch(organizationId)).error).toBeUndefined();
		expect((await published.poll()).json).toMatchObject([
			{
				event: 'organizationChanged',
				id: phone.sessionId,
				organizationId,
				previousOrganizationId: null,
			},
		]);
		expect((await published.poll()).json).toEqual([]);
	});

	test('several events come in one run, one item each', async () => {
		const gone = onPhone();
		const published = await publish();
		env.sandbox.endSession(gone.sessionId);
		const [first, second] = [onPhone(), onPhone()];
		const { json, run } = await published.poll();
		expect(new Set(json.map(({ event, id }) => `${event} ${id}`))).toEqual(
			new Set([
				`appeared ${first.sessionId}`,
				`appeared ${second.sessionId}`,
				`ended ${gone.sessionId}`,
			]),
		);
		expect(run?.items('Then')).toHaveLength(3);
	});

	test.each(ALL)('only what was chosen is reported: %s', async (event) => {
		const gone = onPhone();
		const published = await publish({ events: [event] });
		env.sandbox.endSession(gone.sessionId);
		onPhone();
		const names = (await published.poll()).json.map((json) => json.event);
		expect(names).toEqual(event === 'organizationChanged' ? [] : [event]);
	});

	test('other people are not looked at', async () => {
		const published = await publish();
		onPhone(ada());
		expect((await published.poll()).json).toEqual([]);
	});

	test('the person is that of the session chosen', async () => {
		const { clientId } = env.sandbox.signIn(grace());
		const { sessionId, clientToken } = env.sandbox.addSession(clientId, ada());
		const credential = env.addCredential({ connectUsing: 'clientToken', clientToken });
		const published = await publish({ sessionId: byId(sessionId) }, credential);
		onPhone(grace());
		const { sessionId: phone } = onPhone(ada());
		expect((await published.poll()).json.map(({ id }) => id)).toEqual([phone]);
	});

	test('no token of another device comes out or is stored', async () => {
		const published = await publish();
		onPhone();
		const { json } = await published.poll();
		expect(`${JSON.stringify(json)} ${JSON.stringify(published.stored)}`).not.toMatch(
			/eyJ|last_active_token/,
		);
	});
});

describe('what the credential does itself', () => {
	test('another sign-in is no event', async () => {
		const credential = await addAccountAhead(env);
		const published = await publish({}, credential);
		expect(signIns()).toBe(1);
		env.sandbox.endSession(await ownSession(credential));
		expect((await published.poll()).json).toEqual([]);
		expect(signIns()).toBe(2);
		expect((await published.poll()).json).toEqual([]);
	});

	test('with the option it is one', async () => {
		const credential = await addAccountAhead(env);
		const published = await publish({ options: { includeOwn: true } }, credential);
		env.sandbox.endSession(await ownSession(credential));
		await signInAheadIfShort(env, credential);
		const { json } = await published.poll();
		expect(json.map(({ event, isCurrent }) => [event, isCurrent])).toEqual([
			['appeared', true],
			['ended', undefined],
		]);
	});

	test('a session of the credential that it has left behind is no event either', async () => {
		const credential = await addAccountAhead(env);
		const published = await publish({}, credential);
		env.sandbox.blockClient(clientOf(storedToken(env, credential)));
		expect((await published.poll()).json).toEqual([]);
		expect((await published.poll()).json).toEqual([]);
	});
});

const signIns = () => signInCount(env.sandbox.requestLog);

/** The session that a credential has made for itself. */
async function ownSession(credential: string): Promise<string> {
	const { json } = await env.runNode({ resource: 'session', operation: 'getAll' }, { credential });
	return String(json.at(-1)?.id);
}

describe('nothing is lost', () => {
	const passing = [{ status: 429 }, { status: 500 }, { status: 503 }] as const;
	const lasting = [
		{ status: 429, retryAfter: 3600 },
		{ status: 200, body: '<html>' },
		{ status: 200, body: '{"object":"list"}' },
		// A list without sessions, but for its status.
		{ status: 403, body: '[]' },
	] as const;
	const cuts = [{ cut: 'midAnswer' }, { cut: 'beforeRequestIsHandled' }] as const;
	// What may pass by itself is asked for again, with waits.
	const failures = [...sampled(passing), ...lasting, ...sampled(cuts)];
	test.each(failures)('a poll that meets %j fails; the next one reports it once', async (fault) => {
		const published = await publish();
		const { sessionId } = onPhone();
		env.sandbox.faults.add({ path: LIST, ...fault });
		const failed = await published.poll();
		expect(failed.json).toEqual([]);
		expect(failed.error?.message).toMatch(/\S/);
		env.sandbox.faults.clear();
		expect((await published.poll()).json.map(({ id }) => id)).toEqual([sessionId]);
		expect((await published.poll()).json).toEqual([]);
	});

	test('a failure that passes at once is not even noticed', async () => {
		const published = await publish();
		const { sessionId } = onPhone();
		env.sandbox.faults.add({ path: LIST, status: 503, times: 1 });
		const { error, json } = await published.poll();
		expect(error).toBeUndefined();
		expect(json.map(({ id }) => id)).toEqual([sessionId]);
	});

	test('what happened while n8n was stopped is reported when it starts', async () => {
		const gone = onPhone();
		const published = await publish();
		env.sandbox.endSession(gone.sessionId);
		const { sessionId } = onPhone();
		const again = await published.restart();
		expect(again.first.json.map(({ event, id }) => [event, id])).toEqual([
			['appeared', sessionId],
			['ended', gone.sessionId],
		]);
		expect((await (await again.restart()).poll()).json).toEqual([]);
	});

	test('two polls at the same time report an event once', async () => {
		const published = await publish();
		onPhone();
		env.sandbox.faults.add({ path: LIST, delayMs: 200, times: 1 });
		const polls = await Promise.all([published.poll(), published.poll()]);
		expect(polls.flatMap(({ json }) => json)).toHaveLength(1);
		expect((await published.poll()).json).toEqual([]);
	});

	test('static data that is not ours counts as none', async () => {
		const published = await env.engine.publish({
			...workflow({}, env.signIn(grace()).credential),
			staticData: { [`node:${NAME}`]: { userId: 1, sessions: 'none' } },
		});
		const { sessionId } = onPhone();
		expect((await published.poll()).json.map(({ id }) => id)).toEqual([sessionId]);
	});

	test('another person behind the credential is a new beginning', async () => {
		onPhone(ada());
		const { clientId, sessionId } = env.sandbox.signIn(grace());
		const { clientToken } = env.sandbox.addSession(clientId, ada());
		const credential = env.addCredential({ connectUsing: 'clientToken', clientToken });
		const published = await publish({}, credential);
		env.sandbox.clock.advance(minutes(1));
		await env.runNode(
			{ resource: 'session', operation: 'touch', sessionId: byId(sessionId) },
			{ credential },
		);
		expect((await published.poll()).json).toEqual([]);
		const { sessionId: phone } = onPhone(grace());
		expect((await published.poll()).json.map(({ id }) => id)).toEqual([phone]);
	});
});

// Whatever such a list lacks would have signed out, and signed in again by the next poll.
describe('a list that is nonsense is not believed', () => {
	const LACKS = 'lacks the session that asks';
	const HOLDS_MORE = 'holds more than sessions';
	const session = (id: string) => ({ object: 'session', id, status: 'active' });
	const lists: Array<[string, string, (asking: string) => unknown[]]> = [
		['empty', LACKS, () => []],
		['of email addresses', LACKS, () => [{ object: 'email_address', id: 'idn_1' }]],
		['of invitations', LACKS, () => [{ ...session('inv_1'), object: 'organization_invitation' }]],
		['of others’ sessions', LACKS, () => [session('sess_1')]],
		['with null', HOLDS_MORE, (asking) => [session(asking), null]],
		['with a user', HOLDS_MORE, (asking) => [session(asking), { object: 'user', id: 'user_1' }]],
		['with one without an ID', HOLDS_MORE, (asking) => [session(asking), { object: 'session' }]],
		[
			'with one without a status',
			HOLDS_MORE,
			(asking) => [session(asking), { object: 'session', id: 'sess_1' }],
		],
	];
	describe.each(lists)('%s', (_what, message, listFor) => {
		test('at the first poll n8n does not publish, and says why', async () => {
			onPhone();
			const { credential, sessionId } = env.signIn(grace());
			env.sandbox.faults.add({ path: LIST, ...answers(200, listFor(sessionId)) });
			await expect(publish({}, credential)).rejects.toThrow(`answered with a list that ${message}`);
		});

		test('at a later poll nothing has happened; the next one finds what has, once', async () => {
			const gone = onPhone();
			onPhone();
			const { credential, sessionId } = env.signIn(grace());
			const published = await publish({}, credential);
			env.sandbox.endSession(gone.sessionId);
			const { sessionId: phone } = onPhone();
			env.sandbox.faults.add({ path: LIST, ...answers(200, listFor(sessionId)) });
			const failed = await published.poll();
			expect(failed.json).toEqual([]);
			expect(failed.error?.message).toContain(`answered with a list that ${message}`);
			env.sandbox.faults.clear();
			expect((await published.poll()).json.map(({ event, id }) => [event, id])).toEqual([
				['appeared', phone],
				['ended', gone.sessionId],
			]);
			expect((await published.poll()).json).toEqual([]);
		});
	});
});

// Clerk lists the active ones, and does not say what it counts as active.
test('a pending session that asks need not be listed', async () => {
	const { credential } = env.signIn(person(env, 'joan').id);
	env.sandbox.faults.add({ path: LIST, ...answers(200, []) });
	const published = await publish({}, credential);
	const { error, json } = await published.poll();
	expect({ error, json }).toEqual({ error: undefined, json: [] });
});

describe('what it costs', () => {
	test('a poll asks twice, and writes nothing where nothing has changed', async () => {
		onPhone();
		const published = await publish();
		const before = env.sandbox.requestLog.length;
		const { stored } = published;
		env.sandbox.clock.advance(minutes(30));
		await published.poll();
		expect(env.sandbox.requestLog.slice(before).map(({ path }) => path)).toEqual([
			'/v1/client',
			LIST,
		]);
		expect(published.stored).toEqual(stored);
	});
});

describe('errors', () => {
	test('nobody signed in: n8n does not publish, and says why', async () => {
		const as = env.signIn(grace());
		env.sandbox.endSession(as.sessionId);
		await expect(publish({}, as.credential)).rejects.toThrow(
			'Nobody is signed in on the client of this credential',
		);
	});

	test('a session that is not on the client costs no sign-in', async () => {
		const credential = addAccount(env, 'signInTicket');
		const { sessionId } = onPhone();
		await expect(publish({ sessionId: byId(sessionId) }, credential)).rejects.toThrow(
			"'Session' is not signed in on the client of this credential",
		);
		expect(signIns()).toBe(1);
	});

	test.each([
		[{ events: [] }, "'Events' has no valid choice"],
		[{ events: '={{ "arrived" }}' }, "'Events' has no valid choice"],
		[{ events: ['appeared', 'arrived'] }, "'Events' has no valid choice"],
		[{ sessionId: byId('session') }, "'Session' is not a session ID"],
		[{ sessionId: byId('={{ [] }}') }, "'Session' is not text"],
	])('%j is refused before anything is sent', async (parameters, message) => {
		const { credential } = env.signIn(grace());
		const before = env.sandbox.requestLog.length;
		await expect(publish(parameters, credential)).rejects.toThrow(message);
		expect(env.sandbox.requestLog.length).toBe(before);
	});

	test('Clerk’s words, and no secret', async () => {
		const published = await publish();
		const [authorization = ''] = env.sandbox.requestLog.flatMap(
			({ headers }) => headers.authorization ?? [],
		);
		expect(authorization).not.toBe('');
		const errors = [{ code: 'not_today', long_message: `Not with ${authorization}`, meta: {} }];
		env.sandbox.faults.add({ path: LIST, status: 403, body: JSON.stringify({ errors }) });
		const { error } = await published.poll();
		expect(error?.name).toBe('NodeApiError');
		expect(error?.message).toMatch(/^Not with /);
		expect(error).toMatchObject({ httpCode: '403' });
		expect(`${JSON.stringify(error)} ${error?.message} ${error?.stack}`).not.toContain(
			authorization,
		);
	});
});

describe('in the editor', () => {
	async function sample(parameters: INodeParameters, credential: string) {
		const { error, json } = await env.engine
			.run(workflow(parameters, credential))
			.then((result) => ({ error: result.error, json: result.json(NAME) }));
		return { error, json };
	}

	test('a run shows the latest session on another device as a sample', async () => {
		const { credential } = env.signIn(grace());
		onPhone();
		env.sandbox.clock.advance(minutes(1));
		const { sessionId } = onPhone();
		const { json } = await sample({ events: ['appeared'] }, credential);
		expect(json).toMatchObject([{ event: 'appeared', id: sessionId, browser: 'Safari' }]);
	});

	test.each(ALL)('a sample of “%s” has the fields that the event has', async (event) => {
		const { credential } = env.signIn(grace());
		const { json } = await sample({ events: [event] }, credential);
		expect(json).toMatchObject([{ event }]);
		expect(Object.keys(json[0] ?? {}).includes('previousOrganizationId')).toBe(
			event === 'organizationChanged',
		);
	});

	test('the fields of every event are known before the first run', async () => {
		const schema: { properties: Record<string, { type: string | string[] }> } = JSON.parse(
			readFileSync(join(PACKAGE, 'dist/nodes/ClerkSessions/__schema__/v1.0.0.json'), 'utf8'),
		);
		const { credential } = env.signIn(grace());
		env.sandbox.signIn(grace(), 'native', { activity: IPHONE, actor: { sub: 'user_robot' } });
		const samples = [];
		for (const event of ALL) samples.push(...(await sample({ events: [event] }, credential)).json);
		for (const [name, value] of samples.flatMap((json) => Object.entries(json))) {
			const { type } = schema.properties[name] ?? { type: [] };
			expect([type].flat()).toContain(value === null ? 'null' : typeof value);
		}
		const names = new Set(samples.flatMap((json) => Object.keys(json)));
		expect([...names].sort()).toEqual(Object.keys(schema.properties).sort());
	});

	test('a sample is not remembered', async () => {
		const { credential } = env.signIn(grace());
		const published = await publish({}, credential);
		onPhone();
		await sample({}, credential);
		expect((await published.poll()).json).toHaveLength(1);
	});
});
