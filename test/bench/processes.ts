import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { MeasureOptions, Round } from './measureProcess';
import type { SandboxOptions, SandboxReport } from './sandboxProcess';

/** A sandbox in a process of its own, so that it takes no time from what is measured. */
export class SandboxProcess {
	private readonly child = start('sandboxProcess.ts');

	/** Does what it is told and reports what it was asked since the last report. */
	async order(order: SandboxOptions): Promise<SandboxReport> {
		return await ask<SandboxReport>(this.child, order);
	}

	stop(): void {
		if (this.child.connected) this.child.disconnect();
	}
}

/** One way of doing one job, in a process of its own, whose peak memory is then that of this job alone. */
export class MeasureProcess {
	private readonly child = start('measureProcess.ts');

	/** Gets ready: loads, compiles, warms up. */
	async prepare(order: MeasureOptions): Promise<void> {
		await ask<'ready'>(this.child, order);
	}

	/** Does the job once more. */
	async round(): Promise<Round> {
		return await ask<Round>(this.child, {});
	}

	stop(): void {
		if (this.child.connected) this.child.disconnect();
	}
}

/**
 * Starts a file of this folder in a process of its own.
 *
 * @param nodeOptions more of Node's options, for example how large its heap may get
 */
export function start(file: string, nodeOptions: string[] = []): ChildProcess {
	return fork(join(__dirname, file), { execArgv: ['--import', 'tsx', ...nodeOptions] });
}

/** Sends a process a message and waits for what it sends back. */
export async function ask<Reply>(child: ChildProcess, message: object): Promise<Reply> {
	return await new Promise<Reply>((resolve, reject) => {
		const fail = (code: number | null) =>
			reject(new Error(`A benchmark process ended early (${code})`));
		child.once('exit', fail);
		child.once('message', (reply) => {
			child.off('exit', fail);
			resolve(reply as Reply);
		});
		child.send(message);
	});
}
