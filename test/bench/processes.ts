import { join } from 'node:path';
import type { MeasureOptions, Round } from './measureProcess';
import { ask, start } from '../support/forkedProcess';
import type { SandboxOptions, SandboxReport } from './sandboxProcess';

/** A sandbox in a process of its own, so that it takes no time from what is measured. */
export class SandboxProcess {
	private readonly child = start(join(__dirname, 'sandboxProcess.ts'));

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
	private readonly child = start(join(__dirname, 'measureProcess.ts'));

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
