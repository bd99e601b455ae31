import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detailsOf, startSandboxProcess, stopSandboxProcesses } from '../../support/sandboxProcess';
import { N8n } from '../n8n';
import { installPackedNode } from '../packedNode';
import { EXAMPLES } from '../paths';
import { expect } from '../report';
import type { TestContext } from '../testContext';

const EXAMPLE = 'all-operations.json';

interface Step {
	type: string;
	name: string;
}

/**
 * The example with all operations, imported and executed by n8n's own command line, with what
 * `npm run sandbox` prints: as somebody tries it by hand, in an n8n of its own.
 */
export async function checkCommandLine({ n8n: { release }, report }: TestContext): Promise<void> {
	const n8n = await N8n.prepare(release);
	try {
		await report.check(
			'n8n import:credentials, import:workflow, execute: all operations',
			async () => {
				installPackedNode(n8n.userFolder);
				const { clientToken, proxyUrl, publishableKey } = await detailsOf(
					startSandboxProcess('--json'),
				);
				const credential = {
					id: 'byHand',
					name: 'Clerk Frontend API',
					type: 'clerkFrontendApi',
					data: { publishableKey, proxyUrl, connectUsing: 'clientToken', clientToken },
				};
				const file = join(n8n.userFolder, 'credentials.json');
				writeFileSync(file, JSON.stringify([credential]));
				await n8n.command('import:credentials', `--input=${file}`);
				await n8n.command('import:workflow', `--input=${join(EXAMPLES, EXAMPLE)}`);
				const ids = (await n8n.command('list:workflow', '--onlyId')).trim().split('\n');
				const output = await n8n.command('execute', `--id=${ids.at(-1)?.trim()}`, '--rawOutput');
				console.log(output.slice(0, 200));
				expect(output.includes('"status":"success"'), 'the execution did not succeed');
			},
		);
	} finally {
		await stopSandboxProcesses();
		n8n.removeUserFolder();
	}
}
