import { type INode, type INodeProperties, Workflow } from 'n8n-workflow';
import { ERROR_ADVICE } from '../../frontendApi/protocol/errorAdvice';
import { STEP_ADVICE } from '../../frontendApi/protocol/stepAdvice';
import { ClerkFrontendApi } from '../../credentials/ClerkFrontendApi.credentials';
import {
	allFields,
	choicesOf,
	describeNode,
	fieldsIn,
	nodeProperties,
} from '../support/properties';
import { declarationOf, OFFERED, OPERATIONS } from '../support/operations';
import { setup } from '../support/setup';
import { CLERK_SESSIONS_TRIGGER, clerkSessions } from '../support/workflows';

// What n8n's guidelines for community nodes ask of a node's panel, as far as a machine can tell.

const env = setup();
const triggerProperties = () =>
	env.engine.nodeTypes.getByNameAndVersion(CLERK_SESSIONS_TRIGGER).description.properties;
const nodeFields = () => [
	...allFields(nodeProperties(env)),
	// n8n's own, of every node that polls.
	...allFields(triggerProperties().filter(({ name }) => name !== 'pollTimes')),
];
const credentialFields = () => allFields(new ClerkFrontendApi().properties);
/** A notice is a sentence, not a field with a label. */
const fields = () =>
	[...nodeFields(), ...credentialFields()].filter(({ type }) => type !== 'notice');
/** Choices of fields as `field: choice`, for messages that say where. */
const names = (properties: INodeProperties[]) => properties.map(({ name }) => name);

const SMALL_WORDS = ['a', 'an', 'and', 'by', 'for', 'from', 'in', 'of', 'on', 'or', 'the', 'to'];

function isTitleCase(label: string): boolean {
	const words = label.split(/[\s/]+/).map((word) => word.replace(/[()]/g, ''));
	return words.every(
		(word, index) => /^[A-Z]/.test(word) || (index > 0 && SMALL_WORDS.includes(word)),
	);
}

test('labels and names of choices are in Title Case', () => {
	const labels = fields().flatMap((field) => [
		field.displayName,
		...(field.modes ?? []).map(({ displayName }) => displayName),
		...choicesOf(field).map(({ name }) => name),
	]);
	// "Sign-in" is how Clerk spells it.
	expect(labels.filter((label) => !isTitleCase(label))).toEqual([]);
});

test('choices and the fields of collections are sorted', () => {
	// The way for schedules comes first; n8n's lint asks for order from five choices on.
	const others = fields().filter(({ name }) => name !== 'connectUsing');
	const lists = others.map((field) => [
		field.name,
		[
			...choicesOf(field).map(({ name }) => name),
			...fieldsIn(field).map(({ displayName }) => displayName),
		],
	]);
	const sorted = lists.map(([name, list]) => [
		name,
		[...(list ?? [])].sort((a, b) => a.localeCompare(b)),
	]);
	expect(lists).toEqual(sorted);
});

test('names and values are no labels', () => {
	for (const field of fields()) {
		expect(field.name).toMatch(/^[a-z][A-Za-z]*$/);
		for (const { value } of choicesOf(field)) expect(value).toMatch(/^[a-z][A-Za-z_]*$/);
	}
});

test('actions name their resource, in sentence case and without articles', () => {
	const operations = nodeFields().filter(({ name }) => name === 'operation');
	const resources = nodeFields().filter(({ name }) => name === 'resource');
	const labels = Object.fromEntries(
		resources.flatMap((field) => choicesOf(field).map(({ value, name }) => [value, name])),
	);
	const choices = operations.flatMap((field) =>
		choicesOf(field).map((choice) => ({
			...choice,
			resource: String(labels[String(field.displayOptions?.show?.resource?.[0])]),
		})),
	);
	expect(choices).toHaveLength(OFFERED.length);
	for (const { name, action = '', description = '', resource } of choices) {
		expect(action.toLowerCase()).toContain(resource.toLowerCase());
		expect(action).toMatch(/^[A-Z][a-z ]+$/);
		expect(action).not.toMatch(/\b(a|an|the)\b/i);
		expect(action.split(' ')[0]).toBe(name.split(' ')[0]);
		expect(description).toMatch(/^[A-Z].*[^.]$/);
	}
});

test('placeholders give an example', () => {
	const placeholders = fields().flatMap(({ type, placeholder, modes = [] }) => [
		...(type === 'collection' ? [] : [placeholder]),
		...modes.filter((mode) => mode.type !== 'list').map((mode) => mode.placeholder),
	]);
	expect(placeholders.filter((text) => text !== undefined && !text.startsWith('e.g. '))).toEqual(
		[],
	);
	const collections = fields().filter(({ type }) => type === 'collection');
	for (const { placeholder } of collections) expect(placeholder).toMatch(/^Add /);
});

test('every field says what it is for', () => {
	const speakForThemselves = [
		'resource',
		'operation',
		'specifyBody',
		'additionalFields',
		'options',
	];
	const silent = fields()
		.filter(({ type, name }) => type !== 'hidden' && !speakForThemselves.includes(name))
		.filter(({ description = '', hint = '' }) => description === '' && hint === '');
	expect(names(silent)).toEqual([]);
});

test('a boolean is described by "Whether"', () => {
	const booleans = fields().filter(({ type }) => type === 'boolean');
	expect(booleans.length).toBeGreaterThan(0);
	for (const { description } of booleans) expect(description).toMatch(/^Whether /);
});

test('a resource locator offers its list first, then the ID', () => {
	const locators = nodeFields().filter(({ type }) => type === 'resourceLocator');
	expect(names(locators)).toEqual(expect.arrayContaining(['organizationId', 'sessionId']));
	for (const { modes = [], default: chosen } of locators) {
		expect(modes.map(({ name, displayName }) => [name, displayName])).toEqual([
			['list', 'From List'],
			['id', 'ID'],
		]);
		expect(chosen).toMatchObject({ mode: 'list' });
	}
});

test('secrets are hidden as they are typed', () => {
	const secret = /password|secretKey|token$/i;
	const open = fields()
		.filter(({ type, name }) => ['string', 'hidden'].includes(type) && secret.test(name))
		.filter(({ typeOptions }) => typeOptions?.password !== true);
	expect(names(open)).toEqual([]);
});

const ADVICE = [...Object.values(ERROR_ADVICE), ...Object.values(STEP_ADVICE)];

test('texts have no emoji, and avoid the words that frighten', () => {
	const texts = JSON.stringify([describeNode(env), new ClerkFrontendApi(), ADVICE]);
	expect(texts).not.toMatch(/\p{Extended_Pictographic}/u);
	expect(ADVICE.join('\n')).not.toMatch(/\b(errors?|problems?|failures?|mistakes?)\b/i);
});

test('the node has two icons and a subtitle, and can be a tool', () => {
	const { icon, iconUrl, subtitle, usableAsTool, defaults, description } = describeNode(env);
	expect(iconUrl ?? icon).toEqual({
		light: expect.stringMatching(/\.svg$/),
		dark: expect.stringMatching(/\.svg$/),
	});
	expect(subtitle).toContain('$parameter["operation"]');
	expect(usableAsTool).toBe(true);
	expect(defaults).toEqual({ name: 'Clerk Sessions' });
	expect(description).toMatch(/^[A-Z].*[^.]$/);
});

test.each(OPERATIONS)('$resource: $operation warns where it ends a session', async (entry) => {
	const { resource, operation } = entry;
	const node: INode = {
		...clerkSessions({ resource, operation }, env.client.credential),
		id: 'step',
		disabled: false,
	};
	const { nodeTypes } = env.engine;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const [hint] = describeNode(env).hints ?? [];
	expect(hint?.message).toContain('ends a session');
	const isShown: unknown = workflow.expression.getSimpleParameterValue(
		node,
		hint?.displayCondition,
		'internal',
		{},
	);
	expect(await isShown).toBe(declarationOf(entry).staysSignedOut === true);
});
