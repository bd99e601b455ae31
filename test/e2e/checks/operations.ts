import type { NodeDetails } from '../editor/nodeDetails';
import { IPHONE } from '../../support/devices';
import { expect, expectText } from '../report';
import { storeCredential, withClientToken } from '../storedCredential';
import type { TestContext } from '../testContext';

const ADA = 'ada+clerk_test@example.com';
const GRACE = 'grace+clerk_test@example.com';
const KATHERINE = 'katherine+clerk_test@example.com';

/** The code that a test address or number takes. */
const TEST_CODE = '424242';

/** One operation, set by hand in the node's details, and what comes out of it. */
interface Step {
	resource: 'Session' | 'Session Token' | 'Reverification';
	operation: string;
	fill?: (details: NodeDetails) => Promise<void>;
	/** Columns that the table must have. */
	columns: string[];
	/** Text that the JSON must hold. */
	holds: string[];
}

/** In an order that works: one client with three people, of whom the last one is left at the end. */
const STEPS: Step[] = [
	{
		resource: 'Session',
		operation: 'Get',
		fill: async (details) => await details.pick('sessionId', 'Ada Lovelace'),
		columns: ['id', 'status', 'userId', 'identifier'],
		holds: [ADA, '"active"'],
	},
	{
		resource: 'Session',
		operation: 'Touch',
		columns: ['id', 'status', 'lastActiveAt'],
		holds: [ADA],
	},
	{
		resource: 'Session Token',
		operation: 'Create',
		columns: ['jwt', 'expiresAt', 'sessionId', 'claims'],
		holds: ['"jwt"', '"claims"'],
	},
	{
		resource: 'Session Token',
		operation: 'Create From Template',
		fill: async (details) => await details.fill('templateName', 'hasura'),
		columns: ['jwt', 'expiresAt', 'claims'],
		holds: ['https://hasura.io/jwt/claims'],
	},
	{
		resource: 'Session Token',
		operation: 'Verify',
		columns: ['isValid', 'reason'],
		// No webhook comes before it.
		holds: ['token-missing'],
	},
	{
		resource: 'Reverification',
		operation: 'Start',
		fill: async (details) => await details.choose('level', 'Multi-Factor'),
		columns: ['status', 'level', 'factors'],
		holds: ['needs_first_factor', 'email_code'],
	},
	{
		resource: 'Reverification',
		operation: 'Prepare First Factor',
		fill: async (details) => await details.pick('emailAddressId', ADA),
		columns: ['status'],
		holds: ['needs_first_factor'],
	},
	{
		resource: 'Reverification',
		operation: 'Attempt First Factor',
		fill: async (details) => {
			await details.choose('strategy', 'Email Code');
			await details.fill('code', TEST_CODE);
		},
		columns: ['status'],
		holds: ['needs_second_factor'],
	},
	{
		resource: 'Reverification',
		operation: 'Prepare Second Factor',
		fill: async (details) => await details.pick('phoneNumberId', '+15555550100'),
		columns: ['status'],
		holds: ['needs_second_factor'],
	},
	{
		resource: 'Reverification',
		operation: 'Attempt Second Factor',
		fill: async (details) => {
			await details.choose('strategy', 'Phone Code');
			await details.fill('code', TEST_CODE);
		},
		columns: ['status'],
		holds: ['complete'],
	},
	{
		resource: 'Session',
		operation: 'Get Many',
		fill: async (details) => await details.choose('scope', 'Person'),
		columns: ['id', 'status', 'isCurrent', 'browser', 'city'],
		// The view shows the first items only: the columns tell the rest.
		holds: ['isCurrent'],
	},
	{
		resource: 'Session',
		operation: 'Revoke',
		fill: async (details) => await details.pick('revokedSessionId', 'Safari on iPhone, London GB'),
		columns: ['id', 'status'],
		holds: ['revoked'],
	},
	{
		resource: 'Session',
		operation: 'End',
		fill: async (details) => await details.pick('sessionId', 'Grace Hopper'),
		columns: ['id', 'status'],
		holds: ['ended', GRACE],
	},
	{
		resource: 'Session',
		operation: 'Remove',
		fill: async (details) => await details.pick('sessionId', 'Katherine Johnson'),
		columns: ['id', 'status', 'deleted'],
		holds: ['removed'],
	},
	{
		resource: 'Session',
		operation: 'Remove All',
		columns: ['deleted'],
		holds: ['true'],
	},
];

/** Every operation, one after the other in one node, as somebody would who tries them all. */
export async function checkOperations(context: TestContext): Promise<void> {
	const { canvas, report, rest, sandbox } = context;
	report.heading('The operations, in the node’s details');
	const { clientId } = sandbox.signIn(GRACE);
	sandbox.addSession(clientId, KATHERINE);
	sandbox.signIn(ADA, 'native', { activity: IPHONE });
	const { clientToken } = sandbox.addSession(clientId, ADA);
	await storeCredential(rest, 'All three', withClientToken(sandbox.details, clientToken));
	await canvas.openNew();
	await canvas.addManualTrigger();
	await canvas.openActions();
	const details = await canvas.addAction('Get session');
	await details.chooseCredential('All three');

	for (const { resource, operation, fill, columns, holds } of STEPS) {
		await report.check(`${resource}: ${operation}`, async () => {
			await details.choose('resource', resource);
			await details.choose('operation', operation);
			await fill?.(details);
			await details.execute();
			const table = await details.outputTable();
			for (const column of columns) {
				expect(table.columns.includes(column), `no column ${column}: ${table.columns.join(', ')}`);
			}
			expect(table.columns.length <= 10, `more than ten columns: ${table.columns.join(', ')}`);
			expectText(await details.outputJson(), ...holds);
		});
	}
	await details.close();
}
