import type { INodeParameters } from 'n8n-workflow';
import { STEP_ADVICE } from '../../frontendApi/protocol/stepAdvice';
import { fieldsFor, runStep } from '../signIn/account';
import { declarationOf, OPERATIONS, PARAMETERS } from '../support/operations';
import { setup } from '../support/setup';
import { byId } from '../support/workflows';

// Clerk has one code for whatever there is not (`resource_not_found`). What to do about it depends on
// what was asked for: the field with the wrong name or ID.

const env = setup();

const NOWHERE = `sess_${'0'.repeat(27)}`;

/** What names something that there is not, in a field of that type. */
const unknown = (parameter: string): INodeParameters => ({
	[parameter]: PARAMETERS[parameter]?.type === 'resourceLocator' ? byId(NOWHERE) : 'nowhere',
});

/** What an operation needs beyond its contract's least to be asked about an unknown session. */
const FORM: INodeParameters = { emailAddressId: byId('idn_2abcDEFghiJKLmnoPQRstuVWXyz') };

const CASES = OPERATIONS.flatMap((entry) =>
	Object.entries(declarationOf(entry).path).map(([name, { field }]) => ({ ...entry, name, field })),
);

test.each(CASES)(
	"$resource: $operation says what to do about an unknown '$field.displayName'",
	async ({ resource, operation, needs, name, field }) => {
		const { error, recorded } = await env.runNode({
			resource,
			operation,
			...FORM,
			...needs,
			...unknown(name),
			options: { maxRetries: 0 },
		});
		expect(recorded.at(-1)?.status).toBe(404);
		expect(error).toMatchObject({ context: { data: { code: 'resource_not_found' } } });
		expect(error?.description).toMatch(
			name === 'sessionId'
				? /'From list', or use the last active session/
				: `'${field.displayName}'`,
		);
	},
);

test("a wrong template is told from a session that is not there by Clerk's message", async () => {
	const create = { resource: 'sessionToken', operation: 'createFromTemplate' };
	const { error } = await env.runNode({ ...create, templateName: 'nowhere' });
	expect(error?.message).toBe('No JWT template exists with name: nowhere');
	const { error: other } = await env.runNode({
		...create,
		templateName: 'hasura',
		sessionId: byId(NOWHERE),
	});
	expect(other?.message).toContain(NOWHERE);
	expect(other?.description).toBe(error?.description);
});

test('an unknown user names the field of the credential, and not a session', async () => {
	const credential = env.addCredential({
		...fieldsFor(env, 'signInTicket'),
		userId: 'user_2nobody',
	});
	const { error } = await runStep(env, credential);
	expect(error?.message).toContain('user_2nobody');
	expect(error?.description).toContain("'User ID' in the credential");
	expect(error?.description).not.toBe(STEP_ADVICE.resource_not_found);
	const { message } = await env.engine.testCredential(credential);
	expect(message).toContain("'User ID' in the credential");
});
