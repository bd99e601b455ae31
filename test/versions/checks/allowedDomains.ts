import { exported } from '../../support/engine/versions/n8nWorkflow';
import { restrictsSignIn } from '../../support/engine/versions/signInDomains';
import { addAccount, runStep, WAYS } from '../../signIn/account';
import { setup } from '../../support/setup';
import { cannotBeHad } from '../cannotBeHad';

const env = setup();

/** Whether this version of n8n holds more than the HTTP Request node to the list. */
const restrictsNodes = exported.getCredentialAllowedDomains !== undefined;
if (!restrictsNodes) cannotBeHad('n8n holds only its HTTP Request node to the list');

const FIELD = 'Allowed Domains';
/** The sandbox's Frontend API and Backend API by another name each. */
const FRONTEND = '127.0.0.1';
const BACKEND = 'localhost';

/** A credential whose list of allowed domains is given. */
function addRestricted(way: (typeof WAYS)[number], allowedDomains: string): string {
	const credential = addAccount(env, way);
	const backendApiUrl = env.sandbox.details.backendApiUrl.replace(FRONTEND, BACKEND);
	env.engine.credentials.set(credential, {
		...(way === 'signInTicket' ? { backendApiUrl } : {}),
		allowedHttpRequestDomains: 'domains',
		allowedDomains,
	});
	return credential;
}

test.each(WAYS)('a list with both hosts lets everything through, using %s', async (way) => {
	const { error, json } = await runStep(env, addRestricted(way, `${FRONTEND}, ${BACKEND}`));
	expect(error).toBeUndefined();
	expect(json).toMatchObject([{ jwt: expect.any(String) }]);
});

const LACKING = [
	['the Frontend API', 'password', BACKEND, FRONTEND],
	['the Frontend API', 'signInTicket', BACKEND, FRONTEND],
	['the Backend API', 'signInTicket', FRONTEND, BACKEND],
] as const;

if (restrictsSignIn) {
	test.each(LACKING)(
		'a list without the host of %s: it and the field are named, using %s',
		async (_host, way, listed, missing) => {
			const { error, requests } = await runStep(env, addRestricted(way, listed));
			expect(`${error?.message} ${error?.description}`).toContain(missing);
			expect(`${error?.message} ${error?.description}`).toContain(FIELD);
			expect(requests.filter(({ headers }) => headers.host?.startsWith(missing))).toEqual([]);
		},
	);
} else {
	if (restrictsNodes) cannotBeHad('n8n does not hold signing in to the list');
	test('a list without the host of the Backend API does not keep anybody from signing in', async () => {
		const { error } = await runStep(env, addRestricted('signInTicket', FRONTEND));
		expect(error).toBeUndefined();
	});
}

test("the node's own requests", async () => {
	const { credential } = env.client;
	env.engine.credentials.set(credential, {
		allowedHttpRequestDomains: 'domains',
		allowedDomains: 'example.com',
	});
	const { error, requests } = await runStep(env, credential);
	if (restrictsNodes) {
		expect(requests).toEqual([]);
		expect(`${error?.message} ${error?.description}`).toContain(FRONTEND);
		expect(`${error?.message} ${error?.description}`).toContain(FIELD);
	} else {
		expect(error).toBeUndefined();
		expect(requests).not.toEqual([]);
	}
});
