import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers } from 'n8n-workflow';
import { startEngine, type WorkflowJson } from '../test/support/engine';
import { startInstance } from './instance';
import { describeStep, printTable, type DemoRow } from './table';

const ROOT = join(__dirname, '..');
const NODE = 'n8n-nodes-clerk-sessions.clerkSessions';
/** As the examples call theirs: n8n finds a credential of that name on import. */
const CREDENTIAL = { id: 'demo', name: 'Clerk Frontend API' };

/**
 * Runs `examples/all-operations.json` in n8n's engine with the built package and shows what every
 * step asked and got. With CLERK_PUBLISHABLE_KEY and CLERK_CLIENT_TOKEN it runs against that
 * instance, only what destroys nothing and sends no message; else against the sandbox.
 *
 * @returns whether all steps succeeded
 */
async function main(): Promise<boolean> {
	const workflow: WorkflowJson = JSON.parse(
		readFileSync(join(ROOT, 'examples', 'all-operations.json'), 'utf8'),
	);
	const instance = await startInstance();
	const engine = await startEngine({
		packages: [ROOT],
		credentials: {
			[CREDENTIAL.id]: {
				name: CREDENTIAL.name,
				type: 'clerkFrontendApi',
				data: instance.credential,
			},
		},
	});
	try {
		const steps = workflow.nodes.filter(({ type }) => type === NODE);
		for (const node of steps) {
			node.credentials = { clerkFrontendApi: CREDENTIAL };
			node.disabled = !instance.runs(node.parameters);
		}
		console.log(`\nClerk Sessions in n8n's engine, against ${instance.name}\n`);
		const type = NodeHelpers.getVersionedNodeType(engine.nodeTypes.getByName(NODE));
		const result = await engine.run(workflow);
		const rows: DemoRow[] = steps
			.filter(({ disabled }) => !disabled)
			.map((node) => describeStep(node, type, result, instance));
		printTable(rows);
		const succeeded = rows.filter(({ ok }) => ok).length;
		console.log(`\n${succeeded} of ${rows.length} operations succeeded\n`);
		return succeeded === rows.length && rows.length > 0;
	} finally {
		await engine.stop();
		await instance.stop();
	}
}

main().then(
	(ok) => {
		process.exitCode = ok ? 0 : 1;
	},
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	},
);
