import type { INodeProperties } from 'n8n-workflow';
import { ClerkFrontendApi } from '../../credentials/ClerkFrontendApi.credentials';
import { ClerkSessionTokenApi } from '../../credentials/ClerkSessionTokenApi.credentials';
import {
	consequencesOf,
	declarationOf,
	OFFERED,
	OPERATIONS,
	PARAMETERS,
	PUBLIC_OPERATIONS,
	SHARED_PARAMETERS,
} from '../support/operations';
import { choicesOf, describeNode, fieldsIn, nodeProperties } from '../support/properties';
import { setup } from '../support/setup';

// Stored workflows depend on what is pinned here: it does not change.

const env = setup();
const properties = () => nodeProperties(env);

/** The fields that the panel can show for an operation, in its order. */
function fieldsOf(resource: string, operation: string): INodeProperties[] {
	return properties().filter(({ name, displayOptions }) => {
		const { resource: resources = [resource], operation: operations = [operation] } =
			displayOptions?.show ?? {};
		return (
			!['operation', 'resource'].includes(name) &&
			Array.isArray(resources) &&
			resources.includes(resource) &&
			Array.isArray(operations) &&
			operations.includes(operation)
		);
	});
}

function field(resource: string, operation: string, name: string): INodeProperties {
	const found = fieldsOf(resource, operation).filter((property) => property.name === name);
	const [property] = found;
	if (!property || found.length > 1) throw new Error(`${found.length} fields named ${name}`);
	return property;
}

test('the node keeps its name, version and credential', () => {
	const { name, version, credentials, inputs, outputs } = describeNode(env);
	expect({ name, version, credentials, inputs, outputs }).toEqual({
		name: 'clerkSessions',
		version: 1,
		credentials: [{ name: 'clerkFrontendApi', required: true }],
		inputs: ['main'],
		outputs: ['main'],
	});
});

test('there are three resources, and an operation of each is chosen beforehand', () => {
	const [resource, ...others] = properties();
	expect(resource?.name).toBe('resource');
	expect(resource?.default).toBe('session');
	const resources = resource ? choicesOf(resource).map(({ value }) => value) : [];
	expect(resources.sort()).toEqual(['reverification', 'session', 'sessionToken']);
	const operations = others.filter(({ name }) => name === 'operation');
	expect(
		Object.fromEntries(
			operations.map(({ displayOptions, default: chosen }) => [
				displayOptions?.show?.resource?.[0],
				chosen,
			]),
		),
	).toEqual({ reverification: 'start', session: 'get', sessionToken: 'create' });
});

test('there are these operations and no other', () => {
	const operations = properties()
		.filter(({ name }) => name === 'operation')
		.flatMap((property) =>
			choicesOf(property).map(
				({ value }) => `${property.displayOptions?.show?.resource?.join()}: ${value}`,
			),
		);
	expect(operations.sort()).toEqual(
		OFFERED.map(({ resource, operation }) => `${resource}: ${operation}`).sort(),
	);
});

describe.each([...OPERATIONS, ...PUBLIC_OPERATIONS])(
	'$resource: $operation ($operationId)',
	(entry) => {
		test('declares its method and path', () => {
			const { method, path } = entry;
			expect(declarationOf(entry).routing.request).toEqual({ method, url: path });
			if (entry.isVariant) return;
			const choices = properties()
				.filter(({ name }) => name === 'operation')
				.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(entry.resource))
				.flatMap(choicesOf)
				.filter(({ value }) => value === entry.operation);
			expect(choices.map(({ routing }) => routing?.request)).toEqual([
				{ method: entry.method, url: entry.path },
			]);
		});

		test('has these fields, in this order', () => {
			const names = fieldsOf(entry.resource, entry.operation).map(({ name }) => name);
			expect(names).toEqual([...entry.parameters, ...SHARED_PARAMETERS]);
		});

		test('has fields of these types, with these defaults', () => {
			const { parameters, resource, operation, defaults = {} } = entry;
			for (const name of [...parameters, ...SHARED_PARAMETERS]) {
				const { type, default: chosen } = field(resource, operation, name);
				const expected = { name, ...PARAMETERS[name] };
				if (name in defaults) expected.default = defaults[name];
				expect({ name, type, default: chosen }).toEqual(expected);
			}
		});

		test('declares what follows when it is repeated, refused or carried out', () => {
			const { declared, expected } = consequencesOf(entry);
			expect(declared).toEqual(expected);
		});
	},
);

describe('choices keep their values', () => {
	const choices: Array<[string, string, string, string[]]> = [
		['session', 'getAll', 'scope', ['client', 'person']],
		['session', 'touch', 'organization', ['byId', 'personal', 'unchanged']],
		['sessionToken', 'create', 'organization', ['byId', 'personal', 'unchanged']],
		['session', 'touch', 'specifyBody', ['fields', 'json']],
		['session', 'get', 'output', ['raw', 'selectedFields', 'simplified']],
		['reverification', 'start', 'level', ['first_factor', 'multi_factor', 'second_factor']],
		[
			'reverification',
			'prepareFirstFactor',
			'strategy',
			['email_code', 'enterprise_sso', 'passkey', 'phone_code'],
		],
		[
			'reverification',
			'attemptFirstFactor',
			'strategy',
			['email_code', 'passkey', 'password', 'phone_code'],
		],
		['reverification', 'prepareSecondFactor', 'strategy', ['phone_code']],
		['reverification', 'attemptSecondFactor', 'strategy', ['backup_code', 'phone_code', 'totp']],
	];
	test.each(choices)('%s: %s: %s', (resource, operation, name, values) => {
		const found = choicesOf(field(resource, operation, name)).map(({ value }) => String(value));
		expect(found.sort()).toEqual(values);
	});
});

describe('collections keep their fields', () => {
	const collections: Array<[string, string, string, Record<string, unknown>]> = [
		['session', 'getAll', 'filters', { exceptOwn: false, status: [] }],
		['session', 'touch', 'additionalFields', { intent: 'focus' }],
		[
			'reverification',
			'prepareFirstFactor',
			'additionalFields',
			{ origin: '', proofToken: '', enterpriseConnectionId: '', redirectUrl: '' },
		],
		['reverification', 'attemptFirstFactor', 'additionalFields', { origin: '' }],
		['reverification', 'prepareSecondFactor', 'additionalFields', { proofToken: '' }],
		[
			'sessionToken',
			'create',
			'options',
			{
				allowOwnSession: false,
				allowPendingSession: false,
				authorizedParties: '',
				clockSkew: 5,
				failIfInvalid: false,
				reuseToken: false,
				minimumTokenLifetime: 15,
				maxConcurrentRequests: expect.any(Number),
				maxRetries: 5,
			},
		],
	];
	test.each(collections)('%s: %s: %s', (resource, operation, name, expected) => {
		const fields = fieldsIn(field(resource, operation, name));
		expect(
			Object.fromEntries(fields.map(({ name: key, default: chosen }) => [key, chosen])),
		).toEqual(expected);
	});

	test('the limit on concurrent requests is between 10 and 50', () => {
		const limit = fieldsIn(field('session', 'get', 'options')).find(
			({ name }) => name === 'maxConcurrentRequests',
		);
		expect(limit?.default).toBeGreaterThanOrEqual(10);
		expect(limit?.default).toBeLessThanOrEqual(50);
	});
});

test('the credential keeps its name, its properties and its ways to connect', () => {
	const { name, properties: fields } = new ClerkFrontendApi();
	expect(name).toBe('clerkFrontendApi');
	const taken = fields.filter(({ type }) => type !== 'notice');
	expect(Object.fromEntries(taken.map((one) => [one.name, one.default]))).toEqual({
		publishableKey: '',
		connectUsing: 'signInTicket',
		clientToken: '',
		devBrowserToken: '',
		identifier: '',
		password: '',
		secretKey: '',
		userId: '',
		organizationId: '',
		actorId: '',
		proxyUrl: '',
		backendApiUrl: 'https://api.clerk.com',
		sessionClientToken: '',
		sessionClientTokenFor: '',
	});
	const ways = fields.filter((one) => one.name === 'connectUsing').flatMap(choicesOf);
	expect(ways.map(({ value }) => value)).toEqual([
		'signInTicket',
		'password',
		'clientToken',
		'devBrowser',
		'nobody',
	]);
	const hidden = fields.filter(({ type }) => type === 'hidden');
	expect(hidden.map((one) => [one.name, one.typeOptions?.expirable])).toEqual([
		['sessionClientToken', true],
		['sessionClientTokenFor', undefined],
	]);
});

test('the credential for one’s own API keeps its name, and the properties it has beside those', () => {
	const { name, properties: fields } = new ClerkSessionTokenApi();
	expect(name).toBe('clerkSessionTokenApi');
	expect(env.engine.loadedCredentials).toEqual(['clerkFrontendApi', name]);
	const shared = new ClerkFrontendApi().properties.map((one) => one.name);
	const own = fields.filter((one) => !shared.includes(one.name));
	expect(Object.fromEntries(own.map((one) => [one.name, one.default]))).toEqual({
		apiUrl: '',
		templateName: '',
		organization: 'unchanged',
		sessionToken: '',
		sessionTokenFor: '',
		sessionTokenExpiresAt: '',
	});
	const names = fields.map((one) => one.name);
	expect(shared.filter((one) => !names.includes(one))).toEqual([]);
	expect(new Set(names).size).toBe(names.length);
	const choices = (of: string) =>
		fields
			.filter((one) => one.name === of)
			.flatMap(choicesOf)
			.map(({ value }) => value);
	expect(choices('connectUsing')).toEqual([
		'signInTicket',
		'password',
		'clientToken',
		'devBrowser',
	]);
	expect(choices('organization')).toEqual(['byId', 'personal', 'unchanged']);
	const expirable = fields.filter(({ typeOptions }) => typeOptions?.expirable);
	expect(expirable.map((one) => one.name)).toEqual(['sessionToken']);
});
