import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../e2e/freePort';
import { REDIS_SERVER } from './paths';
import { Service } from './service';

const HOST = '127.0.0.1';

/** A Redis of our own that keeps its queue through a restart. */
export class Redis {
	private constructor(
		private readonly port: number,
		readonly service: Service,
	) {}

	/** Starts one on a free port, with its data in a folder. */
	static async start(folder: string): Promise<Redis> {
		const port = await freePort();
		mkdirSync(folder, { recursive: true });
		const service = new Service({
			name: 'Redis',
			program: REDIS_SERVER,
			args: ['--bind', HOST, '--port', String(port), '--dir', folder, '--appendonly', 'yes'],
			env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' },
			directory: folder,
			logFile: join(folder, '..', 'redis.log'),
			isReady: async () => await answersPing(port),
		});
		const redis = new Redis(port, service);
		await service.start();
		return redis;
	}

	/** n8n's settings for it. */
	get settings(): Record<string, string> {
		return { QUEUE_BULL_REDIS_HOST: HOST, QUEUE_BULL_REDIS_PORT: String(this.port) };
	}
}

/** Redis answers with LOADING until it has read its file. */
async function answersPing(port: number): Promise<boolean> {
	return await new Promise((resolve, reject) => {
		const socket = connect(port, HOST, () => socket.write('PING\r\n'));
		socket.setTimeout(1000, () => socket.destroy(new Error('No answer')));
		socket.once('error', reject);
		socket.once('data', (data) => {
			socket.destroy();
			resolve(data.toString().startsWith('+PONG'));
		});
	});
}
