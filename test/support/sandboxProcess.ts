import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SandboxDetails } from '../../sandbox';

/** `npm run sandbox`, as somebody starts it by hand. */
export interface SandboxProcess {
	child: ChildProcess;
	/** What it printed so far. */
	printed: { out: string; err: string };
	/** Its exit code and signal. */
	closed: Promise<unknown[]>;
	/** Ends it. */
	stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Starts it. Whatever becomes of a test, it ends with `stopSandboxProcesses`. */
export function startSandboxProcess(...flags: string[]): SandboxProcess {
	const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/cli.ts', ...flags], {
		cwd: join(__dirname, '..', '..'),
	});
	running.add(child);
	child.once('close', () => running.delete(child));
	const printed = { out: '', err: '' };
	child.stdout.on('data', (data) => (printed.out += String(data)));
	child.stderr.on('data', (data) => (printed.err += String(data)));
	const closed = once(child, 'close');
	const stop = async () => {
		child.kill();
		await closed;
	};
	return { child, printed, closed, stop };
}

/** @returns what `--json` prints, once it has */
export async function detailsOf({ child, printed }: SandboxProcess): Promise<SandboxDetails> {
	while (!printed.out.includes('\n')) {
		if (child.exitCode !== null || !child.stdout) throw new Error(printed.err);
		await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
	}
	const details: SandboxDetails = JSON.parse(printed.out);
	return details;
}

/** Ends those that still run, as after a test that failed. */
export async function stopSandboxProcesses(): Promise<void> {
	const closed = [...running].map((child) => once(child, 'close'));
	for (const child of running) child.kill();
	await Promise.all(closed);
}
