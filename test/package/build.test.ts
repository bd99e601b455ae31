import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE, setup } from '../support/setup';
import { CLERK_SESSIONS, CLERK_SESSIONS_TRIGGER } from '../support/workflows';

const env = setup();
const read = (path: string): unknown => JSON.parse(readFileSync(join(PACKAGE, path), 'utf8'));

test("n8n's loader takes the built package without a warning", () => {
	expect(env.engine.warnings).toEqual([]);
	expect(env.engine.loadedNodes).toEqual([CLERK_SESSIONS, CLERK_SESSIONS_TRIGGER]);
	expect(env.engine.loadedCredentials).toEqual(['clerkFrontendApi', 'clerkSessionTokenApi']);
});

test.each([
	[CLERK_SESSIONS, 'ClerkSessions', 'reverification'],
	[CLERK_SESSIONS_TRIGGER, 'ClerkSessionsTrigger', 'new device'],
])('the codex file of %s is about this node and its version', (type, file, alias) => {
	const { description } = env.engine.nodeTypes.getByNameAndVersion(type);
	const codex = read(`dist/nodes/ClerkSessions/${file}.node.json`);
	expect(codex).toMatchObject({
		node: type,
		nodeVersion: Number(description.version).toFixed(1),
		codexVersion: '1.0',
	});
	expect(description.codex).toMatchObject({
		categories: expect.arrayContaining(['Development']),
		alias: expect.arrayContaining([alias]),
	});
});

test.each([CLERK_SESSIONS, CLERK_SESSIONS_TRIGGER])('%s has a light and a dark icon', (type) => {
	const { description } = env.engine.nodeTypes.getByNameAndVersion(type);
	const { iconUrl } = description;
	expect(iconUrl).toEqual({ light: expect.any(String), dark: expect.any(String) });
	for (const url of Object.values(Object(iconUrl))) {
		const path = String(url).replace(/^icons\/n8n-nodes-clerk-sessions\//, '');
		expect(readFileSync(join(PACKAGE, path), 'utf8')).toMatch(/^<svg /);
	}
});
