import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { marked } from '../editor/selectors';
import { eventually } from '../eventually';
import { EXAMPLES } from '../paths';
import { expect, expectText } from '../report';
import { succeedsSince, SCHEDULE_PATIENCE_MS } from '../executions';
import { ticketOf, withCredential } from '../exampleCredential';
import { checkEveryNight, checkNewDevice } from './deviceExamples';
import { checkAgentOfMyApi, checkMyApi } from './ownApiExamples';
import { checkWebhook } from './webhookExample';
import { type OwnApi, startOwnApi, whileAnswering } from '../stubs/ownApi';
import type { TestContext } from '../testContext';

const ADA = 'ada+clerk_test@example.com';
const GRACE = 'grace+clerk_test@example.com';
const KATHERINE = 'katherine+clerk_test@example.com';

/** Every workflow in `examples/`: imported in the browser, run, looked at. */
export async function checkExamples(context: TestContext): Promise<void> {
	const { report } = context;
	report.heading('The examples');
	const api = await startOwnApi();
	try {
		await report.check('there is a check for each', async () => {
			const files = readdirSync(EXAMPLES).filter((file) => file.endsWith('.json'));
			const unknown = files.filter((file) => !Object.hasOwn(EXAMPLE_CHECKS, file));
			expect(unknown.length === 0, `not checked: ${unknown.join(', ')}`);
		});
		for (const [file, check] of Object.entries(EXAMPLE_CHECKS)) await check(context, file, api);
	} finally {
		await api.stop();
	}
}

type ExampleCheck = (context: TestContext, file: string, api: OwnApi) => Promise<void>;

const EXAMPLE_CHECKS: Readonly<Record<string, ExampleCheck>> = {
	'all-operations.json': checkAllOperations,
	'leave-nothing-behind.json': checkLeaveNothingBehind,
	'ask-again-before-something-dangerous.json': checkAskAgain,
	'a-webhook-only-for-people-who-are-signed-in.json': checkWebhook,
	'sign-out-everywhere-else-every-night.json': checkEveryNight,
	'an-agent-that-calls-my-api.json': checkAgentOfMyApi,
	// Last, as n8n is restarted.
	'tell-me-about-a-new-device.json': checkNewDevice,
	'call-my-api-every-five-minutes.json': checkMyApi,
	'hand-on-a-session-token.json': checkSchedule,
};

async function checkAllOperations(context: TestContext, file: string): Promise<void> {
	const { canvas, page, pictures, report, sandbox } = context;
	await report.check(`${file}: runs all steps`, async () => {
		const { clientId } = sandbox.signIn(GRACE);
		sandbox.addSession(clientId, KATHERINE);
		const { clientToken } = sandbox.addSession(clientId, ADA);
		await withCredential(context, {
			connectUsing: 'clientToken',
			clientToken: String(clientToken),
		});
		await canvas.importFile(join(EXAMPLES, file));
		expectText(await canvas.execute(), 'executed successfully');
		const succeeded = await marked(page, 'canvas-node-status-success').count();
		expect(succeeded === 16, `${succeeded} of 16 nodes succeeded`);
		await canvas.showWhole();
		await pictures.take('workflow');
	});
}

async function checkLeaveNothingBehind(
	context: TestContext,
	file: string,
	api: OwnApi,
): Promise<void> {
	const { canvas, page, report, sandbox } = context;
	await report.check(`${file}: ends its session`, async () => {
		await withCredential(context, ticketOf(context, GRACE));
		await canvas.importFile(join(EXAMPLES, file));
		await canvas.setAssignment('Settings', `${api.url}/nightly`);
		expectText(await canvas.execute(), 'executed successfully');
		const [call] = api.calls.splice(0);
		expect(call?.path === '/nightly' && call.claims?.sid !== undefined, 'the job did not run');
		expectEnded(context, String(call.claims?.sid));
		await canvas.showWhole();
	});
	await report.check(`${file}: ends its session after a failure too, and fails`, async () => {
		sandbox.clearRequestLog();
		const said = await whileAnswering(api, 500, async () => await canvas.execute());
		expect(!said.includes('success'), said);
		const [call] = api.calls.splice(0);
		expectEnded(context, String(call?.claims?.sid));
		const messages = await page.locator('.el-notification:visible').allInnerTexts();
		expectText(messages.join('\n'), 'The job failed');
	});
	await report.check('the credential test signs in again after the session was ended', async () => {
		sandbox.clearRequestLog();
		const form = await (await canvas.openNode('Create Session Token')).editCredential();
		expect(await form.showsSuccess(), 'the window does not say that the test succeeded');
		const signIns = sandbox.requestLog.filter(({ path }) => path.endsWith('/sign_ins'));
		expect(signIns.length === 1, `${signIns.length} sign-ins`);
		await form.close();
	});
}

async function checkAskAgain(context: TestContext, file: string, api: OwnApi): Promise<void> {
	const { canvas, n8n, page, report } = context;
	let form = '';
	await report.check(`${file}: deletes after the right code`, async () => {
		await withCredential(context, ticketOf(context, ADA));
		await canvas.importFile(join(EXAMPLES, file));
		await canvas.setAssignment('Settings', `${api.url}/customers`);
		await canvas.publish();
		form = `${n8n.url}/form/${await webhookOf(context, 'Asked to Delete')}`;
		await answerForm('424242');
		await eventually(() => api.calls.length > 0);
		const [call] = api.calls.splice(0);
		expect(call?.method === 'DELETE' && call.path === '/customers/42', 'nothing was deleted');
		expect(call.claims?.fva?.[0] === 0, 'the token does not say that the person was just asked');
	});
	await report.check(`${file}: deletes nothing after a wrong code`, async () => {
		await answerForm('000000');
		await sleep(2000);
		expect(api.calls.length === 0, 'something was deleted');
	});

	/** n8n publishes in the background: the form is there a moment later. */
	async function openForm(): Promise<void> {
		await eventually(async () => {
			await page.goto(form);
			return await page.getByLabel('Customer ID').isVisible();
		});
	}

	async function answerForm(code: string): Promise<void> {
		await openForm();
		await page.getByLabel('Customer ID').fill('42');
		await page.getByRole('button', { name: 'Submit' }).click();
		await page.getByLabel('Code').fill(code);
		await page.getByRole('button', { name: 'Submit' }).click();
		await page.waitForLoadState('networkidle');
	}
}

async function checkSchedule(context: TestContext, file: string, api: OwnApi): Promise<void> {
	const { canvas, n8n, page, report, sandbox } = context;
	await report.check(`${file}: calls the API`, async () => {
		await withCredential(context, ticketOf(context, ADA));
		await canvas.importFile(join(EXAMPLES, file));
		await canvas.setAssignment('Settings', `${api.url}/orders`);
		expectText(await canvas.execute(), 'executed successfully');
		const [call] = api.calls.splice(0);
		expect(call?.path === '/orders' && call.claims?.sid !== undefined, 'no token came');
	});
	await report.check(`${file}: published, runs by itself after n8n was restarted`, async () => {
		const details = await canvas.openNode('Every Five Minutes');
		await details.choose('field', 'Seconds');
		await details.fill('secondsInterval', '5');
		await details.close();
		await canvas.publish();
		await n8n.stop();
		api.calls.splice(0);
		sandbox.clearRequestLog();
		const stoppedAt = Date.now();
		await n8n.start();
		const hasCalled = await eventually(() => api.calls.length > 0, SCHEDULE_PATIENCE_MS);
		expect(hasCalled, `no call came in ${SCHEDULE_PATIENCE_MS / 1000} s`);
		const [call] = api.calls;
		expect(call?.path === '/orders', `the call went to ${call?.path}`);
		const { sid, exp = 0 } = call.claims ?? {};
		expect(sid !== undefined && sandbox.statusOf(sid) === 'active', 'no token of a live session');
		expect(exp * 1000 > stoppedAt, 'the token had expired');
		expect(await succeedsSince(context, stoppedAt), 'no run of the schedule succeeded since');
	});
	await report.check('the token that a sign-in brought outlived the restart', async () => {
		const signIns = sandbox.requestLog.filter(({ path }) => path.endsWith('/sign_ins'));
		expect(signIns.length === 0, `n8n signed in again ${signIns.length} times`);
		const tokens = sandbox.requestLog.filter(({ path }) => path.endsWith('/tokens'));
		expect(tokens.length > 0, 'nothing was asked of Clerk since the restart');
	});
	await report.check('the execution is in the list of executions', async () => {
		await marked(page, 'radio-button-executions').click();
		await page.getByText('Succeeded').first().waitFor();
	});
}

/** The ID in the address of a trigger's form. */
async function webhookOf({ canvas, rest }: TestContext, node: string): Promise<string> {
	const path = `/rest/workflows/${canvas.workflowId}`;
	const { nodes } = await rest.get<{ nodes: Array<{ name: string; webhookId?: string }> }>(path);
	return nodes.find(({ name }) => name === node)?.webhookId ?? '';
}

function expectEnded({ sandbox }: TestContext, sessionId: string): void {
	const ended = sandbox.requestLog.some(
		({ path, status }) => path.endsWith(`/${sessionId}/end`) && status === 200,
	);
	expect(ended, `the session of the job was not ended`);
}
