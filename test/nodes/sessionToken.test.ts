import { decodeJwt } from 'jose';
import type { INodeParameters } from 'n8n-workflow';
import { nativeRequest } from '../support/seenRequest';
import { type NodeRun, setup } from '../support/setup';

const env = setup();
const pathOf = (end = '') => `/v1/client/sessions/${env.client.sessionId}/tokens${end}`;
const organization = () => env.sandbox.details.people[0]?.organizations[0] ?? '';

/** Asserts that a token came out, with what it says in plain sight. */
function expectToken({ items, error }: NodeRun, organizationId: string | undefined): void {
	expect(error).toBeUndefined();
	const jwt = String(items[0]?.json.jwt);
	const claims = decodeJwt(jwt);
	expect(items).toEqual([
		{
			json: {
				jwt,
				expiresAt: new Date(Number(claims.exp) * 1000).toISOString(),
				sessionId: env.client.sessionId,
				userId: env.sandbox.details.people[0]?.id,
				organizationId,
				claims,
			},
			pairedItem: { item: 0 },
		},
	]);
}

describe('Create', () => {
	const run = async (parameters: INodeParameters) =>
		await env.runNode(
			{ resource: 'sessionToken', operation: 'create', ...parameters },
			{ items: [{ organization: organization() }] },
		);

	/** What is chosen, what goes over the wire, and the token's organization. */
	const choices: Array<[string, INodeParameters, () => string, () => string | undefined]> = [
		['nothing', {}, () => '', organization],
		['Unchanged', { organization: 'unchanged' }, () => '', organization],
		['Unchanged by an expression', { organization: '={{ "unchanged" }}' }, () => '', organization],
		['Personal Account', { organization: 'personal' }, () => 'organization_id=', () => undefined],
		[
			'Personal Account by an expression',
			{ organization: '={{ "personal" }}', organizationId: '={{ $json.organization }}' },
			() => 'organization_id=',
			() => undefined,
		],
		[
			'By ID',
			{ organization: 'byId', organizationId: '={{ $json.organization }}' },
			() => `organization_id=${organization()}`,
			organization,
		],
		[
			'By ID by an expression',
			{ organization: '={{ "byId" }}', organizationId: '={{ $json.organization }}' },
			() => `organization_id=${organization()}`,
			organization,
		],
	];

	test.each(choices)('organization: %s', async (_name, parameters, body, expected) => {
		await env.runNode({
			resource: 'session',
			operation: 'touch',
			organization: 'byId',
			organizationId: organization(),
		});
		const result = await run(parameters);
		expect(result.requests).toEqual([nativeRequest('POST', pathOf(), body())]);
		expectToken(result, expected());
	});

	test('an organization by an ID that comes out empty is refused', async () => {
		const { error, requests } = await run({ organization: 'byId', organizationId: '={{ "" }}' });
		expect(error?.message).toBe("'Organization ID' is empty");
		expect(requests).toEqual([]);
	});
});

describe('Create From Template', () => {
	const run = async (templateName: string) =>
		await env.runNode({
			resource: 'sessionToken',
			operation: 'createFromTemplate',
			templateName,
		});

	test.each(['hasura', 'supabase'])('makes a token by the template %s', async (name) => {
		const { requests, json } = await run(name);
		expect(requests).toEqual([nativeRequest('POST', pathOf(`/${name}`))]);
		const jwt = String(json[0]?.jwt);
		expect(json).toEqual([expect.objectContaining({ jwt, claims: decodeJwt(jwt) })]);
	});

	test.each([
		['with a space', 'with%20a%20space'],
		['ümlaut', '%C3%BCmlaut'],
		['v1.2-test_x', 'v1.2-test_x'],
		['a&b=c+d', 'a%26b%3Dc%2Bd'],
	])('the name %s is encoded', async (name, encoded) => {
		const { requests, error } = await run(name);
		// The sandbox writes down what decodeURI makes of a path: separators stay encoded.
		expect(requests.map(({ path }) => path)).toEqual([decodeURI(pathOf(`/${encoded}`))]);
		expect(error).toMatchObject({ httpCode: '404' });
	});
});
