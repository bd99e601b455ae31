import type { SandboxDetails } from '../../sandbox';
import type { RunOptions } from '../support/engine';
import { detailsOf, startSandboxProcess, stopSandboxProcesses } from '../support/sandboxProcess';
import { CREDENTIAL_TYPE as API_CREDENTIAL_TYPE } from '../ownApi/setup';
import { setup } from '../support/setup';
import { sampled, sized } from '../support/size';
import { CLERK_SESSIONS } from '../support/workflows';
import { type OwnApi, startOwnApi } from '../support/ownApi';
import { AGENT_PACKAGE, EXAMPLES, importExample, readExample, withStubAgent } from './example';

// The examples with what `npm run sandbox` prints, as somebody tries them by hand.

const ALL_OPERATIONS = 'all-operations.json';
const env = setup({ packages: [AGENT_PACKAGE] });
let api: OwnApi;
let details: SandboxDetails;

/** A sandbox as `npm run sandbox` starts it, and an API that takes its tokens. */
async function start(): Promise<void> {
	details = await detailsOf(startSandboxProcess('--json'));
	api = await startOwnApi(details.proxyUrl);
}

async function stop(): Promise<void> {
	await api.stop();
	await stopSandboxProcesses();
}

/** The address of an API of one's own, in each example that calls one. */
const settingsOf = (name: string): Record<string, string> =>
	JSON.stringify(readExample(name)).includes('"jobUrl"')
		? { jobUrl: api.url }
		: usesApiCredential(name)
			? { url: api.url }
			: { apiUrl: api.url };

/** How those start that a schedule does not. */
const STARTS: Record<string, RunOptions> = {
	'a-webhook-only-for-people-who-are-signed-in.json': {
		mode: 'webhook',
		startNode: 'Webhook',
		input: [{ headers: {} }],
	},
	// Polls: a sample comes.
	'tell-me-about-a-new-device.json': { mode: 'manual' },
};

const usesApiCredential = (name: string) =>
	readExample(name).nodes.some(({ credentials }) => credentials?.[API_CREDENTIAL_TYPE]);
const callsAnApi = (name: string) =>
	usesApiCredential(name) || readExample(name).nodes.some((node) => node.name === 'Settings');

/** Of each kind of example one at least. */
function sampledByKind(names: readonly string[]): string[] {
	const kindOf = (name: string) => {
		if (name === ALL_OPERATIONS) return name;
		if (usesApiCredential(name)) return 'uses the credential for an API';
		return callsAnApi(name) ? 'calls an API' : 'calls none';
	};
	const kinds = [...new Set(names.map(kindOf))];
	return kinds.flatMap((kind) => sampled(names.filter((name) => kindOf(name) === kind)));
}

/** Imports an example, runs it to its end, and fills in what it asks for: the code, the password. */
async function run(name: string, credential: string, userId?: string) {
	const imported = importExample(name, credential, settingsOf(name));
	const workflow = withStubAgent(imported, { status: 'open' });
	const { password } = details.people.find(({ id }) => id === userId) ?? details.people[0] ?? {};
	for (const { parameters } of workflow.nodes) {
		if (parameters.strategy === 'password') parameters.password = password ?? 'none-is-set';
	}
	const result = await env.engine.run(workflow, STARTS[name] ?? { mode: 'trigger' });
	return result.status === 'waiting'
		? await env.engine.resume(result, { form: { Code: '424242' } })
		: result;
}

/** Where the printed token and people can be used, beside the fields of one way to connect. */
function credentialFor(name: string, fields: Record<string, string>): string {
	const id = env.addCredential({ proxyUrl: details.proxyUrl, ...fields });
	if (!usesApiCredential(name)) return id;
	const data = { ...env.engine.credentials.get(id), apiUrl: api.url };
	const ofApi = `${id}, for the API`;
	env.engine.credentials.add(ofApi, { name: ofApi, type: API_CREDENTIAL_TYPE, data });
	return ofApi;
}

describe('with the printed client token', () => {
	// Each on a client of its own: some end its sessions.
	beforeEach(start);
	afterEach(stop);

	test.each(sampledByKind(EXAMPLES))('%s runs to its end', async (name) => {
		const { clientToken } = details;
		const result = await run(
			name,
			credentialFor(name, { connectUsing: 'clientToken', clientToken }),
		);
		expect(result.error).toBeUndefined();
		expect(result.status).toBe('success');
		if (name === ALL_OPERATIONS) {
			const steps = readExample(name).nodes.filter(({ type }) => type === CLERK_SESSIONS);
			expect(steps.map((step) => [step.name, result.items(step.name).length])).toEqual(
				steps.map((step) => [step.name, 1]),
			);
		} else if (callsAnApi(name)) {
			expect(api.calls).toMatchObject([{ claims: { sub: details.people[0]?.id } }]);
			expect(api.refusals).toBe(0);
		}
	});
});

describe('by sign-in ticket', () => {
	beforeAll(start);
	afterAll(stop);

	// From the other end, so that the sample is another one.
	const signingIn = EXAMPLES.filter((name) => name !== ALL_OPERATIONS).toReversed();

	test.each(sampledByKind(signingIn))(
		'%s runs to its end, with what is printed for each of several people',
		async (name) => {
			const { backendApiUrl, secretKey, people } = details;
			const needsPassword = JSON.stringify(readExample(name)).includes('"strategy":"password"');
			const able = people
				.slice(0, sized({ full: 3, short: 2 }))
				.filter(({ password }) => !needsPassword || password !== null);
			expect(able.length).toBeGreaterThan(1);
			for (const { id: userId } of able) {
				api.clear();
				const fields = { connectUsing: 'signInTicket', secretKey, backendApiUrl, userId };
				const result = await run(name, credentialFor(name, fields), userId);
				expect(result.error).toBeUndefined();
				expect(result.status).toBe('success');
				if (callsAnApi(name)) expect(api.calls).toMatchObject([{ claims: { sub: userId } }]);
			}
		},
	);
});
