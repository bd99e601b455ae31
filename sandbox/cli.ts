import { parseArgs } from 'node:util';
import { startSandbox, type SandboxDetails } from './index';

const USAGE = `Usage: npm run sandbox -- [--port N] [--live] [--json]

  --port N  listen on that port of 127.0.0.1 (default: any free one)
  --live    be a live instance: cookies instead of dev browsers, no test addresses
  --json    print what one needs as one line of JSON`;

/** Runs a sandbox alone until it is told to end. */
async function main(): Promise<void> {
	const { port, live, json, help } = readFlags();
	if (help) return console.log(USAGE);
	const sandbox = await startSandbox({ port, instance: live ? 'live' : 'test' });
	const end = () => {
		void sandbox.stop().then(() => process.exit(0));
	};
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	console.log(json ? JSON.stringify(sandbox.details) : inWords(sandbox.details));
}

function readFlags() {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '0' },
			live: { type: 'boolean', default: false },
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
	const people = details.people.map(
		({ identifier, password, id }) => `  ${identifier}  ${password ?? '(no password)'}  ${id}`,
	);
	return `A Clerk Frontend API runs here until you press Ctrl+C.

  Publishable key    ${details.publishableKey}
  Proxy URL          ${details.proxyUrl}
  Backend API URL    ${details.backendApiUrl}
  Secret key         ${details.secretKey}

Signed in as ${details.people[0]?.identifier ?? 'nobody'}, on two clients:

  Client token       ${details.clientToken}
  Dev browser token  ${details.devBrowserToken ?? '(none on a live instance)'}

People (identifier, password, user ID):

${people.join('\n')}

JWT templates: ${details.templates.join(', ')}
${details.devBrowserToken ? 'Addresses and numbers take the code 424242. ' : ''}With --json, all of it is one line of JSON.`;
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
