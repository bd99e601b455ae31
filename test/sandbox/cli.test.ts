import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ask, NativeApp, sandboxForTests } from './support';

const root = path.join(__dirname, '..', '..');
const sandbox = sandboxForTests();

function run(...flags: string[]) {
	const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/cli.ts', ...flags], {
		cwd: root,
	});
	const printed = { out: '', err: '' };
	child.stdout.on('data', (data) => (printed.out += String(data)));
	child.stderr.on('data', (data) => (printed.err += String(data)));
	return { child, printed };
}

async function exitOf(...flags: string[]) {
	const { child, printed } = run(...flags);
	const [code] = await once(child, 'close');
	return { code, ...printed };
}

it.each(['SIGINT', 'SIGTERM'] as const)(
	'prints one line of JSON, runs until %s',
	async (signal) => {
		const { child, printed } = run('--json');
		while (!printed.out.includes('\n')) await once(child.stdout, 'data');
		const details = JSON.parse(printed.out);
		expect(Object.keys(details)).toEqual([
			'publishableKey',
			'proxyUrl',
			'backendApiUrl',
			'secretKey',
			'clientToken',
			'devBrowserToken',
			'people',
			'templates',
		]);
		const alike = { ...sandbox(), url: details.proxyUrl };
		const native = await new NativeApp(alike, details.clientToken).ask('GET', '/v1/client');
		const browser = await ask(alike, 'GET', '/v1/client', {
			query: { __clerk_db_jwt: details.devBrowserToken },
		});
		for (const { body } of [native, browser]) {
			expect(body.response.sessions[0].user.id).toBe(details.people[0].id);
		}
		const closed = once(child, 'close');
		child.kill(signal);
		expect(await closed).toEqual([0, null]);
		expect(printed.out.trimEnd().split('\n')).toHaveLength(1);
	},
);

it.each([
	[['--nonsense'], /--nonsense/],
	[['--port', 'eighty'], /--port/],
	[['--port', '70000'], /--port/],
])('refuses %j', async (flags, why) => {
	const { code, out, err } = await exitOf(...flags);
	expect([code, out]).toEqual([1, '']);
	expect(err).toMatch(why);
});

it('says that a port is taken', async () => {
	const { port } = new URL(sandbox().url);
	const { code, err } = await exitOf('--port', port);
	expect(code).toBe(1);
	expect(err).toMatch(/taken/);
});
