import { NodeHelpers } from 'n8n-workflow';
import { setupWithApi } from '../ownApi/setup';
import type { RunResult } from '../support/engine';
import { minutes } from '../../sandbox/clock';
import { addAccount, person, signInCount, WAYS } from '../signIn/account';
import { addAccountAhead } from '../signIn/ahead';
import { IPHONE } from '../support/devices';
import { sampled, sized } from '../support/size';
import { startNativeClerk } from '../fidelity/support/nativeClerk';
import { clientOf, present, sessionOf } from '../fidelity/support/understood';
import { type OwnApi, startOwnApi } from '../support/ownApi';
import {
	AGENT_PACKAGE,
	EXAMPLES,
	importExample,
	isInEngine,
	readExample,
	withStubAgent,
} from './example';

const env = setupWithApi({ packages: [AGENT_PACKAGE] });
const MY_API = 'call-my-api-every-five-minutes.json';
const AGENT = 'an-agent-that-calls-my-api.json';

let api: OwnApi;
beforeAll(async () => {
	api = await startOwnApi(env.sandbox.url);
});
beforeEach(() => api.clear());
afterAll(async () => await api.stop());

test('each has an ID of its own, without which `n8n import:workflow` takes none', () => {
	const ids = EXAMPLES.map((name) => readExample(name).id);
	expect(ids).toEqual(ids.map(() => expect.stringMatching(/^[A-Za-z0-9]{16}$/)));
	expect(new Set(ids).size).toBe(ids.length);
});

describe.each(EXAMPLES)('%s', (name) => {
	test('is complete: every node exists in its version, takes its parameters, and is explained', () => {
		const { nodes, connections } = readExample(name);
		// The whole n8n has those of langchain: `npm run e2e`.
		for (const { type, typeVersion, parameters } of nodes.filter(isInEngine)) {
			const { description } = env.engine.nodeTypes.getByNameAndVersion(type, typeVersion);
			expect([description.version].flat()).toContain(typeVersion);
			const known = NodeHelpers.getNodeParameters(
				description.properties,
				parameters,
				true,
				false,
				{ typeVersion },
				description,
			);
			expect(known).toMatchObject(parameters);
		}
		const ids = nodes.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		const names = nodes.map(({ name: one }) => one);
		const targets = Object.values(connections).flatMap(({ main = [] }) => main.flat());
		for (const target of targets) expect(names).toContain(target?.node);
		for (const from of Object.keys(connections)) expect(names).toContain(from);
		expect(names).toContain('Sticky Note');
	});
});

describe.each(WAYS)('hand-on-a-session-token.json, signing in by %s', (way) => {
	test('calls the API with a token that it takes, again and again on one session', async () => {
		const workflow = importExample('hand-on-a-session-token.json', addAccount(env, way), {
			apiUrl: `${api.url}/orders`,
		});
		for (let run = 0; run < 3; run++) {
			const result = await env.engine.run(workflow, { mode: 'trigger' });
			expect(result.error).toBeUndefined();
			expect(result.json('Call the API')).toEqual([{ userId: person(env, 'grace').id }]);
		}
		expect(api.calls).toHaveLength(3);
		expect(api.refusals).toBe(0);
		expect(new Set(api.calls.map(({ claims }) => claims?.sid)).size).toBe(1);
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});
});

test('call-my-api-every-five-minutes.json calls it with one token, which it takes, again and again', async () => {
	const url = `${env.api.url}/orders`;
	const workflow = importExample(MY_API, env.addApiCredential(), { url });
	for (let run = 0; run < 3; run++) {
		const result = await env.engine.run(workflow, { mode: 'trigger' });
		expect(result.error).toBeUndefined();
		expect(result.json('Call My API')).toEqual([{ userId: person(env, 'grace').id }]);
	}
	expect(env.api.requests.map(({ url: path }) => path)).toEqual(['/orders', '/orders', '/orders']);
	expect(env.api.tokenCount).toBe(1);
	expect(signInCount(env.sandbox.requestLog)).toBe(1);
});

test('an-agent-that-calls-my-api.json: what the agent asks for goes out as the person, and no token comes back', async () => {
	const url = `${env.api.url}/orders`;
	const workflow = importExample(AGENT, env.addApiCredential(), { url });
	const result = await env.engine.run(withStubAgent(workflow, { status: 'open' }), {
		mode: 'trigger',
	});
	expect(result.error).toBeUndefined();
	const [said] = result.json('Agent');
	expect(said).toMatchObject({ text: expect.stringContaining(person(env, 'grace').id) });
	expect(env.api.requests.map(({ url: path, status }) => [path, status])).toEqual([
		['/orders?status=open', 200],
	]);
	expect(env.api.tokens.map((token) => JSON.stringify(said).includes(token))).toEqual([false]);
});

describe('leave-nothing-behind.json', () => {
	const settings = () => ({ jobUrl: `${api.url}/nightly-report` });
	const sessionsOf = () => api.calls.map(({ claims }) => String(claims?.sid));
	const nights = sized({ full: 3, short: 2 });

	test.each(sampled(WAYS))(
		'signs in, runs the job and ends the session, each time (%s)',
		async (way) => {
			const workflow = importExample('leave-nothing-behind.json', addAccount(env, way), settings());
			for (let night = 0; night < nights; night++) {
				const result = await env.engine.run(workflow, { mode: 'trigger' });
				expect(result.error).toBeUndefined();
				expect(result.json('End Session')).toMatchObject([{ status: 'ended' }]);
				expect(result.runs('Report the Failure')).toBe(0);
			}
			expect(api.calls.map(({ method, url }) => `${method} ${url}`)).toEqual(
				Array.from({ length: nights }, () => 'POST /nightly-report'),
			);
			expect(new Set(sessionsOf()).size).toBe(nights);
			expect(sessionsOf().map((id) => env.sandbox.statusOf(id))).toEqual(
				sessionsOf().map(() => 'ended'),
			);
			expect(signInCount(env.sandbox.requestLog)).toBe(nights);
		},
	);

	test('ends the session after a job that failed, too, and reports the failure', async () => {
		const credential = await addAccountAhead(env);
		const workflow = importExample('leave-nothing-behind.json', credential, settings());
		api.answerWith(500);
		const result = await env.engine.run(workflow, { mode: 'trigger' });
		expect(result.error?.message).toMatch(/^The job failed: .+/);
		expect(result.json('End Session After a Failure')).toMatchObject([{ status: 'ended' }]);
		expect(result.runs('End Session')).toBe(0);
		expect(sessionsOf().map((id) => env.sandbox.statusOf(id))).toEqual(['ended']);
	});
});

describe('ask-again-before-something-dangerous.json', () => {
	/** Runs up to the form that asks for the code, a quarter of an hour after the person signed in. */
	const askForTheCode = async (): Promise<RunResult> => {
		const now = Date.now();
		env.sandbox.clock.set(now - minutes(15));
		const { credential } = env.signIn();
		env.sandbox.clock.set(now);
		const settings = { apiUrl: `${api.url}/customers` };
		const workflow = importExample(
			'ask-again-before-something-dangerous.json',
			credential,
			settings,
		);
		const waiting = await env.engine.run(workflow, {
			mode: 'trigger',
			input: [{ 'Customer ID': 'c/42', formMode: 'test' }],
		});
		expect(waiting.error).toBeUndefined();
		expect(waiting.status).toBe('waiting');
		expect(waiting.json('Send a Code')).toMatchObject([{ strategy: 'email_code' }]);
		return waiting;
	};

	test('goes on after the right code, with a token that says so', async () => {
		const waiting = await askForTheCode();
		const { emailAddressId } = person(env, 'ada');
		const Code = env.sandbox.codeSentTo(emailAddressId ?? '') ?? '';
		const result = await env.engine.resume(waiting, { form: { Code } });
		expect(result.error).toBeUndefined();
		expect(result.status).toBe('success');
		expect(result.json('Check the Code')).toMatchObject([{ status: 'complete' }]);
		expect(result.runs('Stop')).toBe(0);
		expect(api.calls).toMatchObject([
			{
				method: 'DELETE',
				url: '/customers/c%2F42',
				claims: { sub: person(env, 'ada').id, fva: [0, -1] },
			},
		]);
	});

	test('stops after a wrong code, and nothing dangerous has happened', async () => {
		const waiting = await askForTheCode();
		const result = await env.engine.resume(waiting, { form: { Code: '000000' } });
		expect(result.status).toBe('error');
		expect(result.error?.message).toMatch(/^Nothing was deleted: .+/);
		expect(result.json('Check the Code')).toMatchObject([
			{ error: { code: 'form_code_incorrect' } },
		]);
		expect(result.runs('Do the Dangerous Thing')).toBe(0);
		expect(api.calls).toEqual([]);
	});

	test('stops when the code is too old', async () => {
		const waiting = await askForTheCode();
		const { emailAddressId } = person(env, 'ada');
		const Code = env.sandbox.codeSentTo(emailAddressId ?? '') ?? '';
		env.sandbox.clock.advance(env.sandbox.settings.verificationLifetimeMs);
		const result = await env.engine.resume(waiting, { form: { Code } });
		expect(result.error?.message).toMatch(/^Nothing was deleted: .+/);
		expect(api.calls).toEqual([]);
	});
});

describe('tell-me-about-a-new-device.json', () => {
	test('writes a message with device and place, once for each', async () => {
		const credential = addAccount(env, 'signInTicket');
		const workflow = importExample('tell-me-about-a-new-device.json', credential);
		const published = await env.engine.publish(workflow);
		expect(published.first.run).toBeUndefined();
		const { sessionId } = env.sandbox.signIn(person(env, 'grace').id, 'native', {
			activity: IPHONE,
		});
		const { run } = await published.poll();
		expect(run?.error).toBeUndefined();
		expect(run?.json('Send It')).toEqual([
			{
				subject: 'New sign-in: Safari on iPhone',
				message: expect.stringContaining('Place: London, GB\nAddress: 203.0.113.7\n'),
			},
		]);
		expect(run?.json('Send It')[0]?.message).toContain(sessionId);
		expect((await published.poll()).run).toBeUndefined();
	});

	test('a sign-in by clerk-js is such a device', async () => {
		const credential = await addAccountAhead(env);
		const published = await env.engine.publish(
			importExample('tell-me-about-a-new-device.json', credential),
		);
		const { identifier, password } = person(env, 'grace');
		const clerk = await startNativeClerk(env.sandbox);
		const { createdSessionId } = await clientOf(clerk).signIn.create({
			strategy: 'password',
			identifier,
			password: present(password),
		});
		expect((await published.poll()).json).toMatchObject([
			{ event: 'appeared', id: createdSessionId },
		]);
	});

	test('says so where Clerk knows neither', async () => {
		const workflow = importExample('tell-me-about-a-new-device.json', await addAccountAhead(env));
		const published = await env.engine.publish(workflow);
		env.sandbox.signIn(person(env, 'grace').id);
		const { run } = await published.poll();
		expect(run?.json('Send It')).toMatchObject([{ subject: 'New sign-in: unknown device' }]);
	});
});

describe('sign-out-everywhere-else-every-night.json', () => {
	/** With the password entered, on the evening of a long day. */
	function imported(credential: string, password = person(env, 'grace').password ?? '') {
		const workflow = importExample('sign-out-everywhere-else-every-night.json', credential);
		for (const { name, parameters } of workflow.nodes) {
			if (name === 'Prove Who It Is') parameters.password = password;
		}
		return workflow;
	}

	test('ends all other sessions of the person, and says which', async () => {
		const { id } = person(env, 'grace');
		const phone = env.sandbox.signIn(id, 'native', { activity: IPHONE });
		const other = env.sandbox.signIn(id);
		const somebodyElse = env.sandbox.signIn(person(env, 'ada').id);
		const workflow = imported(addAccount(env, 'signInTicket'));
		const night = await env.engine.run(workflow, { mode: 'trigger' });
		expect(night.error).toBeUndefined();
		expect(night.json('Summary')).toMatchObject([{ signedOut: 2, failed: 0 }]);
		const { message } = night.json('Summary')[0] ?? {};
		expect(String(message).split('\n').sort()).toEqual([
			'Signed out: Safari on iPhone, London, GB',
			'Signed out: unknown device',
		]);
		for (const { sessionId } of [phone, other]) {
			expect(env.sandbox.statusOf(sessionId)).toBe('revoked');
		}
		expect(env.sandbox.statusOf(somebodyElse.sessionId)).toBe('active');
		env.sandbox.clock.advance(minutes(24 * 60));
		const nextNight = await env.engine.run(workflow, { mode: 'trigger' });
		expect(nextNight.error).toBeUndefined();
		expect(nextNight.json('Prove Who It Is')).toMatchObject([{ status: 'complete' }]);
		expect(nextNight.runs('Revoke')).toBe(0);
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});

	test('clerk-js on the other device sees that its session was revoked', async () => {
		const { clientToken } = env.sandbox.signIn(person(env, 'grace').id);
		const clerk = await startNativeClerk(env.sandbox, clientToken);
		const session = sessionOf(clerk);
		const workflow = imported(await addAccountAhead(env));
		expect((await env.engine.run(workflow, { mode: 'trigger' })).error).toBeUndefined();
		expect(await session.reload()).toMatchObject({ status: 'revoked' });
	});

	test('without the password nobody is signed out', async () => {
		const { sessionId } = env.sandbox.signIn(person(env, 'grace').id);
		const workflow = imported(await addAccountAhead(env), '');
		const { error } = await env.engine.run(workflow, { mode: 'trigger' });
		expect(error?.message).toBe("'Password' is empty");
		expect(env.sandbox.statusOf(sessionId)).toBe('active');
	});
});

describe('a-webhook-only-for-people-who-are-signed-in.json', () => {
	const call = async (headers: Record<string, string>) => {
		const credential = env.addCredential({ connectUsing: 'nobody' });
		const workflow = importExample('a-webhook-only-for-people-who-are-signed-in.json', credential);
		const input = [{ headers, params: {}, query: {}, body: {} }];
		return await env.engine.run(workflow, { mode: 'webhook', startNode: 'Webhook', input });
	};

	test('knows whose token clerk-js sends', async () => {
		const { clientToken } = env.sandbox.signIn(person(env, 'grace').id);
		const clerk = await startNativeClerk(env.sandbox, clientToken);
		const authorization = `Bearer ${await sessionOf(clerk).getToken()}`;
		const result = await call({ authorization });
		expect(result.error).toBeUndefined();
		expect(result.json('Answer')).toEqual([{ hello: person(env, 'grace').id }]);
		expect(result.runs('Answer 401')).toBe(0);
	});

	test.each([
		[{}, 'token-missing'],
		[{ authorization: 'Bearer nonsense' }, 'token-invalid'],
	])('answers 401 to %j', async (headers, reason) => {
		const result = await call(headers);
		expect(result.error).toBeUndefined();
		expect(result.json('Verify Session Token')).toEqual([{ isValid: false, reason }]);
		expect(result.runs('Answer 401')).toBe(1);
		expect(result.runs('Do Something for Them')).toBe(0);
	});
});
