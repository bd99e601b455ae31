import fc from 'fast-check';
import type { IDataObject, INodeParameters, IPairedItemData } from 'n8n-workflow';
import { FieldError } from '../../frontendApi/protocol/fieldError';
import { encodeForm } from '../../frontendApi/protocol/form';
import { checkSessionId, checkTemplateName } from '../../frontendApi/protocol/identifiers';
import { checkOrigin } from '../../nodes/ClerkSessions/fields/checkOrigin';
import { readJsonObject } from '../../nodes/ClerkSessions/fields/readJson';
import { readSwitch } from '../../nodes/ClerkSessions/fields/readSwitch';
import { readChoice, readText } from '../../nodes/ClerkSessions/fields/readText';
import type { RecordedRequest } from '../../sandbox';
import { declarationOf, OPERATIONS, PARAMETERS } from '../support/operations';
import { allFields, nodeProperties } from '../support/properties';
import { propertyRuns } from '../support/propertyRuns';
import { setup } from '../support/setup';
import { sampled } from '../support/size';
import { byId } from '../support/workflows';
import { refusalOf } from '../frontendApi/refusal';
import { clerkAnswers } from './clerkAnswer';

const env = setup();

/** What an expression can result in, and the text that it stands for: undefined if none. */
const VALUES: Array<[expression: string, text: string | undefined]> = [
	['"text"', 'text'],
	['" 424242\\n"', ' 424242\n'],
	['"true"', 'true'],
	['"false"', 'false'],
	['"constructor"', 'constructor'],
	['"__proto__"', '__proto__'],
	['424242', '424242'],
	['-0', '0'],
	['9007199254740991', '9007199254740991'],
	['12345678901234567890n', '12345678901234567890'],
	['""', ''],
	['null', ''],
	['undefined', ''],
	['9007199254740993', undefined],
	['NaN', undefined],
	['Infinity', undefined],
	['true', undefined],
	['false', undefined],
	['{}', undefined],
	['{ code: 424242 }', undefined],
	['[]', undefined],
	['["424242"]', undefined],
	['new Date()', undefined],
	['$now', undefined],
	['new Map([["intent", "focus"]])', undefined],
	['new Error("424242")', undefined],
	['Symbol("424242")', undefined],
	['$json', undefined],
	['$input', undefined],
	['{ toString: 1, toJSON: 2, valueOf: 3 }', undefined],
	['{ toString: () => null.a, toJSON: () => null.b }', undefined],
	['Object.create(null)', undefined],
	['"\\ud83d"', undefined],
];

const JSON_VALUES = fc.sample(fc.jsonValue(), { numRuns: 12, seed: 7 });
const ITEMS: IDataObject[] = [
	...VALUES.map((_, index) => ({ index })),
	...JSON_VALUES.map((value) => ({ value }) as IDataObject),
];
/** Each item's value. */
const EACH = `={{ $json.index === undefined ? $json.value : [${VALUES.map(([value]) => value).join(', ')}][$json.index] }}`;

/** The text that each item's value stands for: undefined if none. */
const TEXTS = [
	...VALUES.map(([, text]) => text),
	...JSON_VALUES.map((value) => {
		if (value === null) return '';
		const isText = typeof value === 'string' && !/\p{Cs}/u.test(value);
		const isNumber =
			typeof value === 'number' && !(Number.isInteger(value) && !Number.isSafeInteger(value));
		return isText || isNumber ? String(value) : undefined;
	}),
];

interface Outcome {
	/** Why nothing was sent. */
	message?: string;
	sent?: RecordedRequest;
}

/** What becomes of each item, where whatever is sent is refused. */
async function outcomes(parameters: INodeParameters, as = env.client): Promise<Outcome[]> {
	env.sandbox.faults.add(clerkAnswers({ status: 422, code: 'seen' }));
	const { error, items, recorded } = await env.runNode(
		{ options: { maxConcurrentRequests: 1 }, ...parameters },
		{ items: ITEMS, onError: 'continueRegularOutput', as },
	);
	expect(error).toBeUndefined();
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(ITEMS.map((_, item) => ({ item })));
	let number = 0;
	const all = items.map(({ json }) => {
		const { code, message } = json.error as IDataObject;
		return code === 'seen' ? { sent: recorded[number++] } : { message: String(message) };
	});
	// Whoever was refused sent nothing, and nobody sent twice.
	expect(number).toBe(recorded.length);
	return all;
}

interface TextField {
	/** `session: get` */
	key: string;
	label: string;
	parameters: INodeParameters;
	/** The form parameter it is sent as; the rest is part of the path or a header. */
	sentAs?: string;
	as?: 'browser';
}

const field = (
	key: string,
	label: string,
	parameters: INodeParameters,
	sentAs?: string,
): TextField => ({ key, label, parameters, sentAs });
const more = (name: string) => ({ additionalFields: { [name]: EACH } });
const SSO = { strategy: 'enterprise_sso' };

/** What the operations declare to be in their addresses. */
const inAddress = (part: 'path' | 'query') =>
	OPERATIONS.flatMap((entry) =>
		Object.values(declarationOf(entry)[part] ?? {}).map(({ field: { displayName, name, type } }) =>
			field(`${entry.resource}: ${entry.operation}`, displayName, {
				...entry.needs,
				[name]: type === 'resourceLocator' ? byId(EACH) : EACH,
			}),
		),
	);
const isSession = ({ label }: TextField) => label === 'Session';

/** What is a parameter of a form. */
const IN_FORM: TextField[] = [
	field(
		'sessionToken: create',
		'Organization ID',
		{ organization: 'byId', organizationId: EACH },
		'organization_id',
	),
	field(
		'session: touch',
		'Organization ID',
		{ organization: 'byId', organizationId: EACH },
		'active_organization_id',
	),
	field('session: touch', 'Intent', more('intent'), 'intent'),
	field('reverification: start', 'Level', { level: EACH }, 'level'),
	field('reverification: prepareFirstFactor', 'Strategy', { strategy: EACH }, 'strategy'),
	field(
		'reverification: attemptFirstFactor',
		'Strategy',
		{ strategy: EACH, code: '1' },
		'strategy',
	),
	field('reverification: prepareSecondFactor', 'Strategy', { strategy: EACH }, 'strategy'),
	field(
		'reverification: attemptSecondFactor',
		'Strategy',
		{ strategy: EACH, code: '1' },
		'strategy',
	),
	field('reverification: prepareFirstFactor', 'Proof Token', more('proofToken'), 'proof_token'),
	field('reverification: prepareSecondFactor', 'Proof Token', more('proofToken'), 'proof_token'),
	field(
		'reverification: prepareFirstFactor',
		'Enterprise Connection ID',
		{ ...SSO, ...more('enterpriseConnectionId') },
		'enterprise_connection_id',
	),
	field(
		'reverification: prepareFirstFactor',
		'Redirect URL',
		{ ...SSO, ...more('redirectUrl') },
		'redirect_url',
	),
	field('reverification: attemptFirstFactor', 'Code', { code: EACH }, 'code'),
	field('reverification: attemptSecondFactor', 'Code', { code: EACH }, 'code'),
	field(
		'reverification: attemptFirstFactor',
		'Password',
		{ strategy: 'password', password: EACH },
		'password',
	),
];

/** The same, chosen in a locator. */
const IN_FORM_BY_LOCATOR: TextField[] = [
	field(
		'reverification: prepareFirstFactor',
		'Email Address',
		{ emailAddressId: byId(EACH) },
		'email_address_id',
	),
	field(
		'reverification: prepareFirstFactor',
		'Email Address',
		{ emailAddressId: EACH },
		'email_address_id',
	),
	field(
		'reverification: prepareFirstFactor',
		'Phone Number',
		{ strategy: 'phone_code', phoneNumberId: byId(EACH) },
		'phone_number_id',
	),
	field(
		'reverification: prepareSecondFactor',
		'Phone Number',
		{ phoneNumberId: byId(EACH) },
		'phone_number_id',
	),
];

/** Every field that takes text, by the operations that have it. */
const TEXT_FIELDS: TextField[] = [
	...sampled(inAddress('path').filter(isSession)),
	...inAddress('path').filter((entry) => !isSession(entry)),
	...inAddress('query'),
	field('session: get', 'Session', { sessionId: EACH }),
	...sampled(IN_FORM),
	...sampled(IN_FORM_BY_LOCATOR),
	{ ...field('reverification: prepareFirstFactor', 'Origin', more('origin')), as: 'browser' },
	{
		...field('reverification: attemptFirstFactor', 'Origin', { code: '1', ...more('origin') }),
		as: 'browser',
	},
	field('session: get', 'Output Fields', { output: 'selectedFields', outputFields: EACH }),
];

/** In a locator, n8n makes text of luxon's dates and nothing of `$input` before the node sees them. */
const MADE_TEXT_BY_N8N = ['$now', '$input'];

/** @param key `session: get` */
function operationOf(key: string): INodeParameters {
	const [resource, operation] = key.split(': ');
	return { resource, operation };
}

test.each(TEXT_FIELDS)(
	'$key: $label is sent as the text it stands for, or refused by name',
	async ({ key, label, parameters, sentAs, as }) => {
		const all = await outcomes({ ...operationOf(key), ...parameters }, as && env[as]);
		const isLocator = Object.keys(parameters).some(
			(name) => PARAMETERS[name]?.type === 'resourceLocator',
		);
		all.forEach(({ message, sent }, index) => {
			const text = TEXTS[index];
			const input = JSON.stringify(ITEMS[index]);
			if (text === undefined) {
				if (isLocator && MADE_TEXT_BY_N8N.includes(VALUES[index]?.[0] ?? '')) return;
				expect([input, message]).toEqual([
					input,
					expect.stringMatching(`^'${label}' (is not text|holds half a character)$`),
				]);
			} else if (sent === undefined) {
				expect([input, message]).toEqual([
					input,
					expect.stringMatching(`^'${label}' is (empty|not an? |not the name )`),
				]);
			} else if (sentAs !== undefined) {
				const value = new Map(sent.form).get(sentAs);
				// What is pasted has white space around it; a password may have some of its own.
				const expected = sentAs === 'password' ? text : text.trim();
				expect([input, value]).toEqual([input, expected === '' ? undefined : expected]);
			}
		});
		// Clerk, not this node, knows which codes, strategies and IDs there are.
		if (sentAs !== undefined) {
			const isSent = TEXTS.map((text) => text !== undefined && text.trim() !== '');
			expect(all.map(({ sent }, index) => sent !== undefined || !isSent[index])).not.toContain(
				false,
			);
		}
	},
);

const CHOICES: Array<[key: string, label: string, parameters: INodeParameters]> = [
	['session: touch', 'Organization', { organization: EACH }],
	['sessionToken: create', 'Organization', { organization: EACH }],
	['reverification: start', 'Specify Body', { specifyBody: EACH }],
	['session: get', 'Output', { output: EACH }],
];

test.each(sampled(CHOICES))(
	'%s: %s is one of its choices, or refused',
	async (key, label, parameters) => {
		const all = await outcomes({ ...operationOf(key), ...parameters });
		expect(new Set(all.map(({ message }) => message))).toEqual(
			new Set([`'${label}' has no valid choice`]),
		);
	},
);

/** Every switch of the node, by an operation that has it. */
const SWITCHES: Array<[key: string, label: string, parameters: INodeParameters]> = [
	['session: getAll', 'Return All', { returnAll: EACH }],
	[
		'session: getAll',
		"Except This Client's Sessions",
		{ scope: 'person', filters: { exceptOwn: EACH } },
	],
	[
		'session: revoke',
		'Allow Own Session',
		{ revokedSessionId: 'sess_1', options: { allowOwnSession: EACH } },
	],
	...['Allow Pending Session', 'Fail If Invalid', 'Reuse Token'].map(
		(label): [string, string, INodeParameters] => {
			const name = label.charAt(0).toLowerCase() + label.slice(1).replaceAll(' ', '');
			const operation = label === 'Fail If Invalid' ? 'verify' : 'create';
			return [`sessionToken: ${operation}`, label, { options: { [name]: EACH } }];
		},
	),
];

test('the table has every switch of the node', () => {
	const switches = allFields(nodeProperties(env)).filter(({ type }) => type === 'boolean');
	expect(SWITCHES.map(([, label]) => label).sort()).toEqual(
		switches.map(({ displayName }) => displayName).sort(),
	);
});

test('what a choice can be is said in full', () => {
	const read = () => readChoice('none', ['a', 'b', 'c'], 'Label');
	expect(refusalOf(read).description).toBe('An expression must result in a, b or c.');
});

test.each(SWITCHES)('%s: %s is on, off, or refused', async (key, label, parameters) => {
	const { items } = await env.runNode(
		{ ...operationOf(key), ...parameters },
		{ items: ITEMS, onError: 'continueRegularOutput' },
	);
	const refused = new Set(
		items.flatMap(({ json, pairedItem }) => {
			const { message = '' } = Object(json.error) as IDataObject;
			const { item } = pairedItem as IPairedItemData;
			return message === `'${label}' is neither on nor off` ? [item] : [];
		}),
	);
	const isSwitch = TEXTS.map((text, index) => {
		const given = VALUES[index]?.[0] ?? JSON.stringify(ITEMS[index]?.value);
		return ['true', 'false'].includes(text ?? given);
	});
	expect(ITEMS.map((_, index) => !refused.has(index))).toEqual(isSwitch);
});

test.each([true, 'true'])('%j switches on, also by an expression', async (value) => {
	const given = `={{ ${JSON.stringify(value)} }}`;
	const verify = { resource: 'sessionToken', operation: 'verify', token: 'none' };
	const { error } = await env.runNode({ ...verify, options: { failIfInvalid: given } });
	expect(error?.message).toMatch(/^The session token is not valid/);
	const others = await env.runNode({
		resource: 'session',
		operation: 'getAll',
		scope: 'person',
		filters: { exceptOwn: given },
	});
	expect(others.error).toBeUndefined();
	expect(others.json.map(({ id }) => id)).not.toContain(env.client.sessionId);
});

test.each(['={{ $json.nothing }}', '={{ "" }}', ' , ', ''])(
	'no origin is not every origin: %j',
	async (authorizedParties) => {
		const { error, recorded } = await env.runNode({
			resource: 'sessionToken',
			operation: 'verify',
			token: 'none',
			options: { authorizedParties },
		});
		expect(error?.message).toBe("'Authorized Parties' is empty");
		expect(recorded).toEqual([]);
	},
);

test('options that make no sense are brought into bounds', async () => {
	const all = await outcomes({
		resource: 'session',
		operation: 'get',
		options: { maxConcurrentRequests: EACH, maxRetries: EACH },
	});
	expect(all.filter(({ sent }) => sent)).toHaveLength(ITEMS.length);
});

describe('a JSON field is an object of JSON, or refused', () => {
	const isPlain = (value: unknown) =>
		typeof value === 'object' && value !== null && !Array.isArray(value);
	/** Expressions that result in an object of JSON, and the form that goes out. */
	const OBJECTS: Record<string, Array<[string, string]>> = {
		'{}': [],
		'Object.create(null)': [],
		'{ code: 424242 }': [['code', '424242']],
		'{ toString: 1, toJSON: 2, valueOf: 3 }': [
			['toString', '1'],
			['toJSON', '2'],
			['valueOf', '3'],
		],
	};

	test('JSON Body', async () => {
		const all = await outcomes({
			resource: 'session',
			operation: 'touch',
			specifyBody: 'json',
			jsonBody: EACH,
		});
		all.forEach(({ message, sent }, index) => {
			const expression = VALUES[index]?.[0];
			const value = JSON_VALUES[index - VALUES.length];
			const form =
				expression === '$json'
					? [['index', String(index)]]
					: expression !== undefined
						? OBJECTS[expression]
						: isPlain(value)
							? [...new URLSearchParams(encodeForm(JSON.parse(JSON.stringify(value))))]
							: undefined;
			if (form) expect([index, sent?.form ?? []]).toEqual([index, form]);
			else if (sent === undefined) expect(message).toMatch(/^'JSON Body' (is not|holds) /);
			// Text is read as JSON, and some of it is.
			else expect(isPlain(JSON.parse(String(value)))).toBe(true);
		});
	});

	test('Public Key Credential', async () => {
		const all = await outcomes({
			resource: 'reverification',
			operation: 'attemptFirstFactor',
			strategy: 'passkey',
			publicKeyCredential: EACH,
		});
		all.forEach(({ message, sent }) => {
			const credential = new Map(sent?.form).get('public_key_credential');
			if (sent) expect(isPlain(JSON.parse(credential ?? ''))).toBe(true);
			else expect(message).toMatch(/^'Public Key Credential' (is|holds) /);
		});
		expect(all.filter(({ sent }) => sent).length).toBeGreaterThanOrEqual(4);
	});
});

describe('what no expression results in', () => {
	const revoked = () => {
		const { proxy, revoke } = Proxy.revocable({}, {});
		revoke();
		return proxy;
	};
	const endless = () => {
		const list: unknown[] = [];
		list.push(list);
		return { list };
	};
	const resisting = {
		get: () => {
			throw new Error('get');
		},
		getPrototypeOf: () => {
			throw new Error('getPrototypeOf');
		},
		ownKeys: () => {
			throw new Error('ownKeys');
		},
	};
	/** Makes a value: some would trip up whatever hands them around. */
	const making: fc.Arbitrary<() => unknown> = fc.oneof(
		fc
			.anything({
				withBigInt: true,
				withBoxedValues: true,
				withDate: true,
				withMap: true,
				withNullPrototype: true,
				withObjectString: true,
				withSet: true,
				withSparseArray: true,
				withTypedArray: true,
				withUnicodeString: true,
			})
			.map(
				(made): (() => unknown) =>
					() =>
						made,
			),
		fc.constantFrom<() => unknown>(
			revoked,
			endless,
			() => new Proxy({}, resisting),
			() => ({ [Symbol.toPrimitive]: () => 'text' }),
			() => Object.defineProperty({}, 'a', { enumerable: true, get: resisting.get }),
			() => Symbol('a'),
			() => new (class Code extends String {})('424242'),
			() => '\udfff',
			() => 'a'.repeat(2 ** 20),
			() => JSON.parse(`${'[{"a":'.repeat(20_000)}1${'}]'.repeat(20_000)}`),
		),
		fc.func(fc.anything()).map((made) => () => made),
	);

	/** What a reader makes of it; undefined if it refuses by the field's name. */
	function taken<T>(read: () => T): T | undefined {
		try {
			return read();
		} catch (error) {
			expect(error).toBeInstanceOf(FieldError);
			expect(String(error)).toMatch(/^FieldError: '(Label|Session|Template Name|Origin)' /);
			return undefined;
		}
	}

	test('text is text, or a number as it is written', () => {
		fc.assert(
			fc.property(making, (make) => {
				const input = make();
				const text = taken(() => readText(input, 'Label'));
				if (input === undefined || input === null) expect(text).toBe('');
				else if (text !== undefined) {
					expect(['string', 'number', 'bigint']).toContain(typeof input);
					expect(text).toBe(String(input));
					expect([...new URLSearchParams(encodeForm({ a: text }))]).toEqual([['a', text]]);
					taken(() => checkSessionId(text, 'Label'));
					taken(() => checkTemplateName(text, 'Label'));
				}
				taken(() => checkOrigin(input, 'devBrowser'));
				const isOn = taken(() => readSwitch(input, 'Label'));
				expect(isOn).toBe(
					input === true || input === 'true'
						? true
						: input === false || input === 'false'
							? false
							: undefined,
				);
				expect(taken(() => readChoice(input, ['a', 'b'], 'Label'))).toBe(
					input === 'a' || input === 'b' ? input : undefined,
				);
			}),
			{ numRuns: propertyRuns(300) },
		);
	});

	test('JSON is JSON', () => {
		const holding = fc.dictionary(fc.string({ unit: 'binary' }), making).map((fields) => () => {
			const made = Object.entries(fields).map(([name, make]) => [name, make()]);
			return Object.fromEntries(made) as unknown;
		});
		fc.assert(
			fc.property(fc.oneof(making, holding), (make) => {
				const input = make();
				const object = taken(() => readJsonObject(input, 'Label', '{}'));
				if (object === undefined) return;
				expect(JSON.parse(JSON.stringify(object))).toEqual(
					JSON.parse(typeof input === 'string' ? input : JSON.stringify(input)),
				);
				expect(typeof encodeForm(object)).toBe('string');
			}),
			{ numRuns: propertyRuns(300) },
		);
	});
});
