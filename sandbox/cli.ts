import { parseArgs } from 'node:util';
import { multiSessionClient, startSandbox, type SandboxDetails } from './index';

const USAGE = `Usage: npm run sandbox -- [--port N] [--live] [--today] [--json]

  --port N  listen on that port of 127.0.0.1 (default: any free one)
  --live    be a live instance: cookies instead of dev browsers, no test addresses
  --today   be an application made today: everybody chooses an organization, Device Trust is on
  --json    print what one needs as one line of JSON`;

/** Runs a sandbox alone until it is told to end. */
async function main(): Promise<void> {
	const { port, live, today, json, help } = readFlags();
	if (help) return console.log(USAGE);
	const sandbox = await startSandbox({
		port,
		instance: live ? 'live' : 'test',
		preset: today ? 'madeToday' : 'madeIn2024',
		settings: { singleSession: false },
	});
	const { clientToken } = multiSessionClient(sandbox);
	const details = { ...sandbox.details, clientToken };
	const end = () => {
		void sandbox.stop().then(() => process.exit(0));
	};
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	console.log(json ? JSON.stringify(details) : inWords(details));
}

function readFlags() {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '0' },
			live: { type: 'boolean', default: false },
			today: { type: 'boolean', default: false },
			json: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
		throw new Error(`--port takes a number from 0 to 65535, not ${values.port}`);
	}
	return { ...values, port: Number(values.port) };
}

function inWords(details: SandboxDetails): string {
	const { devBrowserToken, people } = details;
	const widths = [
		Math.max(...people.map(({ identifier }) => identifier.length)),
		Math.max(...people.map(({ id }) => id.length)),
	] as const;
	const rows = people.map(
		({ identifier, id, password }) =>
			`  ${identifier.padEnd(widths[0])}  ${id.padEnd(widths[1])}  ${password ?? '(none)'}`,
	);
	return `A Clerk Frontend API runs here until you press Ctrl+C.

For the credential in n8n, however it connects:

  Publishable Key    ${details.publishableKey}
  Proxy URL          ${details.proxyUrl}

Connect Using: Sign-in Ticket, with the User ID of a person below:

  Secret Key         ${details.secretKey}
  Backend API URL    ${details.backendApiUrl}

Connect Using: Client Token. The first three people are signed in on it, the first of them last; the
example all-operations.json signs them all out, and needs another start of the sandbox to run again:

  Client Token       ${details.clientToken}

Connect Using: Dev Browser Token. The first person is signed in on it:

  Dev Browser Token  ${devBrowserToken ?? '(none on a live instance)'}

People (Identifier, User ID, Password):

${rows.join('\n')}

JWT templates: ${details.templates.join(', ')}
${devBrowserToken ? 'Addresses and numbers take the code 424242. ' : ''}With --json, all of it is one line of JSON.`;
}

function explained(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const code = 'code' in error ? error.code : undefined;
	if (code === 'EADDRINUSE') return 'That port is taken. Leave --port out for any free one.';
	if (code === 'EACCES') return 'That port may not be used. Leave --port out for any free one.';
	return `${error.message}\n\n${USAGE}`;
}

main().catch((error: unknown) => {
	console.error(explained(error));
	process.exit(1);
});
