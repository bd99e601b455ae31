import { expect, expectText } from '../report';
import { storeCredential, withClientToken } from '../storedCredential';
import { MANUAL_TRIGGER, storeWorkflow } from '../storedWorkflow';
import { startOwnApi } from '../stubs/ownApi';
import type { TestContext } from '../testContext';

/** The credential in n8n's HTTP Request node: for what this node has no operation for. */
export async function checkHttpRequest(context: TestContext): Promise<void> {
	const { canvas, report, rest, sandbox } = context;
	report.heading('The credential in the HTTP Request node');
	const { clientToken = '' } = sandbox.signIn();
	await storeCredential(rest, 'For HTTP', withClientToken(sandbox.details, clientToken));
	const elsewhere = await startOwnApi();
	const call = {
		name: 'Who am I?',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url: `${sandbox.url}/v1/me`, options: {} },
	};
	const { id } = await storeWorkflow(
		rest,
		'HTTP Request',
		[MANUAL_TRIGGER, call],
		[[MANUAL_TRIGGER.name, call.name]],
	);
	await canvas.open(id);

	await report.check('is picked by its name, and signs GET /v1/me', async () => {
		const details = await canvas.openNode(call.name);
		await details.choose('authentication', 'Predefined Credential Type');
		await details.search('nodeCredentialType', 'Clerk Frontend API');
		await details.chooseCredential('For HTTP');
		await details.execute();
		expectText(await details.outputJson(), 'ada+clerk_test@example.com');
		await details.close();
	});

	await report.check('goes to no other host', async () => {
		const details = await canvas.openNode(call.name);
		await details.fill('url', `${elsewhere.url}/v1/me`);
		await details.execute();
		const { message, description } = await details.outputError();
		expectText(`${message}\n${description}`, 'signs requests to', 'only');
		expect(elsewhere.calls.length === 0, 'the other host was asked');
		await details.close();
	});
	await elsewhere.stop();
}
