import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackedNode } from '../e2e/packedNode';
import { N8nApi } from '../e2e/n8nApi';
import { startSandbox, type Sandbox } from '../../sandbox';
import { connectionOwner } from './connectionOwner';
import { type N8nProcessOptions, prepareMain, prepareWorker } from './n8nProcess';
import { Postgres } from './postgres';
import { RecordingProxy } from './recordingProxy';
import { Redis } from './redis';
import type { Service } from './service';

/** How many executions a worker runs at a time: n8n's default. */
export const CONCURRENCY = 10;

/** Clerk's limit for creating sign-ins (https://clerk.com/docs/guides/how-clerk-works/system-limits). */
export const SIGN_IN_LIMIT = { requests: 5, perSeconds: 10 };

/** n8n in queue mode, the sandbox it talks to, and all that belongs to them. */
export class Cluster {
	readonly workers: Service[] = [];
	/** Every n8n that ran: workers that were killed, too. */
	private readonly n8ns: Service[] = [];
	private readonly folder = mkdtempSync(join(tmpdir(), 'clerk-sessions-queue-'));
	private readonly encryptionKey = randomBytes(24).toString('hex');
	private started?: {
		sandbox: Sandbox;
		proxy: RecordingProxy;
		postgres: Postgres;
		redis: Redis;
		main: Service;
		rest: N8nApi;
		url: string;
		packedNode: string;
	};

	constructor() {
		process.on('exit', () => this.removeFolder());
	}

	/**
	 * Starts everything but the workers.
	 *
	 * @param project the checkout whose node is packed and installed
	 */
	async start(project: string): Promise<void> {
		// PostgreSQL's user passes through it.
		chmodSync(this.folder, 0o755);
		const packedNode = installPackedNode(join(this.folder, 'packed'), project);
		const sandbox = await startSandbox({ settings: { signInRateLimit: SIGN_IN_LIMIT } });
		this.onStop(async () => await sandbox.stop());
		const proxy = new RecordingProxy(sandbox.url, (port) => this.nameOfOwner(port));
		await proxy.start();
		this.onStop(async () => await proxy.stop());
		const postgres = await Postgres.start(join(this.folder, 'postgres'));
		this.onStop(async () => await postgres.service.stop());
		const redis = await Redis.start(join(this.folder, 'redis'));
		this.onStop(async () => await redis.service.stop());
		const { service: main, url } = await prepareMain(
			this.processOptions('main', packedNode, postgres, redis),
		);
		this.n8ns.push(main);
		await main.start();
		this.onStop(async () => await main.stop());
		const rest = new N8nApi(url);
		await rest.setUpOwner();
		this.started = { sandbox, proxy, postgres, redis, main, rest, url, packedNode };
	}

	get sandbox(): Sandbox {
		return this.parts.sandbox;
	}

	get proxy(): RecordingProxy {
		return this.parts.proxy;
	}

	get postgres(): Postgres {
		return this.parts.postgres;
	}

	get redis(): Redis {
		return this.parts.redis;
	}

	get main(): Service {
		return this.parts.main;
	}

	get rest(): N8nApi {
		return this.parts.rest;
	}

	/** The address of n8n's main process. */
	get url(): string {
		return this.parts.url;
	}

	/** Starts or stops workers until there are so many. */
	async scaleTo(count: number): Promise<void> {
		while (this.workers.length > count) await this.workers.pop()?.stop();
		const { packedNode, postgres, redis } = this.parts;
		const added: Service[] = [];
		while (this.workers.length + added.length < count) {
			const options = this.processOptions(
				`worker ${this.n8ns.length}`,
				packedNode,
				postgres,
				redis,
			);
			const worker = await prepareWorker(options, CONCURRENCY);
			this.n8ns.push(worker);
			added.push(worker);
		}
		await Promise.all(added.map(async (worker) => await worker.start()));
		this.workers.push(...added);
	}

	/** Kills a worker without warning. */
	async killWorker(): Promise<void> {
		await this.workers.pop()?.kill();
	}

	/** What all n8n processes have printed. */
	get logs(): Array<{ name: string; log: string }> {
		return this.n8ns.map(({ name, log }) => ({ name, log }));
	}

	/**
	 * Stops whatever runs, and deletes all files. Does so after a start that did not succeed, too. An n8n
	 * that has lost executions would wait for them: there is nothing left to wait for.
	 */
	async stop(): Promise<void> {
		this.workers.length = 0;
		await Promise.all(this.n8ns.map(async (n8n) => await n8n.kill()));
		for (const stop of this.stops.splice(0).reverse()) await stop();
		this.removeFolder();
	}

	private removeFolder(): void {
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}

	private readonly stops: Array<() => Promise<void>> = [];

	private onStop(stop: () => Promise<void>): void {
		this.stops.push(stop);
	}

	private get parts() {
		if (!this.started) throw new Error('The cluster has not been started');
		return this.started;
	}

	private processOptions(
		name: string,
		packedNode: string,
		postgres: Postgres,
		redis: Redis,
	): N8nProcessOptions {
		return {
			name,
			userFolder: join(this.folder, name.replace(' ', '-')),
			packedNode,
			settings: {
				...postgres.settings,
				...redis.settings,
				N8N_ENCRYPTION_KEY: this.encryptionKey,
			},
		};
	}

	private nameOfOwner(port: number): string | undefined {
		const candidates = this.n8ns.filter(({ isRunning }) => isRunning);
		const pid = connectionOwner(
			port,
			candidates.map((one) => one.pid),
		);
		return candidates.find((one) => one.pid === pid)?.name;
	}
}
