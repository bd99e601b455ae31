import { once } from 'node:events';
import { detailsOf, startSandboxProcess, stopSandboxProcesses } from '../support/sandboxProcess';
import { sampled } from '../support/size';
import { ask, NativeApp, sandboxForTests } from './support';

const sandbox = sandboxForTests();
afterEach(stopSandboxProcesses);

async function exitOf(...flags: string[]) {
	const { closed, printed } = startSandboxProcess(...flags);
	const [code] = await closed;
	return { code, ...printed };
}

// SIGTERM ends what prints words, below.
it.each(sampled(['SIGINT', 'SIGTERM'] as const))(
	'prints one line of JSON, runs until %s',
	async (signal) => {
		const started = startSandboxProcess('--json');
		const details = await detailsOf(started);
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
			query: { __clerk_db_jwt: details.devBrowserToken ?? '' },
		});
		const [ada, grace, katherine] = details.people.map(({ id }) => id);
		expect(peopleOn(native.body)).toEqual([katherine, grace, ada]);
		expect(peopleOn(browser.body)).toEqual([ada]);
		for (const { body } of [native, browser]) {
			expect(body.response.last_active_session_id).toBe(body.response.sessions.at(-1).id);
		}
		started.child.kill(signal);
		expect(await started.closed).toEqual(endedBy(signal));
		expect(started.printed.out.trimEnd().split('\n')).toHaveLength(1);
	},
);

/** Exit code and signal. Windows has no signals: there Node ends the process at once. */
const endedBy = (signal: NodeJS.Signals) =>
	process.platform === 'win32' ? [null, signal] : [0, null];

/** IDs of the people whose sessions a client has, oldest session first. */
function peopleOn({ response }: { response: { sessions: Array<{ user: { id: string } }> } }) {
	return response.sessions.map(({ user }) => user.id);
}

it('prints the fields of a credential in words, and what a ticket needs for each person', async () => {
	const { child, closed, printed } = startSandboxProcess();
	while (!printed.out.includes('--json')) await once(child.stdout ?? child, 'data');
	const { out } = printed;
	for (const field of ['Publishable Key', 'Proxy URL', 'Secret Key', 'Backend API URL']) {
		expect(out.split(`  ${field} `)).toHaveLength(2);
	}
	expect(out).toMatch(/^ {2}Secret Key +sk_test_\w+$/m);
	expect(out).toMatch(/^ {2}Backend API URL +http:\/\/127\.0\.0\.1:\d+\/backend$/m);
	for (const { identifier, id } of sandbox().details.people) {
		expect(out.split('\n').filter((line) => line.includes(identifier))).toEqual([
			expect.stringContaining(id),
		]);
	}
	child.kill('SIGTERM');
	expect(await closed).toEqual(endedBy('SIGTERM'));
});

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
