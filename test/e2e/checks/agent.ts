import { clerkTools } from '../clerkTools';
import { eventually } from '../eventually';
import { expect, expectText } from '../report';
import { storeCredential, withClientToken } from '../storedCredential';
import { MANUAL_TRIGGER, storeWorkflow, type WorkflowNode } from '../storedWorkflow';
import { startModel } from '../stubs/model';
import type { TestContext } from '../testContext';

const GRACE = 'grace+clerk_test@example.com';

/** The node as a tool of n8n's AI Agent, whose model fills in the parameters. */
export async function checkAgent(context: TestContext): Promise<void> {
	const { canvas, n8n, page, pictures, report, rest, sandbox } = context;
	report.heading('A tool of the AI Agent');
	const model = await startModel();
	const { sessionId, clientToken = '' } = sandbox.signIn(GRACE);
	const other = sandbox.signIn(GRACE);
	const clerk = await storeCredential(
		rest,
		'For the agent',
		withClientToken(sandbox.details, clientToken),
	);
	const openAi = await storeCredential(
		rest,
		'Stub model',
		{ apiKey: 'sk-stub', url: `${model.url}/v1` },
		'openAiApi',
	);
	const agent: WorkflowNode = {
		name: 'AI Agent',
		type: '@n8n/n8n-nodes-langchain.agent',
		// Of the newest n8n and the oldest.
		typeVersion: 3,
		parameters: { promptType: 'define', text: 'Who is signed in?', options: {} },
	};
	const chatModel: WorkflowNode = {
		name: 'Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.2,
		parameters: { model: { __rl: true, mode: 'id', value: 'stub' }, options: {} },
		credentials: { openAiApi: openAi },
	};
	const tools = clerkTools(clerk);
	const { id } = await storeWorkflow(
		rest,
		'AI Agent',
		[MANUAL_TRIGGER, agent, chatModel, ...tools],
		[
			[MANUAL_TRIGGER.name, agent.name],
			[chatModel.name, agent.name, 'ai_languageModel'],
			...tools.map(({ name }): [string, string, 'ai_tool'] => [name, agent.name, 'ai_tool']),
		],
	);
	await canvas.open(id);

	await report.check(
		'gets, touches, makes a token, lists and revokes, with the model’s parameters',
		async () => {
			model.script.push(
				{ tool: 'Get session', arguments: { Session: sessionId } },
				{ tool: 'Touch session', arguments: { Session: sessionId } },
				{ tool: 'Create session token', arguments: { Session: sessionId } },
				{ tool: 'Get many sessions', arguments: {} },
				{ tool: 'Revoke session', arguments: { Revoked: other.sessionId } },
				{ says: 'Grace Hopper is signed in, here only.' },
			);
			expectText(await canvas.execute(), 'executed successfully');
			const results = toolResults();
			expect(results.length === 5, `${results.length} results of tools`);
			expectText(results[0] ?? '', sessionId, 'active', GRACE);
			expectText(results[1] ?? '', sessionId, 'lastActiveAt');
			expectText(results[2] ?? '', 'jwt', 'expiresAt');
			expectText(results[3] ?? '', sessionId, other.sessionId, 'isCurrent');
			expectText(results[4] ?? '', other.sessionId, 'revoked');
			expect(sandbox.statusOf(other.sessionId) === 'revoked', 'the other session is still there');
			await canvas.showWhole();
			await pictures.take('agent');
		},
	);

	// The agent of n8n 1.123 stops at a tool that fails: there the person is told, not the model.
	const told = n8n.release === 'oldest' ? 'person' : 'model';
	await report.check(`tells the ${told} what is wrong with a parameter`, async () => {
		model.requests.length = 0;
		model.script.push(
			{ tool: 'Get session', arguments: { Session: 'the one of Ada' } },
			{ says: 'I need the ID of a session.' },
		);
		await canvas.execute();
		if (told === 'person') {
			const messages = await page.locator('.el-notification:visible').allInnerTexts();
			expectText(messages.join('\n'), "'Session' is not a session ID");
			return;
		}
		// n8n reports the tool before the model has spoken.
		await eventually(() => model.requests.length === 2);
		expectText(toolResults().join('\n'), "'Session' is not a session ID");
	});

	await report.check('describes its tools to the model', async () => {
		const offered = model.requests[0]?.tools?.map(({ function: tool }) => tool) ?? [];
		expect(offered.length === 5, `${offered.length} tools are offered`);
		for (const { name, description } of offered) {
			expect(description.length > 10, `no description of ${name}: ${description}`);
		}
		expectText(JSON.stringify(offered), 'The ID of a session');
	});
	await model.stop();

	/** What the model was told that its tools answered, in the last request. */
	function toolResults(): string[] {
		const messages = model.requests.at(-1)?.messages ?? [];
		return messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
	}
}
