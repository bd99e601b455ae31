import { createClerkClient } from '@clerk/backend';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { RecordedRequest } from '../../sandbox';
import { setup } from '../support/setup';
import { sampled } from '../support/size';
import { lastActive } from '../support/workflows';
import { intendedDifferences } from './intendedDifferences';
import { scenarios, type Scenario } from './scenarios';
import { startNativeClerk } from './support/nativeClerk';
import { had, personCalled } from './support/people';
import { clientOf, present, sessionOf } from './support/understood';
import { differences, intention, wireFields, type Difference } from './support/wire';

const env = setup();
const used = new Set<(typeof intendedDifferences)[number]>();

/** The differences between two requests that nobody intended. */
function unintended(intent: string, clerkJs: RecordedRequest, node: RecordedRequest): Difference[] {
	return differences(wireFields(clerkJs), wireFields(node)).filter((difference) => {
		const intended = intention(intendedDifferences, intent, difference);
		if (intended) used.add(intended);
		return intended === undefined;
	});
}

/** What clerk-js sent for an intent: its last request. */
async function askClerkJs({ person: name = 'Ada', clerkJs }: Scenario) {
	const { sandbox } = env;
	const person = personCalled(sandbox, name);
	const clerk = await startNativeClerk(sandbox, sandbox.signIn(person.id).clientToken);
	await clerkJs({ clerk, session: sessionOf(clerk), sandbox, person });
	return { person, request: present(sandbox.requestLog.at(-1)) };
}

const formOf = ({ form }: RecordedRequest) => new Map(form);

/** Of each kind of scenario one at least, and all that an intended difference is limited to. */
function sampledScenarios(): Array<[string, Scenario]> {
	const all = Object.entries(scenarios);
	const isNamed = ([name]: [string, Scenario]) =>
		intendedDifferences.some((difference) => difference.scenarios?.test(name));
	const others = all.filter((one) => !isNamed(one));
	const kindOf = ([name]: [string, Scenario]) => name.replace(/:.*/, '');
	const kinds = [...new Set(others.map(kindOf))];
	return [
		...all.filter(isNamed),
		...kinds.flatMap((kind) => sampled(others.filter((one) => kindOf(one) === kind))),
	];
}

test.each(sampledScenarios())('%s', async (name, scenario) => {
	const { person, request } = await askClerkJs(scenario);
	expect(request.status).toBe(scenario.status ?? 200);

	// The node is told to send what clerk-js has sent, such as a code or the passkey's answer.
	const valueOf = (parameter: string) => present(formOf(request).get(parameter));
	const otherSessionId = env.sandbox.signIn(person.id).sessionId;
	const { recorded } = await env.runNode(scenario.node({ person, valueOf, otherSessionId }), {
		as: env.signIn(person.id),
	});
	// Looking up the last active session comes first where that is wanted: it is what is compared.
	expect(unintended(name, request, present(recorded[0]))).toEqual([]);
});

test.each(['password', 'ticket'] as const)('sign-in: %s', async (strategy) => {
	const { sandbox } = env;
	const { id, identifier, password } = personCalled(sandbox, 'Grace');
	const { secretKey, backendApiUrl } = sandbox.details;
	const { signIn } = clientOf(await startNativeClerk(sandbox));
	let credential: ICredentialDataDecryptedObject;
	if (strategy === 'password') {
		await signIn.create({ strategy, identifier, password: had(password) });
		credential = { connectUsing: 'password', identifier, password: had(password) };
	} else {
		const backend = createClerkClient({ secretKey, apiUrl: backendApiUrl });
		const { token } = await backend.signInTokens.createSignInToken({
			userId: id,
			expiresInSeconds: 60,
		});
		await signIn.create({ strategy, ticket: token });
		credential = { connectUsing: 'signInTicket', secretKey, userId: id, backendApiUrl };
	}
	const ofClerkJs = present(sandbox.requestLog.at(-1));
	expect(ofClerkJs.status).toBe(200);

	const { recorded, error } = await env.runNode(
		{ resource: 'session', operation: 'get', sessionId: lastActive },
		{ credential: env.addCredential(credential) },
	);
	expect(error).toBeUndefined();
	const ofNode = present(recorded.find(({ path }) => path.endsWith('/sign_ins')));
	// Each ticket can be used once only, so the two are not the same.
	const ignored = strategy === 'ticket' ? ['form.ticket'] : [];
	const found = unintended(`sign-in: ${strategy}`, ofClerkJs, ofNode);
	expect(found.filter(({ field }) => !ignored.includes(field))).toEqual([]);
	expect(formOf(ofNode).has(strategy)).toBe(true);
});

// Runs last: it looks at what the tests above made use of.
test('no intended difference is out of date', () => {
	const expected = intendedDifferences.filter(({ onlyInBrowsers }) => !onlyInBrowsers);
	const unused = expected.filter((difference) => !used.has(difference));
	expect(unused.map(({ field }) => field)).toEqual([]);
});
