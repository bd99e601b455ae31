import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a service may take to get ready or to end. */
const PATIENCE_MS = 180_000;
/** After which a service that was asked to end is killed. */
const GRACE_MS = 20_000;

export interface ServiceOptions {
	/** For messages. */
	name: string;
	program: string;
	args: string[];
	env: Record<string, string>;
	directory: string;
	/** Gets what it prints. */
	logFile: string;
	/** Who it runs as; whoever runs this when missing. */
	user?: { uid: number; gid: number };
	/** Asks it to end. */
	stopSignal?: NodeJS.Signals;
	isReady: () => Promise<boolean>;
}

const running = new Set<Service>();

// Whatever happens to this process, nothing that it started outlives it.
process.on('exit', () => {
	for (const service of running) service.signal('SIGKILL');
});

/** A program that runs until it is stopped, in a process group of its own. */
export class Service {
	private process?: ChildProcess;

	constructor(private readonly options: ServiceOptions) {}

	get name(): string {
		return this.options.name;
	}

	/** @throws Error when it does not run */
	get pid(): number {
		const pid = this.process?.pid;
		if (pid === undefined) throw new Error(`${this.name} does not run`);
		return pid;
	}

	get isRunning(): boolean {
		return this.process !== undefined;
	}

	get log(): string {
		return readFileSync(this.options.logFile, 'utf8');
	}

	/** @throws Error with the end of the log when it ends or does not get ready in time */
	async start(): Promise<void> {
		const { program, args, env, directory, logFile, user } = this.options;
		const output = openSync(logFile, 'a');
		// Also where this process is killed itself, Linux ends what it has started.
		const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
			cwd: directory,
			env,
			detached: true,
			stdio: ['ignore', output, output],
			...user,
		});
		closeSync(output);
		this.process = child;
		running.add(this);
		child.once('exit', () => {
			if (this.process === child) this.process = undefined;
			running.delete(this);
		});
		child.once('error', () => running.delete(this));
		const until = Date.now() + PATIENCE_MS;
		while (!(await this.options.isReady().catch(() => false))) {
			if (!this.isRunning || Date.now() > until) {
				throw new Error(`${this.name} did not start:\n${this.log.slice(-3000)}`);
			}
			await sleep(200);
		}
	}

	/** Ends it, and waits until it is gone. */
	async stop(signal = this.options.stopSignal ?? 'SIGTERM'): Promise<void> {
		const child = this.process;
		if (!child) return;
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGCONT');
		child.kill(signal);
		const timer = setTimeout(() => this.signal('SIGKILL'), GRACE_MS);
		await gone;
		clearTimeout(timer);
		// A child of its own may be left, such as n8n's task runner.
		signalGroup(child, 'SIGKILL');
	}

	/** Kills it without warning, with whatever it started. */
	async kill(): Promise<void> {
		await this.stop('SIGKILL');
	}

	/** Sends a signal to it and to what it started. */
	signal(signal: NodeJS.Signals): void {
		if (this.process) signalGroup(this.process, signal);
	}
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, signal);
	} catch {
		// Nothing of the group is left.
	}
}
