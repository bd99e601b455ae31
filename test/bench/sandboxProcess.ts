import { type Sandbox, type Settings, startSandbox } from '../../sandbox';

/** What the benchmark asks of the sandbox, which runs in a process of its own. */
export type SandboxOptions =
	| { kind: 'start'; settings?: Partial<Settings>; clockSpeed?: number; delayMs?: number }
	| { kind: 'count' };

export interface SandboxReport {
	credential: Record<string, string>;
	sessionIds: string[];
	/** One of the first session, which lives longer than any measurement. */
	sessionToken: string;
	/** How many requests were asked since the last report, by answer status; 0 stands for none. */
	requests: Record<string, number>;
}

let sandbox: Sandbox | undefined;
let sessionIds: string[] = [];
let clientToken = '';
let sessionToken = '';

process.on('message', (order: SandboxOptions) => {
	void obey(order).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit());

async function obey(order: SandboxOptions): Promise<SandboxReport> {
	if (order.kind === 'start') await start(order);
	const requests: Record<string, number> = {};
	for (const { status = 0 } of sandbox?.requestLog ?? []) {
		requests[status] = (requests[status] ?? 0) + 1;
	}
	sandbox?.clearRequestLog();
	const { publishableKey = '', proxyUrl = '' } = sandbox?.details ?? {};
	return {
		credential: { publishableKey, proxyUrl, connectUsing: 'clientToken', clientToken },
		sessionIds,
		sessionToken,
		requests,
	};
}

/** Everybody the sandbox knows is signed in on one client. */
async function start({
	settings,
	clockSpeed = 1,
	delayMs = 0,
}: SandboxOptions & { kind: 'start' }) {
	const begin = Date.now();
	const now = () => begin + (Date.now() - begin) * clockSpeed;
	sandbox = await startSandbox({ now, settings });
	if (delayMs > 0) sandbox.faults.add({ delayMs });
	const [first, ...others] = sandbox.details.people;
	const { clientId, sessionId, clientToken: token = '' } = sandbox.signIn(first?.id);
	sessionIds = [sessionId];
	clientToken = token;
	for (const { id } of others) {
		const added = sandbox.addSession(clientId, id);
		sessionIds.push(added.sessionId);
		({ clientToken } = added);
	}
	// A pending session's tokens are no good.
	for (const id of sessionIds) sandbox.completeTasks(id);
	sessionToken = await createLongLivedToken(sandbox, sessionId);
	sandbox.clearRequestLog();
}

async function createLongLivedToken(
	{ settings, url }: Sandbox,
	sessionId: string,
): Promise<string> {
	const { sessionTokenLifetimeMs } = settings;
	settings.sessionTokenLifetimeMs = 3_600_000;
	const answer = await fetch(`${url}/v1/client/sessions/${sessionId}/tokens?_is_native=1`, {
		method: 'POST',
		headers: { authorization: clientToken },
	});
	settings.sessionTokenLifetimeMs = sessionTokenLifetimeMs;
	const { jwt }: { jwt: string } = JSON.parse(await answer.text());
	return jwt;
}
