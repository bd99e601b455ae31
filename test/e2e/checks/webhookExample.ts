import { join } from 'node:path';
import { eventually } from '../eventually';
import { withCredential } from '../exampleCredential';
import { EXAMPLES } from '../paths';
import { expect, expectText } from '../report';
import type { TestContext } from '../testContext';

/** `a-webhook-only-for-people-who-are-signed-in.json`, called with a session token and without. */
export async function checkWebhook(context: TestContext, file: string): Promise<void> {
	const { canvas, n8n, pictures, report, sandbox } = context;
	const { sessionId, clientToken = '' } = sandbox.signIn();
	const [ada] = sandbox.details.people;

	/** A session token, as clerk-js gets one. */
	async function sessionToken(): Promise<string> {
		const url = `${sandbox.url}/v1/client/sessions/${sessionId}/tokens?_is_native=1`;
		const answer = await fetch(url, { method: 'POST', headers: { authorization: clientToken } });
		const { jwt }: { jwt: string } = JSON.parse(await answer.text());
		return jwt;
	}
	const call = async (headers: Record<string, string>) =>
		await fetch(`${n8n.url}/webhook/signed-in`, { method: 'POST', headers });

	await report.check(`${file}: knows whose token comes`, async () => {
		await withCredential(context, { connectUsing: 'nobody' });
		await canvas.importFile(join(EXAMPLES, file));
		await canvas.showWhole();
		await pictures.take('webhook');
		await canvas.publish();
		// n8n publishes in the background: the webhook is there a moment later.
		await eventually(async () => (await call({})).status !== 404);
		const answer = await call({ authorization: `Bearer ${await sessionToken()}` });
		expect(answer.status === 200, `HTTP ${answer.status}`);
		expectText(await answer.text(), String(ada?.id));
	});
	await report.check(`${file}: answers 401 to whoever is not signed in`, async () => {
		const refused: Array<Record<string, string>> = [{}, { authorization: 'Bearer nonsense' }];
		for (const headers of refused) {
			const answer = await call(headers);
			expect(answer.status === 401, `HTTP ${answer.status}`);
			expectText(await answer.text(), 'unauthorized', 'token-');
		}
	});
}
