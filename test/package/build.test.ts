import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE, setup } from '../support/setup';
import { CLERK_SESSIONS } from '../support/workflows';

const bench = setup();
const read = (path: string): unknown => JSON.parse(readFileSync(join(PACKAGE, path), 'utf8'));

test("n8n's loader takes the built package without a warning", () => {
	expect(bench.engine.warnings).toEqual([]);
	expect(bench.engine.loadedNodes).toEqual([CLERK_SESSIONS]);
	expect(bench.engine.loadedCredentials).toEqual(['clerkFrontendApi']);
});

test('the codex file is about this node and its version', () => {
	const { description } = bench.engine.nodeTypes.getByNameAndVersion(CLERK_SESSIONS);
	const codex = read('dist/nodes/ClerkSessions/ClerkSessions.node.json');
	expect(codex).toMatchObject({
		node: CLERK_SESSIONS,
		nodeVersion: Number(description.version).toFixed(1),
		codexVersion: '1.0',
	});
	expect(description.codex).toMatchObject({
		categories: expect.arrayContaining(['Development']),
		alias: expect.arrayContaining(['JWT', 'reverification']),
	});
});

test('the node and the credential have a light and a dark icon', () => {
	const { description } = bench.engine.nodeTypes.getByNameAndVersion(CLERK_SESSIONS);
	const { iconUrl } = description;
	expect(iconUrl).toEqual({ light: expect.any(String), dark: expect.any(String) });
	for (const url of Object.values(Object(iconUrl))) {
		const path = String(url).replace(/^icons\/n8n-nodes-clerk-sessions\//, '');
		expect(readFileSync(join(PACKAGE, path), 'utf8')).toMatch(/^<svg /);
	}
});
