import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAMPLES } from './paths';

export interface ExampleNode {
	name: string;
	parameters: Record<string, unknown>;
}

/**
 * A copy of an example with some of its parameters changed.
 *
 * @param edit is handed each node
 * @returns where it is
 */
export function editedExample(file: string, edit: (node: ExampleNode) => void): string {
	const workflow: { nodes: ExampleNode[] } = JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8'));
	workflow.nodes.forEach(edit);
	const copy = join(tmpdir(), file);
	writeFileSync(copy, JSON.stringify(workflow));
	process.once('exit', () => rmSync(copy, { force: true }));
	return copy;
}
