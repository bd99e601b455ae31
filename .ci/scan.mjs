// n8n's own judgement, as its verification runs it: on the unpacked tarball, and on the sources that
// it checks out. No rule is off, and inline switches do not count.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const unpacked = mkdtempSync(join(tmpdir(), 'scan-'));
try {
	const [{ filename }] = JSON.parse(
		execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', unpacked], {
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	);
	const tarball = join(unpacked, filename);
	execFileSync('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
	rmSync(tarball);
	const results = {
		'the packed tarball': await analyzePackage(unpacked),
		'the sources': await analyzePackage(root, SOURCE_FILE_PATTERNS),
	};
	for (const [what, { passed, message, details }] of Object.entries(results)) {
		console.log(`scan of ${what}: ${passed ? 'passed' : `${message}\n${details ?? ''}`}`);
		if (!passed) process.exitCode = 1;
	}
} finally {
	rmSync(unpacked, { recursive: true, force: true });
}
