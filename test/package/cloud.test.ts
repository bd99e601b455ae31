import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE } from '../support/setup';

// n8n Cloud takes nodes that pass n8n's lint as it is.

test('n8n’s command says that the package may run on n8n Cloud', () => {
	const cli = join(PACKAGE, 'node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs');
	const said = execFileSync(process.execPath, [cli, 'cloud-support'], {
		cwd: PACKAGE,
		encoding: 'utf8',
		env: { ...process.env, NO_COLOR: '1' },
	});
	expect(said).toContain('Cloud support is ENABLED');
});

test('no rule is switched off inside files that ship', () => {
	const files = ['nodes', 'credentials', 'frontendApi'].flatMap((folder) =>
		readdirSync(join(PACKAGE, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.map((name) => join(PACKAGE, folder, name)),
	);
	expect(files.length).toBeGreaterThan(100);
	expect(files.filter((file) => readFileSync(file, 'utf8').includes('eslint-disable'))).toEqual([]);
});
