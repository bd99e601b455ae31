import { NodeConnectionTypes } from 'n8n-workflow';

/**
 * The type of the node's only input and output. Where n8n does not know it, n8n is too old: a person
 * reads this sentence then, when n8n loads the package, in place of "Class could not be found".
 *
 * @throws {Error} on n8n before 1.85, whose n8n-workflow has no `NodeConnectionTypes`
 */
export function mainConnection(): 'main' {
	const types: typeof NodeConnectionTypes | undefined = NodeConnectionTypes;
	if (types === undefined) {
		throw new Error('Clerk Sessions needs n8n 1.123 or newer: update n8n');
	}
	return types.Main;
}
