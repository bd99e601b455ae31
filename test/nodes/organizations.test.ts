import type { INodeParameters } from 'n8n-workflow';
import { STEP_ADVICE } from '../../frontendApi/protocol/stepAdvice';
import { createsToken } from '../../nodes/ClerkSessions/operation';
import { answers } from '../failures/clerkAnswer';
import { person } from '../signIn/account';
import { jwtOf } from '../support/keys';
import { declarationOf, OPERATIONS, type OperationCase, pathOf } from '../support/operations';
import { setup } from '../support/setup';
import { byId } from '../support/workflows';

// A success is for the organization that was asked for: any other gives rights that nobody chose.

const env = setup();

const WITH_ORGANIZATION = OPERATIONS.filter(
	(entry) => declarationOf(entry).organizationParameter !== undefined,
);
const [FIRST, SECOND, NONE] = ['org_first', 'org_second', undefined];

const SUCCESS = undefined;
const KEPT = /^Clerk kept the active organization and did not switch to the personal account$/;
const OTHER = / that is not for the organization asked for \(HTTP 200\)$/;

/** What is asked for, what the answer is for, and what the step then says. */
const CASES: Array<
	[asked: string | null | undefined, answered: string | undefined, says: RegExp | undefined]
> = [
	[undefined, FIRST, SUCCESS],
	[undefined, NONE, SUCCESS],
	[null, NONE, SUCCESS],
	[null, FIRST, KEPT],
	['org_first', FIRST, SUCCESS],
	['org_first', SECOND, OTHER],
	['org_first', NONE, OTHER],
	['org_FIRST', FIRST, OTHER],
	// An answer does not repeat a slug.
	['difference-co', SECOND, SUCCESS],
	['difference-co', NONE, OTHER],
];

function chosen(asked: string | null | undefined): INodeParameters {
	if (asked === undefined) return { organization: 'unchanged' };
	if (asked === null) return { organization: 'personal' };
	return { organization: 'byId', organizationId: byId(asked) };
}

const inJson = (entry: OperationCase, asked: string | null | undefined): INodeParameters => ({
	specifyBody: 'json',
	jsonBody: JSON.stringify({ [String(declarationOf(entry).organizationParameter)]: asked }),
});

/** Good answers but for the organization: of a token, in either of its versions. */
function answersFor(entry: OperationCase, organizationId: string | undefined): object[] {
	const { sessionId } = env.client;
	const named = organizationId ?? null;
	const session = { object: 'session', id: sessionId, last_active_organization_id: named };
	if (!createsToken(declarationOf(entry))) return [{ response: session, client: null }];
	const inVersion2 = organizationId === undefined ? {} : { o: { id: organizationId } };
	return [
		{ v: 2, sid: sessionId, ...inVersion2, org_id: 'of_the_application' },
		{ sid: sessionId, org_id: organizationId },
	].map((claims) => ({ object: 'token', jwt: jwtOf(claims) }));
}

async function run({ resource, operation }: OperationCase, parameters: INodeParameters) {
	return await env.runNode(
		{ resource, operation, ...parameters },
		{ onError: 'continueRegularOutput' },
	);
}

describe.each(WITH_ORGANIZATION)('$resource: $operation', (entry) => {
	const isToken = createsToken(declarationOf(entry));

	test.each(CASES)('asked for %s, answered with one for %s', async (asked, answered, says) => {
		for (const parameters of [chosen(asked), inJson(entry, asked)]) {
			for (const body of answersFor(entry, answered)) {
				env.sandbox.faults.add({ ...answers(200, body), times: 1 });
				const { json, recorded } = await run(entry, parameters);
				expect(recorded).toHaveLength(1);
				expect(json).toEqual([
					says
						? { error: expect.objectContaining({ message: expect.stringMatching(says) }) }
						: expect.objectContaining(answered === undefined ? {} : { organizationId: answered }),
				]);
				expect(Object.hasOwn(json[0] ?? {}, 'error')).toBe(says !== undefined);
			}
		}
	});

	test('says what can be done, and what may have been carried out', async () => {
		const [body] = answersFor(entry, SECOND);
		env.sandbox.faults.add(answers(200, body));
		const advice = STEP_ADVICE.personal_accounts_not_allowed;
		expect((await run(entry, chosen(null))).json[0]?.error).toEqual({
			message: expect.stringMatching(KEPT),
			description: isToken ? advice : `Otherwise the request was carried out. ${advice}`,
			code: 'personal_accounts_not_allowed',
			status: 200,
			param: declarationOf(entry).organizationParameter,
		});
		const mayBeDone = 'The request may or may not have been carried out. ';
		const check = "Check 'Proxy URL' in the credential: ";
		expect((await run(entry, chosen('org_first'))).json[0]?.error).toEqual({
			message: expect.stringMatching(OTHER),
			description: expect.stringMatching(`^${isToken ? '' : mayBeDone}${check}`),
			status: 200,
		});
	});

	test('where an application forces organization selection, no organization passes for none', async () => {
		const [organizationId = ''] = person(env, 'ada').organizations;
		const touch = { resource: 'session', operation: 'touch' };
		await env.runNode({ ...touch, ...chosen(organizationId) });
		env.sandbox.settings.forceOrganizationSelection = true;
		const forced = await run(entry, { ...chosen(null), options: { reuseToken: true } });
		expect(forced.json).toEqual([
			{ error: expect.objectContaining({ code: 'personal_accounts_not_allowed' }) },
		]);
		expect((await env.runNode({ resource: 'session', operation: 'get' })).json).toMatchObject([
			{ organizationId },
		]);
		env.sandbox.settings.forceOrganizationSelection = false;
		// Nothing of it was kept.
		const free = await run(entry, { ...chosen(null), options: { reuseToken: true } });
		expect(free.recorded).toMatchObject([{ path: pathOf(entry, env.client.sessionId) }]);
		expect(free.json[0]?.organizationId ?? null).toBeNull();
		expect(free.json[0]?.error).toBeUndefined();
	});
});

describe('a token of a pending session', () => {
	const create = { resource: 'sessionToken', operation: 'create', ...chosen('org_first') };
	const claims = () => ({ v: 2, sid: env.client.sessionId, sts: 'pending' });
	const runWith = async (options: INodeParameters) => {
		env.sandbox.faults.add({ ...answers(200, { jwt: jwtOf(claims()) }), path: /\/tokens$/ });
		return await env.runNode({ ...create, options });
	};

	test('is refused for what the session has to do first', async () => {
		expect((await runWith({})).error?.message).toMatch(/^The session is pending: /);
	});

	test('has to be for the organization asked for where it is allowed', async () => {
		expect((await runWith({ allowPendingSession: true })).error?.message).toMatch(OTHER);
	});
});
