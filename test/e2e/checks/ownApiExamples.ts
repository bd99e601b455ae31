import { editedExample } from '../editedExample';
import { eventually } from '../eventually';
import { ticketOf, withApiCredential } from '../exampleCredential';
import { succeedsSince, SCHEDULE_PATIENCE_MS } from '../executions';
import { expect, expectText } from '../report';
import { storeCredential } from '../storedCredential';
import { startModel } from '../stubs/model';
import { type OwnApi, whileAnswering } from '../stubs/ownApi';
import type { TestContext } from '../testContext';

const GRACE = 'grace+clerk_test@example.com';

const tokensAsked = ({ sandbox }: TestContext) =>
	sandbox.requestLog.filter(({ path }) => path.endsWith('/tokens')).length;

/** `call-my-api-every-five-minutes.json`: by hand, by its schedule, and through a restart. */
export async function checkMyApi(context: TestContext, file: string, api: OwnApi): Promise<void> {
	const { canvas, n8n, pictures, report, sandbox } = context;
	const address = editedExample(file, ({ name, parameters }) => {
		if (name === 'Call My API') parameters.url = `${api.url}/orders`;
		const everyFiveSeconds = { interval: [{ field: 'seconds', secondsInterval: 5 }] };
		if (name === 'Every Five Minutes') parameters.rule = everyFiveSeconds;
	});
	const claimsOfCalls = () => api.calls.splice(0).map(({ claims }) => claims);

	await report.check(`${file}: the credential's Test makes a token`, async () => {
		await withApiCredential(context, api.url, ticketOf(context, GRACE));
		await canvas.importFile(address);
		const details = await canvas.openNode('Call My API');
		const form = await details.editCredential();
		expect(await form.showsSuccess(), 'the window does not say that the test succeeded');
		await pictures.take('my-api-credential', form.window);
		await form.close();
		await details.close();
		expect(tokensAsked(context) > 0, 'no token was made');
		expect(api.calls.length === 0, 'the API was asked');
	});
	await report.check(`${file}: a call that fails goes out once`, async () => {
		const said = await whileAnswering(api, 500, async () => await canvas.execute());
		expect(!said.includes('success'), said);
		const claims = claimsOfCalls();
		expect(claims.length === 1, `${claims.length} calls`);
	});
	await report.check(`${file}: calls the API, twice with one token`, async () => {
		sandbox.clearRequestLog();
		for (let run = 0; run < 2; run++) {
			expectText(await canvas.execute(), 'executed successfully');
		}
		await canvas.showWhole();
		await pictures.take('my-api');
		const claims = claimsOfCalls();
		expect(claims.length === 2, `${claims.length} calls`);
		const jtis = new Set(claims.map((claim) => claim?.jti ?? 'none'));
		expect(jtis.size === 1 && !jtis.has('none'), `${jtis.size} tokens`);
		expect(tokensAsked(context) <= 1, `${tokensAsked(context)} tokens were made`);
	});
	await report.check(`${file}: published, and after a restart with what is stored`, async () => {
		await canvas.publish();
		expect(await eventually(() => api.calls.length > 0, SCHEDULE_PATIENCE_MS), 'no call came');
		await n8n.stop();
		claimsOfCalls();
		sandbox.clearRequestLog();
		const stoppedAt = Date.now();
		await n8n.start();
		expect(await eventually(() => api.calls.length > 0, SCHEDULE_PATIENCE_MS), 'no call came');
		const [claims] = claimsOfCalls();
		expect(claims?.sid !== undefined, 'no token came');
		const signIns = sandbox.requestLog.filter(({ path }) => path.endsWith('/sign_ins'));
		expect(signIns.length === 0, `n8n signed in again ${signIns.length} times`);
		expect(await succeedsSince(context, stoppedAt), 'no run of the schedule succeeded since');
	});
}

/** `an-agent-that-calls-my-api.json`, with a model that plays a script. */
export async function checkAgentOfMyApi(
	context: TestContext,
	file: string,
	api: OwnApi,
): Promise<void> {
	const { canvas, pictures, report, rest } = context;
	await report.check(`${file}: calls the API as the person, and sees no token`, async () => {
		const model = await startModel();
		try {
			await withApiCredential(context, api.url, ticketOf(context, GRACE));
			const url = `${model.url}/v1`;
			await storeCredential(rest, 'OpenAI', { apiKey: 'sk-stub', url }, 'openAiApi');
			await canvas.importFile(
				editedExample(file, ({ name, parameters }) => {
					if (name === 'Orders') parameters.url = `${api.url}/orders`;
				}),
			);
			model.script.push(
				{ tool: 'Orders', arguments: { status: 'open' } },
				{ says: 'Three orders are open.' },
			);
			expectText(await canvas.execute(), 'executed successfully');
			const [call] = api.calls.splice(0);
			expect(call?.path === '/orders?status=open', `the call went to ${call?.path}`);
			expect(call.claims?.sid !== undefined, 'no token came');
			const seen = JSON.stringify(model.requests);
			expectText(seen, 'Lists the orders of the person');
			expect(!/eyJ[\w-]+\.eyJ[\w-]+\./.test(seen), 'the model was shown a token');
			await canvas.showWhole();
			await pictures.take('agent-my-api');
		} finally {
			await model.stop();
		}
	});
}
