import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detailsOf, startSandboxProcess } from '../../support/sandboxProcess';
import { N8n } from '../n8n';
import { installPackedNode } from '../packedNode';
import { EXAMPLES } from '../paths';
import { expect } from '../report';
import type { TestContext } from '../testContext';

const EXAMPLE = join(EXAMPLES, 'all-operations.json');

/** What `n8n execute --rawOutput` prints of an execution. */
interface Execution {
	status: string;
	data: { resultData: { runData: Record<string, Array<{ executionStatus?: string }>> } };
}

/**
 * The examples, imported by n8n's own command line, and the one with all operations executed by it with
 * what `npm run sandbox` prints: as somebody tries it by hand, in an n8n of its own.
 */
export async function checkCommandLine({ n8n: { release }, report }: TestContext): Promise<void> {
	report.heading('n8n’s command line');
	const n8n = await N8n.prepare(release);
	const sandbox = startSandboxProcess('--json');
	try {
		await report.check('n8n import:credentials, import:workflow, execute', async () => {
			installPackedNode(n8n.userFolder);
			const { clientToken, proxyUrl, publishableKey } = await detailsOf(sandbox);
			const credential = {
				id: 'byHand',
				name: 'Clerk Frontend API',
				type: 'clerkFrontendApi',
				data: { publishableKey, proxyUrl, connectUsing: 'clientToken', clientToken },
			};
			const file = join(n8n.userFolder, 'credentials.json');
			writeFileSync(file, JSON.stringify([credential]));
			await n8n.command('import:credentials', `--input=${file}`);
			await n8n.command('import:workflow', '--separate', `--input=${EXAMPLES}`);
			const example: { id: string; nodes: Array<{ name: string; type: string }> } = JSON.parse(
				readFileSync(EXAMPLE, 'utf8'),
			);
			const printed = await n8n.command('execute', `--id=${example.id}`, '--rawOutput');
			// Lines of n8n's log can come before it and after it.
			const [json = ''] = /^\{$[^]*?^\}$/m.exec(printed) ?? [];
			const { status, data }: Execution = JSON.parse(json);
			expect(status === 'success', `the execution ended with ${status}`);
			const steps = example.nodes.filter(({ type }) =>
				type.startsWith('n8n-nodes-clerk-sessions.'),
			);
			const { runData } = data.resultData;
			const missing = steps.filter(({ name }) => runData[name]?.[0]?.executionStatus !== 'success');
			expect(
				steps.length > 0 && missing.length === 0,
				`not run: ${missing.map(({ name }) => name)}`,
			);
		});
	} finally {
		await sandbox.stop();
		n8n.removeUserFolder();
	}
}
