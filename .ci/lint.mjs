import { spawnSync } from 'node:child_process';

// n8n's lint, with the configuration that is nearest to each file: n8n's own, unchanged, for what
// ships, and for programs that run on Node (sandbox, demo, test) theirs. ESLint 10 does so by itself.
const ESLINT_FLAGS = 'unstable_config_lookup_from_file';

const command = ['n8n-node', 'lint', ...process.argv.slice(2)].join(' ');
const { status } = spawnSync(command, {
	stdio: 'inherit',
	env: { ...process.env, ESLINT_FLAGS },
	// Where it is a .cmd file, as on Windows.
	shell: true,
});
process.exitCode = status ?? 1;
