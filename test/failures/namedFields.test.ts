import { ClerkFrontendApi } from '../../credentials/ClerkFrontendApi.credentials';
import { ClerkSessionTokenApi } from '../../credentials/ClerkSessionTokenApi.credentials';
import { ERROR_ADVICE } from '../../frontendApi/protocol/errorAdvice';
import { STEP_ADVICE } from '../../frontendApi/protocol/stepAdvice';
import { resources } from '../../nodes/ClerkSessions/resources';
import { setupWithApi } from '../ownApi/setup';
import { fieldsFor, runStep, type Way } from '../signIn/account';
import { closedPort } from '../support/localServer';
import { declarationOf, OPERATIONS } from '../support/operations';
import { allFields, describeNode } from '../support/properties';
import { publishableKeyOf } from '../support/setup';
import { sampled } from '../support/size';
import { clerkAnswers } from './clerkAnswer';
import { CODES_BY_STATUS } from './clerkStatuses';

// What is said to do names only what is there to be changed: where a credential asks for itself, its
// fields, and in a step those of the step as well.

const env = setupWithApi();

/** Names in quotation marks; an apostrophe within a word is none. */
const namesIn = (text: string) =>
	[...text.matchAll(/(?<!\w)'([^']+)'(?!\w)/g)].map(([, name = '']) => name);
const labelsOf = ({ properties }: ClerkFrontendApi | ClerkSessionTokenApi) =>
	properties.map(({ displayName }) => displayName);
/** What somebody sees who presses the Test button: no step, and no details. */
const OF_A_STEP = /in the details|this step|additional fields|under Options|JSON body/i;
/** A credential that signs in has no token that somebody could renew: of one, only an "if" speaks. */
const renewsToken = (text: string) =>
	text.split(/(?<=\.) /).filter((sentence) => /^(?!If ).*\b(renew|paste)/i.test(sentence));

const CODES = sampled(
	Object.entries(CODES_BY_STATUS).flatMap(([status, codes]) =>
		codes.map((code) => ({ code, status: Number(status) })),
	),
);

/** Where a credential asks: what is answered there, by which way of connecting, and what it is called. */
const ASKED: Array<{ what: string; path: string; way: Way }> = [
	{ what: 'signing in by password', path: '/v1/client/sign_ins', way: 'password' },
	{ what: 'signing in by ticket', path: '/v1/client/sign_ins', way: 'signInTicket' },
	{ what: 'making a ticket', path: '/backend/v1/sign_in_tokens', way: 'signInTicket' },
];

describe.each(CODES)('$code', ({ code, status }) => {
	const answer = clerkAnswers({ code, status, message: 'Clerk says no', traceId: 'trace' });

	test.each(ASKED)('while $what', async ({ path, way }) => {
		env.sandbox.faults.add({ ...answer, path });
		const credential = env.addCredential(fieldsFor(env, way));
		const { message } = await env.engine.testCredential(credential);
		expect(message).toMatch(/^Signing in was not possible: Clerk says no\. [A-Z'].+\.$/);
		expect(labelsOf(new ClerkFrontendApi())).toEqual(expect.arrayContaining(namesIn(message)));
		expect(message).not.toMatch(OF_A_STEP);
		expect(renewsToken(message)).toEqual([]);
	});

	test('while a session token is made for the user’s own API', async () => {
		env.sandbox.faults.add({ ...answer, path: /\/tokens$/ });
		const { message, status: outcome } = await env.engine.testCredential(env.addApiCredential());
		expect(outcome).toBe('Error');
		expect(labelsOf(new ClerkSessionTokenApi())).toEqual(expect.arrayContaining(namesIn(message)));
		expect(message).not.toMatch(OF_A_STEP);
	});
});

test('what a step is told names its fields, other operations, or what they put out', () => {
	const labels = new Set([
		...allFields(describeNode(env).properties).map(({ displayName }) => displayName),
		...labelsOf(new ClerkFrontendApi()),
		...resources.flatMap(({ operations }) => operations.map(({ name }) => name)),
		// Of both factors, and for short.
		...['Prepare', 'Attempt'],
		// Of a resource locator, and of 'Organization'.
		...['From list', 'From List or by ID', 'Unchanged'],
		// In what comes out, and in the details of what failed.
		...['code', 'nonce', 'param', 'status', 'traceId'],
	]);
	const declared = OPERATIONS.flatMap((entry) => Object.values(declarationOf(entry).advice ?? {}));
	const all = [...Object.values({ ...ERROR_ADVICE, ...STEP_ADVICE }), ...declared];
	expect(all.flatMap(namesIn).filter((name) => !labels.has(name))).toEqual([]);
});

/** The fields that hold an address. */
const ADDRESSES = ['Publishable Key', 'Proxy URL', 'Backend API URL'];
const addressesIn = (text: string) => ADDRESSES.filter((name) => text.includes(`'${name}'`));

const unknownName = async () => await Promise.resolve('clerk.sandbox.invalid');
const inKey = (host: string) => ({ publishableKey: publishableKeyOf(host), proxyUrl: '' });
const inProxyUrl = (host: string) => ({ proxyUrl: `http://${host}` });
const inBackendApiUrl = (host: string) => ({ backendApiUrl: `http://${host}` });

/** Where Clerk is not to be found, which field says so, and which are named. */
const NOWHERE = [
	// Where the Frontend API is proxied, the name in the key need not exist.
	['an unknown name in the key', unknownName, inKey, ['Publishable Key', 'Proxy URL']],
	['an unknown name in the proxy URL', unknownName, inProxyUrl, ['Proxy URL']],
	['a closed port in the proxy URL', closedPort, inProxyUrl, ['Proxy URL']],
] as const;

test.each([
	...NOWHERE,
	['an unknown name of the Backend API', unknownName, inBackendApiUrl, ['Backend API URL']],
	['a closed port of the Backend API', closedPort, inBackendApiUrl, ['Backend API URL']],
] as const)('the Test button says where to look for %s', async (_what, hostOf, edit, named) => {
	const way = edit === inBackendApiUrl ? 'signInTicket' : 'password';
	const credential = env.addCredential({ ...fieldsFor(env, way), ...edit(await hostOf()) });
	const { message } = await env.engine.testCredential(credential);
	expect(addressesIn(message)).toEqual(named);
});

test.each(NOWHERE)('a step says where to look for %s', async (_what, hostOf, edit, named) => {
	const { clientToken = '' } = env.client;
	const fields = { connectUsing: 'clientToken', clientToken, ...edit(await hostOf()) };
	const { error } = await runStep(env, env.addCredential(fields), { options: { maxRetries: 0 } });
	expect(addressesIn(error?.description ?? '')).toEqual(named);
});
