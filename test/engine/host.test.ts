import { existsSync } from 'node:fs';

import { type Engine, startEngine } from '../support/engine';

const folder = () => process.env.N8N_USER_FOLDER;

test('engines share n8n’s folder, and the last one removes it', async () => {
	const before = folder();
	const first: Engine = await startEngine({ packages: [] });
	const second: Engine = await startEngine({ packages: [] });
	const shared = folder() ?? '';
	expect(existsSync(`${shared}/.n8n/config`)).toBe(true);

	await first.stop();
	await first.stop();
	expect(existsSync(shared)).toBe(true);
	await second.stop();
	expect(existsSync(shared)).toBe(false);
	expect(folder()).toBe(before);

	const third = await startEngine({
		packages: [],
		credentials: { c1: { name: 'Bearer', type: 'httpBearerAuth', data: { token: 't' } } },
	});
	expect(existsSync(folder() ?? '')).toBe(true);
	expect(third.credentials.get('c1')).toEqual({ token: 't' });
	expect(third.nodeTypes.getByNameAndVersion('n8n-nodes-base.noOp').description.name).toBe('noOp');
	await third.stop();
});
