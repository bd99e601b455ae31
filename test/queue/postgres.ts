import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../e2e/freePort';
import { postgresPrograms } from './paths';
import { Service } from './service';

const run = promisify(execFile);
const DATABASE = 'n8n';
const HOST = '127.0.0.1';

/** A PostgreSQL of our own: n8n's database, and what is counted in it. */
export class Postgres {
	private constructor(
		private readonly port: number,
		private readonly programs: string,
		readonly service: Service,
	) {}

	/** Makes a new database cluster in a folder, and starts it on a free port. */
	static async start(folder: string): Promise<Postgres> {
		const programs = postgresPrograms();
		if (programs === undefined) throw new Error('PostgreSQL is not installed');
		const port = await freePort();
		const data = join(folder, 'data');
		mkdirSync(folder, { recursive: true });
		chmodSync(folder, 0o755);
		const user = ordinaryUser();
		if (user) chownSync(folder, user.uid, user.gid);
		execFileSync(
			join(programs, 'initdb'),
			['--pgdata', data, '--username', DATABASE, '--auth', 'trust', '--encoding', 'UTF8'],
			{ cwd: folder, env: environment(), stdio: ['ignore', 'ignore', 'inherit'], ...user },
		);
		const service = new Service({
			name: 'PostgreSQL',
			program: join(programs, 'postgres'),
			args: ['-D', data, '-h', HOST, '-p', String(port), '-k', folder, '-N', '200'],
			env: environment(),
			directory: folder,
			logFile: join(folder, '..', 'postgres.log'),
			user,
			// "Fast shutdown": it does not wait for n8n to let go.
			stopSignal: 'SIGINT',
			isReady: async () => {
				await run(join(programs, 'pg_isready'), ['-h', HOST, '-p', String(port)]);
				return true;
			},
		});
		const postgres = new Postgres(port, programs, service);
		await service.start();
		await postgres.execute(`CREATE DATABASE ${DATABASE}`, 'postgres');
		return postgres;
	}

	/** n8n's settings for it. */
	get settings(): Record<string, string> {
		return {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: HOST,
			DB_POSTGRESDB_PORT: String(this.port),
			DB_POSTGRESDB_DATABASE: DATABASE,
			DB_POSTGRESDB_USER: DATABASE,
			DB_POSTGRESDB_PASSWORD: 'trusted',
		};
	}

	async query<Row>(sql: string): Promise<Row[]> {
		const text = await this.execute(`SELECT coalesce(json_agg(t), '[]') FROM (${sql}) t`);
		const rows: Row[] = JSON.parse(text);
		return rows;
	}

	async execute(sql: string, database = DATABASE): Promise<string> {
		const { stdout } = await run(
			join(this.programs, 'psql'),
			['-h', HOST, '-p', String(this.port), '-U', DATABASE, '-d', database]
				.concat(['--no-psqlrc', '--no-align', '--tuples-only', '--quiet'])
				.concat(['--set', 'ON_ERROR_STOP=1', '--command', sql]),
			{ env: environment(), maxBuffer: 64 * 1024 * 1024 },
		);
		return stdout;
	}
}

/** PostgreSQL refuses to run as root: then Debian's user for it. */
function ordinaryUser(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (option: string) =>
		Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

function environment(): Record<string, string> {
	return { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' };
}
