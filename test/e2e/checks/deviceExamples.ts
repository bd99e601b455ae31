import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IPHONE } from '../../support/devices';
import { editedExample } from '../editedExample';
import { eventually } from '../eventually';
import { ticketOf, withCredential } from '../exampleCredential';
import { executionsOf } from '../executions';
import { EXAMPLES } from '../paths';
import { expect, expectText } from '../report';
import type { TestContext } from '../testContext';

const GRACE = 'grace+clerk_test@example.com';

/** n8n polls once a minute for each poll time: so many of them, each at a second of its own. */
const EVERY_FIVE_SECONDS = Array.from({ length: 12 }, (_, index) => ({
	mode: 'custom',
	cronExpression: `${index * 5} * * * * *`,
}));
/** How long a poll and its execution may take, in ms. */
const POLL_PATIENCE_MS = 60_000;

/** `sign-out-everywhere-else-every-night.json`, run by hand. */
export async function checkEveryNight(context: TestContext, file: string): Promise<void> {
	const { canvas, pictures, report, sandbox } = context;
	await report.check(`${file}: ends the other sessions, and says which`, async () => {
		await withCredential(context, ticketOf(context, GRACE));
		const phone = sandbox.signIn(GRACE, 'native', { activity: IPHONE });
		const other = sandbox.signIn(GRACE);
		await canvas.importFile(join(EXAMPLES, file));
		const proof = await canvas.openNode('Prove Who It Is');
		const { people } = sandbox.details;
		const { password } = people.find(({ identifier }) => identifier === GRACE) ?? {};
		await proof.fill('password', password ?? '');
		await proof.close();
		expectText(await canvas.execute(), 'executed successfully');
		for (const { sessionId } of [phone, other]) {
			const status = sandbox.statusOf(sessionId);
			expect(status === 'revoked', `a session is ${status}`);
		}
		await canvas.showWhole();
		await pictures.take('every-night');
		const summary = await canvas.openNode('Summary');
		expectText(await summary.outputJson(), 'Signed out: Safari on iPhone, London, GB');
		await summary.close();
	});
}

/** `tell-me-about-a-new-device.json`: a sample in the editor, then polled, also through a restart. */
export async function checkNewDevice(context: TestContext, file: string): Promise<void> {
	const { canvas, n8n, pictures, report, sandbox } = context;
	const onPhone = () => sandbox.signIn(GRACE, 'native', { activity: IPHONE });
	const runs = async () =>
		(await executionsOf(context)).filter(
			({ mode, status }) => mode === 'trigger' && status === 'success',
		).length;
	const hasRun = async (times: number) =>
		await eventually(async () => (await runs()) === times, POLL_PATIENCE_MS);

	await report.check(`${file}: a run in the editor shows a sample`, async () => {
		await withCredential(context, ticketOf(context, GRACE));
		onPhone();
		await canvas.importFile(join(EXAMPLES, file));
		expectText(await canvas.execute(), 'executed successfully');
		await canvas.showWhole();
		await pictures.take('new-device');
		// The second time n8n gives no advice about pinning.
		await (await canvas.openNode('A Session Appears')).close();
		const trigger = await canvas.openNode('A Session Appears');
		await pictures.take('trigger');
		await trigger.close();
		const message = await canvas.openNode('Send It');
		expectText(await message.outputJson(), 'New sign-in: Safari on iPhone');
		await message.close();
	});
	await report.check(`${file}: published, runs once for a session that appears`, async () => {
		await canvas.importFile(polledOften(file));
		sandbox.clearRequestLog();
		await canvas.publish();
		const hasPolled = () =>
			sandbox.requestLog.some(({ path }) => path === '/v1/me/sessions/active');
		expect(await eventually(hasPolled, POLL_PATIENCE_MS), 'n8n did not poll');
		expect((await runs()) === 0, 'it ran for what was there already');
		onPhone();
		expect(await hasRun(1), `${await runs()} runs`);
	});
	await report.check(`${file}: and for one that appeared while n8n was stopped`, async () => {
		await n8n.stop();
		onPhone();
		await n8n.start();
		expect(await hasRun(2), `${await runs()} runs`);
		await sleep(12_000);
		expect((await runs()) === 2, `${await runs()} runs after two more polls`);
	});
}

/** A copy of an example whose trigger polls every five seconds. @returns where it is */
function polledOften(file: string): string {
	return editedExample(file, ({ parameters }) => {
		if (parameters.pollTimes) parameters.pollTimes = { item: EVERY_FIVE_SECONDS };
	});
}
