import type { INodeParameters } from 'n8n-workflow';
import { declarationOf, OPERATIONS } from '../support/operations';
import { setup } from '../support/setup';
import { byId, fromList } from '../support/workflows';

const env = setup();

const BAD_SEGMENTS = ['..', '.', 'a/b', '../../v1/client', '?', 'a?b=c', 'a#b', 'a\\b', 'a%2fb'];
const BAD_IDS = [
	...BAD_SEGMENTS,
	'%2e%2e',
	'sess_',
	'sess_a/../b',
	'sess_a?b',
	'sess_%61',
	'sess_ä',
	'sess_a b',
	'sess_a\nb',
	'SESS_a',
	'session_a',
	'user_2abc',
	'last_active_',
	`sess_${'a'.repeat(65)}`,
];

/** Each refused before anything is sent, with the name of the field that is wrong. */
async function expectRefusal(parameters: INodeParameters, message: string): Promise<void> {
	const { error, requests } = await env.runNode(parameters);
	expect(error).toMatchObject({ message, description: expect.any(String) });
	expect(requests).toEqual([]);
}

describe('a session ID that is none', () => {
	test.each(BAD_IDS)('%j', async (id) => {
		await expectRefusal(
			{ resource: 'session', operation: 'get', sessionId: byId(`={{ ${JSON.stringify(id)} }}`) },
			"'Session' is not a session ID",
		);
	});

	test.each(['', ' '])('empty: %j', async (id) => {
		await expectRefusal(
			{ resource: 'session', operation: 'end', sessionId: byId(`={{ ${JSON.stringify(id)} }}`) },
			"'Session' is empty",
		);
	});

	test.each(['={{ $json.nothing }}', '={{ null }}'])('missing: %s', async (id) => {
		await expectRefusal(
			{ resource: 'session', operation: 'remove', sessionId: byId(id) },
			"'Session' is empty",
		);
	});

	test.each(['={{ {} }}', '={{ [] }}', '={{ 42 }}', '={{ true }}'])('no text: %s', async (id) => {
		const { error, requests } = await env.runNode({
			resource: 'session',
			operation: 'get',
			sessionId: byId(id),
		});
		expect(error?.message).toMatch(/^'Session' is not (text|a session ID)$/);
		expect(requests).toEqual([]);
	});

	test('from the list', async () => {
		await expectRefusal(
			{ resource: 'session', operation: 'get', sessionId: fromList('={{ ".." }}') },
			"'Session' is not a session ID",
		);
	});
});

describe('whatever fills a path or a query', () => {
	const parameters = OPERATIONS.flatMap((entry) => {
		const { path, query } = declarationOf(entry);
		return Object.values({ ...path, ...query }).map(({ field }) => ({ ...entry, field }));
	});

	test.each(parameters)(
		'$field.name of $resource: $operation is refused by name where it is not one',
		async ({ field, resource, operation, needs }) => {
			for (const text of ['sess_a/../../b', '..', 'a?b=c#d', '']) {
				const value = `={{ ${JSON.stringify(text)} }}`;
				const { error, requests } = await env.runNode({
					resource,
					operation,
					...needs,
					[field.name]: field.type === 'resourceLocator' ? byId(value) : value,
				});
				expect(error?.message).toMatch(new RegExp(`^'${field.displayName}' is (not|empty)`));
				expect(requests).toEqual([]);
			}
		},
	);
});

test('a session ID with a space around it is still one', async () => {
	const { error, requests } = await env.runNode({
		resource: 'session',
		operation: 'get',
		sessionId: byId(`={{ " ${env.client.sessionId}\\n" }}`),
	});
	expect(error).toBeUndefined();
	expect(requests.map(({ path }) => path)).toEqual([`/v1/client/sessions/${env.client.sessionId}`]);
});

describe('a template name that is none', () => {
	const createFromTemplate = (templateName: string, more: INodeParameters = {}) => ({
		resource: 'sessionToken',
		operation: 'createFromTemplate',
		templateName: `={{ ${JSON.stringify(templateName)} }}`,
		...more,
	});
	const message = "'Template Name' is not the name of a JWT template";

	test.each([...BAD_SEGMENTS, 'a\u0000b', 'a\nb', '…/…', '...', 'a'.repeat(256)])(
		'%j',
		async (name) => await expectRefusal(createFromTemplate(name), message),
	);

	test('empty', async () => {
		await expectRefusal(createFromTemplate(''), "'Template Name' is empty");
	});

	test('it costs no look-up of the last active session', async () => {
		await expectRefusal(createFromTemplate('..', { sessionId: fromList('last_active') }), message);
	});
});
