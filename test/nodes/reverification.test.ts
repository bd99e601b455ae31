import type { INodeParameters } from 'n8n-workflow';
import { devBrowserRequest, nativeRequest } from '../support/seenRequest';
import { type Caller, setup } from '../support/setup';
import { byId, fromList } from '../support/workflows';

type Step =
	'attemptFirstFactor' | 'attemptSecondFactor' | 'prepareFirstFactor' | 'prepareSecondFactor';

const env = setup();
const EDITH = 'edith+clerk_test@example.com';
const PATHS: Record<Step | 'start', string> = {
	start: '/verify',
	prepareFirstFactor: '/verify/prepare_first_factor',
	attemptFirstFactor: '/verify/attempt_first_factor',
	prepareSecondFactor: '/verify/prepare_second_factor',
	attemptSecondFactor: '/verify/attempt_second_factor',
};
const pathOf = (step: keyof typeof PATHS, { sessionId } = env.client) =>
	`/v1/client/sessions/${sessionId}${PATHS[step]}`;
const person = () => {
	const [first] = env.sandbox.details.people;
	if (!first) throw new Error('The sandbox has nobody');
	return first;
};
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

const run = async (
	operation: keyof typeof PATHS,
	parameters: INodeParameters = {},
	as: Caller = env.client,
	items = [{}],
) => await env.runNode({ resource: 'reverification', operation, ...parameters }, { as, items });

/** Takes the first person's session to the second factor. */
async function passFirstFactor(): Promise<void> {
	await run('start', { level: 'multi_factor' });
	const { password } = person();
	const { json } = await run('attemptFirstFactor', { strategy: 'password', password });
	expect(json).toEqual([expect.objectContaining({ status: 'needs_second_factor' })]);
}

const firstFactors = () => [
	{ strategy: 'password' },
	{
		strategy: 'email_code',
		safeIdentifier: 'ada+clerk_test@example.com',
		emailAddressId: person().emailAddressId,
	},
	{
		strategy: 'phone_code',
		safeIdentifier: '+15555550100',
		phoneNumberId: person().phoneNumberId,
	},
	{ strategy: 'passkey' },
];
const secondFactors = () => [
	{ strategy: 'totp' },
	{
		strategy: 'phone_code',
		safeIdentifier: '+15555550100',
		phoneNumberId: person().phoneNumberId,
	},
	{ strategy: 'backup_code' },
];

describe('Start', () => {
	test.each([
		['first_factor', 'needs_first_factor', firstFactors],
		['second_factor', 'needs_second_factor', secondFactors],
		['multi_factor', 'needs_first_factor', firstFactors],
	])('level %s leads to %s', async (level, status, factors) => {
		const { requests, items } = await run('start', { level });
		expect(requests).toEqual([nativeRequest('POST', pathOf('start'), `level=${level}`)]);
		expect(items).toEqual([
			{
				json: { status, level, sessionId: env.client.sessionId, factors: factors() },
				pairedItem: { item: 0 },
			},
		]);
	});

	test('asks for the first factor unless told otherwise', async () => {
		const { requests } = await run('start');
		expect(requests).toEqual([nativeRequest('POST', pathOf('start'), 'level=first_factor')]);
	});

	test('takes the level from an expression', async () => {
		const { requests } = await run('start', { level: '={{ "second_" + "factor" }}' });
		expect(requests).toEqual([nativeRequest('POST', pathOf('start'), 'level=second_factor')]);
	});

	test('falls back to the first factor for somebody who has no second', async () => {
		const grace = env.signIn('grace+clerk_test@example.com');
		const { requests, json } = await run('start', { level: 'multi_factor' }, grace);
		expect(requests).toEqual([nativeRequest('POST', pathOf('start', grace), 'level=multi_factor')]);
		expect(json).toEqual([
			expect.objectContaining({ status: 'needs_first_factor', level: 'first_factor' }),
		]);
	});
});

/** Form parameters in the order in which the fields stand. */
type Form = Record<string, string>;
const encoded = (form: Form) => new URLSearchParams(form).toString();

describe('Prepare First Factor', () => {
	/** The strategy, who uses it, its fields, what they send beside `strategy`, and what comes out. */
	const strategies: Array<{
		strategy: string;
		who?: string;
		fields?: () => INodeParameters;
		form?: () => Form;
		out?: object;
	}> = [
		{
			strategy: 'email_code',
			fields: () => ({ emailAddressId: byId(String(person().emailAddressId)) }),
			form: () => ({ email_address_id: String(person().emailAddressId) }),
		},
		{
			strategy: 'phone_code',
			fields: () => ({ phoneNumberId: fromList(String(person().phoneNumberId)) }),
			form: () => ({ phone_number_id: String(person().phoneNumberId) }),
		},
		{ strategy: 'passkey', out: { nonce: expect.stringContaining('"challenge"') } },
		{
			strategy: 'enterprise_sso',
			who: EDITH,
			// Clerk names the protocol here.
			out: {
				strategy: 'saml',
				redirectUrl: expect.stringContaining('https://identity.example.com/'),
			},
		},
		{
			strategy: 'enterprise_sso',
			who: EDITH,
			fields: () => ({
				emailAddressId: byId('idn_1'),
				additionalFields: {
					enterpriseConnectionId: 'ent_1',
					redirectUrl: 'https://example.com/back?a=b&c=d',
				},
			}),
			form: () => ({
				email_address_id: 'idn_1',
				enterprise_connection_id: 'ent_1',
				redirect_url: 'https://example.com/back?a=b&c=d',
			}),
			out: { strategy: 'saml', redirectUrl: expect.stringContaining('RelayState=https') },
		},
		{
			strategy: 'passkey',
			fields: () => ({ additionalFields: { proofToken: 'proof' } }),
			form: () => ({ proof_token: 'proof' }),
			out: { nonce: expect.any(String) },
		},
	];
	const cases = strategies.flatMap((entry) => [
		{ ...entry, name: entry.strategy, chosen: entry.strategy },
		{ ...entry, name: `${entry.strategy} by an expression`, chosen: '={{ $json.strategy }}' },
	]);

	test.each(cases)('$name', async ({ strategy, who, fields, form, out, chosen }) => {
		const as = who === undefined ? env.client : env.signIn(who);
		await run('start', {}, as);
		const parameters = { strategy: chosen, ...fields?.() };
		const { requests, items } = await run('prepareFirstFactor', parameters, as, [{ strategy }]);
		expect(requests).toEqual([
			nativeRequest('POST', pathOf('prepareFirstFactor', as), encoded({ strategy, ...form?.() })),
		]);
		expect(items).toEqual([
			{
				json: {
					status: 'needs_first_factor',
					level: 'first_factor',
					sessionId: as.sessionId,
					factors: expect.any(Array),
					strategy,
					verificationStatus: 'unverified',
					attempts: null,
					expireAt: isoTime,
					...out,
				},
				pairedItem: { item: 0 },
			},
		]);
	});
});

describe('Attempt First Factor', () => {
	const strategies: Array<{
		strategy: string;
		prepare?: () => INodeParameters;
		fields: (nonce: string) => INodeParameters;
		form: (nonce: string) => Form;
	}> = [
		{
			strategy: 'email_code',
			prepare: () => ({ emailAddressId: byId(String(person().emailAddressId)) }),
			fields: () => ({ code: '424242' }),
			form: () => ({ code: '424242' }),
		},
		{
			strategy: 'phone_code',
			prepare: () => ({ phoneNumberId: byId(String(person().phoneNumberId)) }),
			fields: () => ({ code: '={{ "424242" }}' }),
			form: () => ({ code: '424242' }),
		},
		{
			strategy: 'password',
			fields: () => ({ password: String(person().password) }),
			form: () => ({ password: String(person().password) }),
		},
		{
			strategy: 'passkey',
			prepare: () => ({}),
			fields: (nonce) => ({ publicKeyCredential: env.sandbox.passkeyFor(nonce) }),
			form: (nonce) => ({ public_key_credential: env.sandbox.passkeyFor(nonce) }),
		},
	];
	const cases = strategies.flatMap((entry) => [
		{ ...entry, name: entry.strategy, chosen: entry.strategy },
		{ ...entry, name: `${entry.strategy} by an expression`, chosen: '={{ $json.strategy }}' },
	]);

	test.each(cases)('$name', async ({ strategy, prepare, fields, form, chosen }) => {
		await run('start');
		const { json = [] } = prepare
			? await run('prepareFirstFactor', { strategy, ...prepare() })
			: {};
		const nonce = String(json[0]?.nonce);
		const { requests, items } = await run(
			'attemptFirstFactor',
			{ strategy: chosen, ...fields(nonce) },
			env.client,
			[{ strategy }],
		);
		expect(requests).toEqual([
			nativeRequest('POST', pathOf('attemptFirstFactor'), encoded({ strategy, ...form(nonce) })),
		]);
		expect(items).toEqual([
			{
				json: expect.objectContaining({
					status: 'complete',
					sessionId: env.client.sessionId,
					factors: [],
					strategy,
					verificationStatus: 'verified',
					attempts: 1,
				}),
				pairedItem: { item: 0 },
			},
		]);
	});

	test('a passkey may come as an object from an expression', async () => {
		await run('start');
		const { json } = await run('prepareFirstFactor', { strategy: 'passkey' });
		const passkey = env.sandbox.passkeyFor(String(json[0]?.nonce));
		const { requests, error } = await run(
			'attemptFirstFactor',
			{ strategy: 'passkey', publicKeyCredential: '={{ $json.passkey }}' },
			env.client,
			[{ passkey: JSON.parse(passkey) }],
		);
		expect(error).toBeUndefined();
		expect(requests.map(({ body }) => body)).toEqual([
			encoded({ strategy: 'passkey', public_key_credential: passkey }),
		]);
	});
});

test('Prepare Second Factor sends a code to a number', async () => {
	await passFirstFactor();
	const { requests, items } = await run('prepareSecondFactor', {
		phoneNumberId: byId(String(person().phoneNumberId)),
		additionalFields: { proofToken: 'proof' },
	});
	expect(requests).toEqual([
		nativeRequest(
			'POST',
			pathOf('prepareSecondFactor'),
			encoded({
				strategy: 'phone_code',
				phone_number_id: String(person().phoneNumberId),
				proof_token: 'proof',
			}),
		),
	]);
	expect(items).toEqual([
		{
			json: {
				status: 'needs_second_factor',
				level: 'multi_factor',
				sessionId: env.client.sessionId,
				factors: secondFactors(),
				strategy: 'phone_code',
				verificationStatus: 'unverified',
				attempts: null,
				expireAt: isoTime,
			},
			pairedItem: { item: 0 },
		},
	]);
});

describe('Attempt Second Factor', () => {
	const codes: Array<[string, () => string]> = [
		['phone_code', () => '424242'],
		['totp', () => String(env.sandbox.totpCodeOf(person().id))],
		['backup_code', () => String(person().backupCodes[0])],
	];
	const cases = codes.flatMap(([strategy, code]) => [
		{ name: strategy, strategy, chosen: strategy, code },
		{
			name: `${strategy} by an expression`,
			strategy,
			chosen: '={{ $json.strategy }}',
			code,
		},
	]);

	test.each(cases)('$name', async ({ strategy, chosen, code }) => {
		await passFirstFactor();
		if (strategy === 'phone_code') {
			await run('prepareSecondFactor', { phoneNumberId: byId(String(person().phoneNumberId)) });
		}
		const parameters = { strategy: chosen, code: code() };
		const { requests, json } = await run('attemptSecondFactor', parameters, env.client, [
			{ strategy },
		]);
		expect(requests).toEqual([
			nativeRequest(
				'POST',
				pathOf('attemptSecondFactor'),
				encoded({ strategy, code: parameters.code }),
			),
		]);
		expect(json).toEqual([
			expect.objectContaining({ status: 'complete', level: 'multi_factor', factors: [] }),
		]);
	});
});

describe('a field left empty is not sent', () => {
	const cases: Array<[Step, INodeParameters, string]> = [
		['prepareFirstFactor', { strategy: 'email_code' }, 'strategy=email_code'],
		['prepareFirstFactor', { strategy: 'phone_code' }, 'strategy=phone_code'],
		[
			'prepareFirstFactor',
			{
				strategy: 'enterprise_sso',
				emailAddressId: byId(''),
				additionalFields: {
					enterpriseConnectionId: '',
					redirectUrl: '',
					proofToken: '',
					origin: '',
				},
			},
			'strategy=enterprise_sso',
		],
		['prepareSecondFactor', { phoneNumberId: fromList('') }, 'strategy=phone_code'],
	];
	test.each(cases)('%s %o', async (operation, parameters, body) => {
		const { requests } = await run(operation, parameters);
		expect(requests).toEqual([nativeRequest('POST', pathOf(operation), body)]);
	});
});

describe('an attempt without an answer is refused before it is sent', () => {
	const cases: Array<[Step, INodeParameters, string]> = [
		['attemptFirstFactor', { strategy: 'email_code' }, 'Code'],
		['attemptFirstFactor', { strategy: 'phone_code', code: '={{ null }}' }, 'Code'],
		['attemptFirstFactor', { strategy: 'password' }, 'Password'],
		['attemptFirstFactor', { strategy: '={{ "password" }}', code: '1' }, 'Password'],
		['attemptFirstFactor', { strategy: 'passkey' }, 'Public Key Credential'],
		['attemptSecondFactor', { strategy: 'totp' }, 'Code'],
		['attemptSecondFactor', { strategy: 'backup_code', code: '={{ $json.nothing }}' }, 'Code'],
		['attemptSecondFactor', { strategy: '={{ "phone_code" }}', code: '={{ "" }}' }, 'Code'],
	];
	test.each(cases)('%s %o', async (operation, parameters, field) => {
		const { error, requests } = await run(operation, parameters);
		expect(error?.message).toBe(`'${field}' is empty`);
		expect(requests).toEqual([]);
	});
});

test('fields of other strategies are not sent under an expression', async () => {
	await run('start');
	const { requests } = await run('attemptFirstFactor', {
		strategy: '={{ "password" }}',
		code: '424242',
		password: 'a guess',
		publicKeyCredential: '{"id":"1"}',
	});
	expect(requests.map(({ body }) => body)).toEqual(['strategy=password&password=a+guess']);
});

describe('Origin', () => {
	const steps: Array<[Step, INodeParameters, string]> = [
		['prepareFirstFactor', { strategy: 'passkey' }, 'strategy=passkey'],
		['attemptFirstFactor', { strategy: 'email_code', code: '1' }, 'strategy=email_code&code=1'],
	];

	test.each(steps)('%s sends it with a dev browser', async (operation, parameters, body) => {
		const origin = 'https://example.com';
		const { requests } = await run(
			operation,
			{ ...parameters, additionalFields: { origin } },
			env.browser,
		);
		expect(requests).toEqual([
			devBrowserRequest('POST', pathOf(operation, env.browser), body, { origin }),
		]);
	});

	test.each(steps)('%s refuses it beside a client token', async (operation, parameters) => {
		const additionalFields = { origin: 'https://example.com' };
		const { error, requests } = await run(operation, { ...parameters, additionalFields });
		expect(error).toMatchObject({
			message: "'Origin' cannot be sent with this credential",
			description: expect.stringContaining('dev browser token'),
		});
		expect(requests).toEqual([]);
	});

	test.each(['example.com', 'https://example.com/', 'https://example.com/path', 'null', 'a\nb: c'])(
		'%j is refused',
		async (origin) => {
			const { error, requests } = await run(
				'prepareFirstFactor',
				{ strategy: 'passkey', additionalFields: { origin } },
				env.browser,
			);
			expect(error?.message).toBe("'Origin' is not an origin");
			expect(requests).toEqual([]);
		},
	);
});
