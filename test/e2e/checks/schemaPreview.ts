import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OFFERED, type OperationCase } from '../../support/operations';
import { CLERK_SESSIONS } from '../../support/workflows';
import { WINDOW } from '../browser';
import { eventually } from '../eventually';
import { ROOT } from '../paths';
import { expect } from '../report';
import { MANUAL_TRIGGER, storeWorkflow, type WorkflowNode } from '../storedWorkflow';
import type { TestContext } from '../testContext';

const SCHEMAS = join(ROOT, 'nodes', 'ClerkSessions', '__schema__', 'v1.0.0');

/** The window in which the longest list of fields is whole: n8n draws only what is in sight. */
const TALL = { ...WINDOW, height: 1800 };

/** How long n8n may take to fold one list and unfold another, in ms. */
const FOLDING_MS = 5_000;

const EDIT_FIELDS: WorkflowNode = {
	name: 'Edit Fields',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {},
};

/** What a schema file has of JSON Schema, as far as it names fields. */
interface Schema {
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** The fields that the editor offers for mapping from operations that have never run. */
export async function checkSchemaPreview(context: TestContext): Promise<void> {
	const { canvas, page, pictures, report } = context;
	report.heading('The output before the first run');

	await report.check('a field of it is dragged into the next node', async () => {
		const create = nodeOf(
			{ resource: 'sessionToken', operation: 'create' },
			'Create Session Token',
		);
		await openEditFields(context, 'Schema preview', [create]);
		const { details } = canvas;
		await details.input.showsPreview();
		await details.input.drag(create.name, 'jwt', details.assignmentsDropArea);
		const { name, value } = await details.assignment();
		expect(name === 'jwt', `the field is named "${name}"`);
		expect(value === '{{ $json.jwt }}', `its value is "${value}"`);
		await pictures.take('schema-preview');
		await details.close();
	});

	// A node sees all before it: one panel shows every operation.
	const nodes = OFFERED.map((operation) => nodeOf(operation));
	await page.setViewportSize(TALL);
	await openEditFields(context, 'Schema previews', nodes);
	const { details } = canvas;
	for (const operation of OFFERED) {
		const { name } = nodeOf(operation);
		await report.check(`${name} shows the fields of its schema`, async () => {
			await details.input.unfold(name);
			await details.input.showsPreview();
			const isNearest = operation === OFFERED.at(-1);
			const output = isNearest ? '$json' : `$('${name}').item.json`;
			const wanted = pathsOf(schemaOf(operation)).map((path) => `{{ ${output}${path} }}`);
			let shown: string[] = [];
			const isSame = await eventually(async () => {
				shown = await details.input.expressions(name);
				return shown.join() === wanted.join();
			}, FOLDING_MS);
			expect(isSame, `shown are ${shown.join(', ')}\nwanted are ${wanted.join(', ')}`);
		});
	}
	await details.close();
	await page.setViewportSize(WINDOW);
}

type Named = Pick<OperationCase, 'operation' | 'resource'>;

function nodeOf({ resource, operation }: Named, name = `${resource}: ${operation}`): WorkflowNode {
	return { name, type: CLERK_SESSIONS, typeVersion: 1, parameters: { resource, operation } };
}

/** Makes a workflow of these nodes in a row, none of which has run, and opens what follows them. */
async function openEditFields(
	{ canvas, rest }: TestContext,
	workflow: string,
	nodes: WorkflowNode[],
): Promise<void> {
	const row = [MANUAL_TRIGGER, ...nodes, EDIT_FIELDS];
	const arrows = row
		.slice(1)
		.map(({ name }, index): [string, string] => [row[index]?.name ?? '', name]);
	const { id } = await storeWorkflow(rest, workflow, row, arrows);
	await canvas.open(id);
	await canvas.openNode(EDIT_FIELDS.name);
}

function schemaOf({ resource, operation }: Named): Schema {
	return JSON.parse(readFileSync(join(SCHEMAS, resource, `${operation}.json`), 'utf8'));
}

/** @returns the path of each field below the schema's top, as n8n's expressions write it */
function pathsOf({ properties = {}, items }: Schema, path = ''): string[] {
	const below = Object.entries(properties).map(([name, field]) => ({ at: `.${name}`, field }));
	if (items) below.push({ at: '[0]', field: items });
	return below.flatMap(({ at, field }) => [path + at, ...pathsOf(field, path + at)]);
}
