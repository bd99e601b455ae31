import { dismissMessages, marked } from '../editor/selectors';
import { expect, expectText } from '../report';
import { address } from '../storedCredential';
import type { TestContext } from '../testContext';

/** Somebody who has just installed the package: finds the node, connects it, runs it. */
export async function checkNewUser(context: TestContext): Promise<void> {
	const { canvas, page, pictures, report, sandbox } = context;
	report.heading('As a new user');

	await report.check('the nodes panel finds the node by "clerk" and by "session"', async () => {
		await canvas.openNew();
		await canvas.addManualTrigger();
		for (const text of ['session', 'clerk']) {
			const found = await canvas.searchNodes(text);
			await found.getByText('Clerk Sessions', { exact: true }).waitFor();
		}
		await pictures.take('nodes-panel');
	});

	// n8n follows the system's theme unless somebody chose another.
	await report.check('the node has an icon for each theme', async () => {
		for (const [colorScheme, icon] of [
			['dark', 'clerkSessions.dark.svg'],
			['light', 'clerkSessions.svg'],
		] as const) {
			await page.emulateMedia({ colorScheme });
			await canvas.panel.locator(`img[src$="/${icon}"]`).first().waitFor();
		}
	});

	await report.check('the panel lists an action for each operation', async () => {
		await canvas.openActions();
	});

	await report.check('it is added from the panel after a search for "session"', async () => {
		await canvas.openNew();
		await canvas.addManualTrigger();
		await canvas.openActions('session');
		const details = await canvas.addAction('Get session');
		await details.close();
		await canvas.node('Get session').waitFor();
	});

	await report.check('a credential made from the node connects', async () => {
		const details = await canvas.openNode('Get session');
		const form = await details.newCredential();
		const { clientId } = sandbox.signIn('grace+clerk_test@example.com');
		const { clientToken } = sandbox.addSession(clientId, 'ada+clerk_test@example.com');
		await form.connectUsing('Client Token');
		await form.fill({ ...address(sandbox.details), clientToken });
		await form.rename('Ada and Grace');
		expect((await form.save()) === undefined, 'the test of the credential did not succeed');
		await details.leaveNewCredential(form);
		const again = await details.editCredential();
		expect(await again.showsSuccess(), 'the window does not say that the test succeeded');
		await again.close();
	});

	await report.check('a session is picked from the list by the name of its person', async () => {
		const details = canvas.details;
		// Closing a message closes the list, too.
		await dismissMessages(page);
		const entries = await details.openList('sessionId');
		for (const name of ['Last Active Session', 'Ada Lovelace', 'Grace Hopper']) {
			await entries.filter({ hasText: name }).waitFor();
		}
		await pictures.take('session-list');
		await entries.filter({ hasText: 'Grace Hopper' }).click();
		await details.execute();
		const { columns, text } = await details.outputTable();
		expectText(text, 'grace+clerk_test@example.com', 'active');
		expect(columns.length <= 10, `the simplified output has ${columns.length} columns`);
		expectText(await details.outputJson(), '"status"', 'grace+clerk_test@example.com');
		await pictures.take('output');
	});

	await report.check('the session list can be searched', async () => {
		const details = canvas.details;
		const entries = await details.openList('sessionId');
		await marked(page, 'rlc-search').locator('visible=true').fill('lovelace');
		// What is chosen already stays in the list, whatever is searched.
		await entries.filter({ hasText: 'Last Active Session' }).waitFor({ state: 'hidden' });
		await entries.filter({ hasText: 'Ada Lovelace' }).click();
	});

	await report.check('an error is explained, down to what Clerk said', async () => {
		const details = canvas.details;
		await details.fillId('sessionId', 'sess_2NobodyHasThisOne');
		await details.execute();
		const { message, description } = await details.outputError();
		expectText(message, 'sess_2NobodyHasThisOne');
		expectText(description, 'client of this credential', 'From list');
		expectText(await details.errorDetails(), '404', 'resource_not_found', 'clerk_trace_id');
		await pictures.take('error');
	});

	await report.check('an ID that cannot be one is refused before anything is sent', async () => {
		const details = canvas.details;
		const asked = sandbox.requestLog.length;
		await details.fillId('sessionId', 'sess_../clients');
		await details.execute();
		const { message, description } = await details.outputError();
		expectText(message, "'Session' is not a session ID");
		expectText(description, 'A session ID is sess_ followed by');
		expect(sandbox.requestLog.length === asked, 'something was sent');
		await details.close();
	});
}
