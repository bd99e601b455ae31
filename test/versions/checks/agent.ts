import { join } from 'node:path';
import { type Engine, type WorkflowJson, startEngine } from '../../support/engine';
import { AGENT_NODE, MANUAL_TRIGGER } from '../../engine/fixture/workflows';
import { addAccount, createToken } from '../../signIn/account';
import { PACKAGE, setup } from '../../support/setup';
import { byId, CREDENTIAL_TYPE, CLERK_SESSIONS, node } from '../../support/workflows';

const env = setup();
const FIXTURE = join(PACKAGE, 'test', 'engine', 'fixture');

let engine: Engine;
beforeAll(async () => {
	engine = await startEngine({ packages: [PACKAGE, FIXTURE] });
});
afterAll(async () => await engine.stop());

/** An agent whose one tool is the node; the agent's model says which session. */
function workflowFor(credential: string, parameters: WorkflowJson['nodes'][number]['parameters']) {
	const data = env.engine.credentials.get(credential);
	engine.credentials.add(credential, { name: credential, type: CREDENTIAL_TYPE, data });
	const trigger = node('Start', MANUAL_TRIGGER);
	const agent = node('Agent', AGENT_NODE, {
		arguments: JSON.stringify({ Session: env.client.sessionId }),
	});
	const tool = node('Session Token', `${CLERK_SESSIONS}Tool`, parameters, {
		credentials: { [CREDENTIAL_TYPE]: { id: credential, name: credential } },
	});
	const workflow: WorkflowJson = {
		nodes: [trigger, agent, tool],
		connections: {
			[trigger.name]: { main: [[{ node: agent.name, type: 'main', index: 0 }]] },
			[tool.name]: { ai_tool: [[{ node: agent.name, type: 'ai_tool', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
	return workflow;
}
const bySession = {
	...createToken,
	sessionId: byId("={{ $fromAI('Session', `The ID of a session`, 'string') }}"),
};

test('answers with a token for the session that the model named', async () => {
	const result = await engine.run(workflowFor(env.client.credential, bySession));
	expect(result.error).toBeUndefined();
	expect(result.json('Agent')).toMatchObject([
		{ description: expect.stringMatching(/./), text: expect.stringContaining('"jwt"') },
	]);
	expect(env.sandbox.requestLog).toMatchObject([
		{ path: `/v1/client/sessions/${env.client.sessionId}/tokens`, status: 200 },
	]);
});

test('tells the model what is wrong', async () => {
	env.sandbox.endSession(env.client.sessionId);
	const result = await engine.run(workflowFor(env.client.credential, bySession));
	expect(result.json('Agent')).toMatchObject([
		{ refusal: expect.stringContaining('active session') },
	]);
});

test('signs in by itself', async () => {
	const result = await engine.run(workflowFor(addAccount(env, 'password'), createToken));
	expect(result.error).toBeUndefined();
	expect(result.json('Agent')).toMatchObject([{ text: expect.stringContaining('"jwt"') }]);
});
