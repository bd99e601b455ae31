import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './freePort';
import { SECRET } from '../support/secrets';
import { type Installation, installationOf, type Release, versionOf } from './installation';
import { QUIET_SETTINGS } from './quietSettings';

/** How long n8n may take to start or stop: 20 s on a quiet machine. */
const PATIENCE_MS = 180_000;

/** The n8n under test, with a folder of its own that is deleted at the end. */
export class N8n {
	readonly userFolder = mkdtempSync(join(tmpdir(), 'clerk-sessions-n8n-'));
	readonly url: string;
	private readonly installation: Installation;
	private process?: ChildProcess;

	private constructor(
		readonly release: Release,
		private readonly port: number,
		private readonly brokerPort: number,
	) {
		this.installation = installationOf(release);
		this.url = `http://127.0.0.1:${port}`;
	}

	/** @returns an n8n that does not run yet, on free ports */
	static async prepare(release: Release): Promise<N8n> {
		return new N8n(release, await freePort(), await freePort());
	}

	get version(): string {
		return versionOf(this.installation);
	}

	/** What n8n printed so far. */
	get log(): string {
		return readFileSync(this.logFile, 'utf8');
	}

	/** The Node.js that runs it. */
	get node(): string {
		return join(this.installation.node, 'bin', 'node');
	}

	get database(): string {
		return join(this.userFolder, '.n8n', 'database.sqlite');
	}

	/** @throws Error with the end of the log when n8n ends or does not get ready in time */
	async start(): Promise<void> {
		const output = openSync(this.logFile, 'a');
		const child = spawn(this.node, [this.program, 'start'], {
			cwd: this.userFolder,
			env: this.environment(),
			stdio: ['ignore', output, output],
		});
		closeSync(output);
		this.process = child;
		const until = Date.now() + PATIENCE_MS;
		while (!(await this.isReady())) {
			if (child.exitCode !== null || Date.now() > until) {
				throw new Error(`n8n did not start:\n${this.log.slice(-3000)}`);
			}
			await sleep(250);
		}
	}

	/** Ends n8n as a service manager would, and waits until it is gone. */
	async stop(): Promise<void> {
		const child = this.process;
		this.process = undefined;
		if (!child || child.exitCode !== null) return;
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGTERM');
		const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
		await gone;
		clearTimeout(timer);
	}

	/**
	 * Runs a command of n8n's, while it does not run itself.
	 *
	 * @returns what it printed
	 * @throws Error when it fails
	 */
	async command(...args: string[]): Promise<string> {
		const { stdout } = await promisify(execFile)(this.node, [this.program, ...args], {
			cwd: this.userFolder,
			env: this.environment(),
			maxBuffer: 50_000_000,
			timeout: PATIENCE_MS,
		}).catch((error: unknown) => {
			const { stdout: out = '', stderr = '' }: { stdout?: string; stderr?: string } = Object(error);
			throw new Error(
				`n8n ${args.join(' ')} failed:\n${(out + stderr).slice(-2000).replace(SECRET, '***')}`,
			);
		});
		return stdout;
	}

	removeUserFolder(): void {
		rmSync(this.userFolder, { recursive: true, force: true });
	}

	private get program(): string {
		return join(this.installation.directory, 'node_modules', 'n8n', 'bin', 'n8n');
	}

	private get logFile(): string {
		return join(this.userFolder, 'n8n.log');
	}

	/** Older releases say that they are ready before the editor's API answers. */
	private async isReady(): Promise<boolean> {
		try {
			const paths = ['/healthz/readiness', '/rest/settings'];
			const answers = await Promise.all(paths.map((path) => fetch(this.url + path)));
			return answers.every(({ ok }) => ok);
		} catch {
			return false;
		}
	}

	/** Nothing of the caller's environment but what a program needs, and nothing that calls home. */
	private environment(): Record<string, string> {
		const { PATH = '', LANG = 'C.UTF-8' } = process.env;
		return {
			PATH: `${dirname(this.node)}:${PATH}`,
			LANG,
			HOME: this.userFolder,
			TZ: 'UTC',
			GENERIC_TIMEZONE: 'UTC',
			N8N_USER_FOLDER: this.userFolder,
			N8N_PORT: String(this.port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_HOST: '127.0.0.1',
			N8N_EDITOR_BASE_URL: this.url,
			WEBHOOK_URL: this.url,
			N8N_RUNNERS_BROKER_PORT: String(this.brokerPort),
			...QUIET_SETTINGS,
		};
	}
}
