/* eslint-disable import-x/no-unresolved -- its paths are patterns in the package's exports, which the rule does not follow */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
/* eslint-enable import-x/no-unresolved */
import { clerkTools } from '../clerkTools';
import { eventually } from '../eventually';
import { expect, expectText } from '../report';
import { storeCredential, withClientToken } from '../storedCredential';
import { publishWorkflow, storeWorkflow, type WorkflowNode } from '../storedWorkflow';
import type { TestContext } from '../testContext';

/** What the caller names a session by. */
const SESSION_PARAMETERS = ['Session', 'Revoked'];
const GRACE = 'grace+clerk_test@example.com';

/** The node's operations as tools that n8n serves by MCP, called by a real client. */
export async function checkMcp(context: TestContext): Promise<void> {
	const { n8n, report, rest, sandbox } = context;
	report.heading('Tools of the MCP Server Trigger');
	const { sessionId, clientToken = '' } = sandbox.signIn(GRACE);
	const other = sandbox.signIn(GRACE);
	const clerk = await storeCredential(
		rest,
		'For MCP',
		withClientToken(sandbox.details, clientToken),
	);
	const trigger: WorkflowNode = {
		name: 'MCP Server Trigger',
		type: '@n8n/n8n-nodes-langchain.mcpTrigger',
		typeVersion: 2,
		webhookId: crypto.randomUUID(),
		parameters: { authentication: 'none', path: 'clerk' },
	};
	const tools = clerkTools(clerk);
	const workflow = await storeWorkflow(
		rest,
		'MCP',
		[trigger, ...tools],
		tools.map(({ name }): [string, string, 'ai_tool'] => [name, trigger.name, 'ai_tool']),
	);
	await publishWorkflow(rest, workflow);
	const client = new Client({ name: 'clerk-sessions-e2e', version: '1.0.0' });
	const call = async (tool: string, session?: string, parameter = 'Session') => {
		const parameters = session === undefined ? {} : { [parameter]: session };
		const result = await client.callTool({ name: tool, arguments: parameters });
		const text = JSON.stringify(result.content).replaceAll('\\', '');
		return { text, isError: result.isError === true };
	};
	let names: string[] = [];
	const named = (text: string) => names.find((name) => name.replace(/_/g, ' ') === text) ?? text;

	await report.check('are listed, with the parameters that the caller fills in', async () => {
		const url = `${n8n.url}/mcp/clerk`;
		// n8n publishes in the background: the server is there a moment later.
		await eventually(async () => (await fetch(url, { method: 'POST' })).status !== 404);
		await client.connect(new StreamableHTTPClientTransport(new URL(url)));
		const listed = await client.listTools();
		names = listed.tools.map(({ name }) => name);
		expect(names.length === 5, `the tools are ${names.join(', ')}`);
		for (const { name, inputSchema } of listed.tools) {
			const takes = Object.keys(inputSchema.properties ?? {});
			expect(/many/i.test(name) || takes.some((one) => SESSION_PARAMETERS.includes(one)), name);
		}
	});
	await report.check('get a session', async () => {
		const { text } = await call(named('Get session'), sessionId);
		expectText(text, sessionId, GRACE);
	});
	await report.check('touch it', async () => {
		const { text } = await call(named('Touch session'), sessionId);
		expectText(text, sessionId, 'lastActiveAt');
	});
	await report.check('make a token for it', async () => {
		const { text } = await call(named('Create session token'), sessionId);
		expectText(text, 'jwt', 'expiresAt');
	});
	await report.check('list all sessions of the person, and revoke one', async () => {
		expectText((await call(named('Get many sessions'))).text, sessionId, other.sessionId);
		const { text } = await call(named('Revoke session'), other.sessionId, 'Revoked');
		expectText(text, other.sessionId, 'revoked');
	});
	await report.check('say what is wrong with a bad parameter', async () => {
		const unlike = await call(named('Get session'), 'the one of Ada');
		expectText(unlike.text, "'Session' is not a session ID", 'A session ID is sess_ followed by');
		const unknown = await call(named('Get session'), 'sess_2nobody');
		expectText(unknown.text, 'sess_2nobody', 'The client of this credential has nothing');
		expect(unlike.isError && unknown.isError, 'the answers are not marked as errors');
	});
	await client.close();
}
