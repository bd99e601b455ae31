import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import { setup } from '../support/setup';
import { byId, CLERK_SESSIONS, CREDENTIAL_TYPE, lastActive } from '../support/workflows';
import { addAccount, person, signInCount, storedToken, WAYS, runStep } from './account';

const env = setup();

/** Has the sandbox answer with a client that holds these sessions. */
function answerWith(sessions: object[]): void {
	const answer = { response: { object: 'client', id: 'client_1', sessions }, client: null };
	const headers = { 'content-type': 'application/json' };
	env.sandbox.faults.add({ path: '/v1/client', body: JSON.stringify(answer), headers });
}

async function list(
	credential: string,
	method: string,
	filter?: string,
	sessionId: INodeParameters['sessionId'] = lastActive,
): Promise<INodeListSearchResult['results']> {
	const credentials = { [CREDENTIAL_TYPE]: { id: credential, name: credential } };
	const parameters = { resource: 'session', operation: 'get', sessionId };
	const { engine } = env;
	return (await engine.listSearch(CLERK_SESSIONS, method, parameters, credentials, filter)).results;
}

const CREDENTIALS = [
	{ way: 'clientToken', name: 'ada' as const, credentialOf: () => env.client.credential },
	{ way: 'devBrowser', name: 'ada' as const, credentialOf: () => env.browser.credential },
	...WAYS.map((way) => ({
		way,
		name: 'grace' as const,
		credentialOf: () => addAccount(env, way),
	})),
];

describe.each(CREDENTIALS)('with a credential that connects using $way', (entry) => {
	test('the sessions are listed by person, status and last activity, the last active one first', async () => {
		const entries = await list(entry.credentialOf(), 'searchSessions');
		expect(entries).toEqual([
			{ name: 'Last Active Session', value: 'last_active' },
			{
				name: expect.stringMatching(/^\w+ \w+, active, \d{4}-\d\d-\d\d \d\d:\d\d UTC$/),
				value: expect.stringMatching(/^sess_/),
			},
		]);
		expect(entries[1]?.name.toLowerCase()).toContain(entry.name);
	});

	test('the email addresses are listed', async () => {
		const { emailAddressId, identifier } = person(env, entry.name);
		const entries = await list(entry.credentialOf(), 'searchEmailAddresses');
		expect(entries).toEqual([{ name: identifier, value: emailAddressId }]);
	});

	test('the phone numbers are listed', async () => {
		const { phoneNumberId } = person(env, entry.name);
		const entries = await list(entry.credentialOf(), 'searchPhoneNumbers');
		const expected = phoneNumberId ? [{ name: '+15555550100', value: phoneNumberId }] : [];
		expect(entries).toEqual(expected);
	});
});

describe.each(WAYS)('a list with a credential that connects using %s', (way) => {
	test('signs in where the session has ended, once for all lists, and the token is stored', async () => {
		const credential = addAccount(env, way);
		const [token] = (await runStep(env, credential)).json;
		const stored = storedToken(env, credential);
		env.sandbox.endSession(String(token?.sessionId));
		env.sandbox.clearRequestLog();
		const [sessions] = await Promise.all([
			list(credential, 'searchSessions', 'active,'),
			list(credential, 'searchEmailAddresses'),
		]);
		expect(sessions).toHaveLength(1);
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
		expect(storedToken(env, credential) === stored).toBe(false);
	});
});

test('a list says why signing in was not possible', async () => {
	const failing = list(addAccount(env, 'password', 'ada'), 'searchSessions');
	await expect(failing).rejects.toMatchObject({
		message: expect.stringContaining('Signing in stopped at needs_second_factor'),
		description: expect.any(String),
	});
});

describe('several people on one client', () => {
	const client = () => {
		const { clientId, sessionId: ada } = env.sandbox.signIn();
		const grace = env.sandbox.addSession(clientId, person(env, 'grace').id);
		const joan = env.sandbox.addSession(clientId, person(env, 'joan').id);
		env.sandbox.endSession(grace.sessionId);
		const { clientToken } = joan;
		const credential = env.addCredential({ connectUsing: 'clientToken', clientToken });
		return { credential, ada, grace: grace.sessionId, joan: joan.sessionId };
	};

	test('live sessions come first, ended ones are named as such', async () => {
		const { credential, ada, grace, joan } = client();
		const entries = await list(credential, 'searchSessions');
		expect(entries.map(({ value }) => value).slice(0, 1)).toEqual(['last_active']);
		expect(new Set(entries.slice(1, 3).map(({ value }) => value))).toEqual(new Set([ada, joan]));
		expect(entries[3]).toMatchObject({ value: grace, name: expect.stringContaining(', ended,') });
	});

	test.each([
		['a name in any case', 'GRACE hop', ['grace']],
		['an address', 'ada+clerk_test', ['ada']],
		['a status', 'pending', ['joan']],
		['nobody', 'nobody', []],
	])('the filter looks for %s', async (_what, filter, names) => {
		const sessions = client();
		const entries = await list(sessions.credential, 'searchSessions', filter);
		const ids = names.map((name) => Object.entries(sessions).find(([key]) => key === name)?.[1]);
		expect(entries.map(({ value }) => value)).toEqual(ids);
	});

	test('the filter looks for a session ID', async () => {
		const { credential, ada } = client();
		expect(await list(credential, 'searchSessions', ada.slice(5, 20))).toMatchObject([
			{ value: ada },
		]);
	});

	test("addresses and numbers are those of the chosen session's person", async () => {
		const { credential, ada } = client();
		const adaChosen = await list(credential, 'searchPhoneNumbers', undefined, byId(ada));
		expect(adaChosen).toMatchObject([{ value: person(env, 'ada').phoneNumberId }]);
		const lastActiveChosen = await list(credential, 'searchEmailAddresses', undefined, lastActive);
		expect(lastActiveChosen).toMatchObject([{ value: person(env, 'joan').emailAddressId }]);
		expect(await list(credential, 'searchEmailAddresses', 'nothing like it')).toEqual([]);
	});
});

describe('people who share a name or have none', () => {
	const ada = (letter: string) => ({
		user_id: `user_${letter}`,
		first_name: 'Ada',
		last_name: 'Lovelace',
		identifier: `${letter}@example.com`,
	});
	const people = [
		{ ...ada('c'), first_name: 'Grace', last_name: null },
		{ user_id: 'user_d', identifier: '+15555550100' },
		ada('a'),
		ada('a'),
		ada('b'),
		null,
	];
	const sessions = people.map((person, index) => ({
		id: `sess_${index}`,
		status: 'active',
		last_active_at: Date.UTC(2026, 7, 1, 12) - index,
		public_user_data: person,
	}));

	test('are named by identifier', async () => {
		answerWith(sessions);
		const entries = await list(env.client.credential, 'searchSessions', 'sess_');
		expect(entries.map(({ name }) => name)).toEqual([
			'Grace, active, 2026-08-01 12:00 UTC',
			'+15555550100, active, 2026-08-01 11:59 UTC',
			'a@example.com, active, 2026-08-01 11:59 UTC',
			'a@example.com, active, 2026-08-01 11:59 UTC',
			'b@example.com, active, 2026-08-01 11:59 UTC',
			'sess_5, active, 2026-08-01 11:59 UTC',
		]);
	});

	test('are found by the name all the same', async () => {
		answerWith(sessions);
		const entries = await list(env.client.credential, 'searchSessions', 'ada love');
		expect(entries.map(({ value }) => value)).toEqual(['sess_2', 'sess_3', 'sess_4']);
	});
});

test('verified addresses and numbers come first, the others are marked', async () => {
	const identification = (id: string, value: object, status: string | null) => ({
		id,
		...value,
		verification: status === null ? null : { status },
	});
	const user = {
		id: 'user_1',
		email_addresses: [
			identification('idn_new', { email_address: 'new@example.com' }, 'unverified'),
			identification('idn_own', { email_address: 'own@example.com' }, 'verified'),
		],
		phone_numbers: [
			identification('idn_tel', { phone_number: '+15555550102' }, null),
			identification('idn_cell', { phone_number: '+15555550103' }, 'verified'),
		],
	};
	answerWith([{ id: 'sess_1', status: 'active', user }]);
	const { credential } = env.client;
	expect(await list(credential, 'searchEmailAddresses')).toEqual([
		{ name: 'own@example.com', value: 'idn_own' },
		{ name: 'new@example.com (not verified)', value: 'idn_new' },
	]);
	expect(await list(credential, 'searchPhoneNumbers', '+1555')).toEqual([
		{ name: '+15555550103', value: 'idn_cell' },
		{ name: '+15555550102 (not verified)', value: 'idn_tel' },
	]);
});

describe('whatever the answer holds', () => {
	const ODD = [null, undefined, 'soon', '2026-08-01', NaN, 1e300, -1e300, {}, [], true, 7];

	test('one odd session does not keep the others from being listed', async () => {
		const good = { id: 'sess_good', status: 'active', last_active_at: 9e11 };
		answerWith([
			...ODD.flatMap((odd, index) => [
				{ id: `sess_time${index}`, status: 'ended', last_active_at: odd },
				{ id: `sess_person${index}`, status: 'ended', public_user_data: odd },
				{
					id: `sess_names${index}`,
					status: 'ended',
					public_user_data: { first_name: odd, last_name: odd, identifier: odd, user_id: odd },
				},
			]),
			good,
		]);
		const entries = await list(env.client.credential, 'searchSessions');
		expect(entries).toHaveLength(ODD.length * 3 + 2);
		expect(entries[1]).toEqual({
			name: 'sess_good, active, 1998-07-09 16:00 UTC',
			value: 'sess_good',
		});
		for (const { name } of entries.slice(1)) {
			expect(name).toMatch(/^[\w -]+, (active|ended), \d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
		}
	});

	test('nor does one odd address or number', async () => {
		const odd = ODD.flatMap((value, index) => [
			value,
			{ id: value, email_address: 'a@example.com', phone_number: '+15555550100' },
			{ id: `idn_${index}`, email_address: value, phone_number: value, verification: value },
		]);
		const good = { email_address: 'own@example.com', phone_number: '+15555550101' };
		const entries = [...odd, { id: 'idn_good', ...good, verification: { status: 'verified' } }];
		const user = { email_addresses: entries, phone_numbers: entries };
		answerWith([{ id: 'sess_1', status: 'active', user }]);
		const { credential } = env.client;
		const emailAddresses = await list(credential, 'searchEmailAddresses');
		expect(emailAddresses[0]).toEqual({ name: 'own@example.com', value: 'idn_good' });
		expect(emailAddresses[1]).toEqual({ name: 'idn_0 (not verified)', value: 'idn_0' });
		const phoneNumbers = await list(credential, 'searchPhoneNumbers');
		expect(phoneNumbers[0]).toEqual({ name: '+15555550101', value: 'idn_good' });

		for (const value of ODD) {
			env.sandbox.faults.clear();
			answerWith([{ id: 'sess_1', status: 'active', user: { email_addresses: value } }]);
			expect(await list(credential, 'searchEmailAddresses')).toEqual([]);
		}
	});

	test('10,000 sessions are listed in the time it takes to read them', async () => {
		const sessions = Array.from({ length: 10_000 }, (_, index) => ({
			id: `sess_${index}`,
			status: 'active',
			public_user_data: { first_name: `Ada ${index}`, user_id: `user_${index}` },
		}));
		answerWith(sessions);
		const before = process.cpuUsage();
		const entries = await list(env.client.credential, 'searchSessions');
		const { user, system } = process.cpuUsage(before);
		expect(entries).toHaveLength(10_001);
		// Microseconds of computing, whatever else the machine does. To compare each with each takes far longer.
		expect(user + system).toBeLessThan(1_500_000);
	});
});
