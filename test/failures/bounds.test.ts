import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Fault } from '../../sandbox';
import { isSignIn, person, runStep, signInCount, type Way, WAYS } from '../signIn/account';
import { withDate } from '../signIn/withDate';
import { jwtOf } from '../support/keys';
import { withMonotonicClock } from '../support/monotonicClock';
import { setup } from '../support/setup';
import { sized } from '../support/size';
import { byId } from '../support/workflows';
import { clerkAnswers } from './clerkAnswer';

const env = setup();
jest.setTimeout(180_000);

describe('many people by expression', () => {
	const MANY = sized({ full: 600, short: 25 });
	const SOME = sized({ full: 60, short: 25 });

	/** So many accounts of two people, no two typed alike: spaces around a field do not count. */
	const accounts = (): IDataObject[] => {
		const people = [person(env, 'grace'), person(env, 'edith')];
		return Array.from({ length: MANY }, (_, number) => {
			const { id, identifier, password } = people[number % 2] ?? person(env, 'grace');
			const before = ' '.repeat(number % 25);
			const after = ' '.repeat(Math.floor(number / 25));
			const spaced = (text: string) => before + text + after;
			return { id, userId: spaced(id), identifier: spaced(identifier), password };
		});
	};

	const FIELDS: Record<Way, Record<string, string>> = {
		password: { identifier: '={{ $json.identifier }}', password: '={{ $json.password }}' },
		signInTicket: { userId: '={{ $json.userId }}' },
	};

	test('sign in some at a time: the time of each begins with its request', async () => {
		const credential = env.addCredential({ connectUsing: 'password', ...FIELDS.password });
		let inFlight = 0;
		env.sandbox.faults.add({ path: '/v1/client/sign_ins', delayMs: 300 });
		const watching = setInterval(() => {
			const open = env.sandbox.requestLog.filter(
				(request) => isSignIn(request) && request.status === undefined,
			).length;
			inFlight = Math.max(inFlight, open);
		}, 5);
		const items = accounts().slice(0, SOME);
		const { error, requests } = await runStep(env, credential, {}, { items });
		clearInterval(watching);
		expect(error).toBeUndefined();
		expect(signInCount(requests)).toBe(SOME);
		expect(inFlight).toBeLessThanOrEqual(20);
	});

	test.each(WAYS)('sign in once each, and not again in the next run (%s)', async (way) => {
		const { backendApiUrl, secretKey } = env.sandbox.details;
		const credential = env.addCredential({
			connectUsing: way,
			secretKey,
			backendApiUrl,
			...FIELDS[way],
		});
		const items = accounts();
		for (const expected of [MANY, 0]) {
			const { error, json, requests } = await runStep(env, credential, {}, { items });
			expect(error).toBeUndefined();
			expect(signInCount(requests)).toBe(expected);
			const wrong = json.filter(({ userId }, index) => userId !== items[index]?.id);
			expect(wrong).toEqual([]);
			expect(json).toHaveLength(MANY);
		}
	});
});

test('reused tokens are kept in bounded memory: the oldest go', async () => {
	const MANY = sized({ full: 30, short: 10 });
	const iat = Math.floor(Date.now() / 1000);
	const claims = { iat, exp: iat + 3_600, padding: 'x'.repeat(1_000_000) };
	const body = JSON.stringify({ object: 'token', jwt: jwtOf(claims) });
	const headers = { 'content-type': 'application/json' };
	env.sandbox.faults.add({ path: /\/tokens\//, body, headers });
	const asked = async (templateName: string) => {
		const { error, requests } = await runStep(env, env.client.credential, {
			operation: 'createFromTemplate',
			sessionId: byId(env.client.sessionId),
			templateName,
			options: { reuseToken: true },
		});
		expect(error).toBeUndefined();
		return requests.length;
	};
	for (let number = 0; number < MANY; number++) expect(await asked(`template-${number}`)).toBe(1);
	expect(await asked(`template-${MANY - 1}`)).toBe(0);
	expect(await asked('template-0')).toBe(1);
});

describe('a reused token while Clerk is out', () => {
	/** Creates a token of the first person. A minute is what one lives: by default a new one is due. */
	const create = async (minimumTokenLifetime = 60, more: INodeParameters = {}) => {
		const options = { reuseToken: true, minimumTokenLifetime, maxRetries: 0 };
		const { credential, sessionId } = env.client;
		const parameters = { sessionId: byId(sessionId), options, ...more };
		const { error, json, requests } = await runStep(env, credential, parameters);
		return { message: error?.message, jwt: json[0]?.jwt, asked: requests.length };
	};

	const OUTAGES: Array<[string, Fault]> = [
		['503', { status: 503 }],
		['502 and a web page', { status: 502, body: '<html>Bad Gateway</html>' }],
		['429', { status: 429 }],
		['cut connections', { cut: 'beforeRequestIsHandled' }],
		['silence', { delayMs: 1_000 }],
		['dripping answers', { dripMs: 500 }],
	];

	test.each(OUTAGES)('is handed out while it lives: %s', async (_outage, fault) => {
		const before = await create();
		env.sandbox.faults.add(fault);
		const during = await create(60, { requestOptions: { timeout: 500 } });
		expect(during.message).toBeUndefined();
		expect(during.asked).toBe(1);
		expect(typeof during.jwt).toBe('string');
		expect(during.jwt === before.jwt).toBe(true);
		// Once Clerk is back, there is a new one.
		env.sandbox.faults.clear();
		const after = await create();
		expect(after.asked).toBe(1);
		expect(after.jwt === before.jwt).toBe(false);
	});

	test('is not handed out once it has expired, by either clock', async () => {
		await create();
		env.sandbox.faults.add({ status: 503 });
		await withMonotonicClock(61_000, async () => {
			expect((await create()).jwt).toBeUndefined();
		});
		env.sandbox.faults.clear();
		await create();
		env.sandbox.faults.add({ status: 503 });
		await withDate(Date.now() + 61_000, async () => {
			expect((await create()).jwt).toBeUndefined();
		});
	});

	test('is not handed out where Clerk refuses', async () => {
		await create();
		const refusal = clerkAnswers({ status: 403, code: 'action_for_session_not_authorized' });
		env.sandbox.faults.add(refusal);
		expect((await create()).jwt).toBeUndefined();
	});
});
