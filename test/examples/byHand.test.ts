import type { SandboxDetails } from '../../sandbox';
import { detailsOf, startSandboxProcess, stopSandboxProcesses } from '../support/sandboxProcess';
import { setup } from '../support/setup';
import { CLERK_SESSIONS } from '../support/workflows';
import { type Api, startApi } from './api';
import { EXAMPLES, importExample, readExample } from './example';

// The examples with what `npm run sandbox` prints, as somebody tries them by hand.

const bench = setup();
let api: Api;
let details: SandboxDetails;
beforeEach(async () => {
	details = await detailsOf(startSandboxProcess('--json'));
	api = await startApi(details.proxyUrl);
});
afterEach(async () => {
	await api.stop();
	await stopSandboxProcesses();
});

/** The address of an API of one's own, in each example that calls one. */
const settingsOf = (name: string): Record<string, string> =>
	JSON.stringify(readExample(name)).includes('"jobUrl"')
		? { jobUrl: api.url }
		: { apiUrl: api.url };

/** Imports an example, runs it to its end, and fills in the form if it asks for the code. */
async function run(name: string, credential: string) {
	const workflow = importExample(name, credential, settingsOf(name));
	const result = await bench.engine.run(workflow, { mode: 'trigger' });
	return result.status === 'waiting'
		? await bench.engine.resume(result, { form: { Code: '424242' } })
		: result;
}

/** Where the printed token and people can be used, beside the fields of one way to connect. */
const credentialFor = (fields: Record<string, string>) =>
	bench.addCredential({ proxyUrl: details.proxyUrl, ...fields });

test.each(EXAMPLES)('%s runs to its end with the printed client token', async (name) => {
	const { clientToken } = details;
	const result = await run(name, credentialFor({ connectUsing: 'clientToken', clientToken }));
	expect(result.error).toBeUndefined();
	expect(result.status).toBe('success');
	if (name === 'all-operations.json') {
		const steps = readExample(name).nodes.filter(({ type }) => type === CLERK_SESSIONS);
		expect(steps.map((step) => [step.name, result.items(step.name).length])).toEqual(
			steps.map((step) => [step.name, 1]),
		);
	} else {
		expect(api.calls).toMatchObject([{ claims: { sub: details.people[0]?.id } }]);
		expect(api.refusals).toBe(0);
	}
});

test.each(EXAMPLES.filter((name) => name !== 'all-operations.json'))(
	'%s runs to its end by sign-in ticket, with what is printed for each of three people',
	async (name) => {
		const { backendApiUrl, secretKey, people } = details;
		for (const { id: userId } of people.slice(0, 3)) {
			api.clear();
			const fields = { connectUsing: 'signInTicket', secretKey, backendApiUrl, userId };
			const result = await run(name, credentialFor(fields));
			expect(result.error).toBeUndefined();
			expect(result.status).toBe('success');
			expect(api.calls).toMatchObject([{ claims: { sub: userId } }]);
		}
	},
);
