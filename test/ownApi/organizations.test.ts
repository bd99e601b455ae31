import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { answers } from '../failures/clerkAnswer';
import { fieldsFor, person } from '../signIn/account';
import type { Caller } from '../support/setup';
import { byId } from '../support/workflows';
import { setupWithApi } from './setup';

// No request goes out with a token for another organization than the one that the credential names.

const env = setupWithApi();

type Place = 'first' | 'second' | 'none';
const idOf = (place: Place) => person(env, 'ada').organizations[place === 'first' ? 0 : 1] ?? '';

const SUCCESS = undefined;
const KEPT =
	'The session token could not be made: Clerk kept the active organization and did not switch to the personal account';
const OTHER =
	'The session token could not be made: Clerk answered with one that is not for the organization asked for';
const LESS =
	"The application has no personal accounts. Choose 'By ID' or 'Unchanged' under 'Organization' in the credential.";
const CHECK = /check 'Organization ID' in the credential\.$/;

function fieldsOf({ clientToken = '' }: Caller): ICredentialDataDecryptedObject {
	return { connectUsing: 'clientToken', clientToken };
}

/** A good token of the session for an organization. */
async function tokenFor(as: Caller, place: Place): Promise<string> {
	const choice =
		place === 'none'
			? { organization: 'personal' }
			: { organization: 'byId', organizationId: byId(idOf(place)) };
	const create = { resource: 'sessionToken', operation: 'create', ...choice };
	return String((await env.runNode(create, { as })).json[0]?.jwt);
}

const CASES: Array<[organization: string, answered: Place, message: string | undefined]> = [
	['unchanged', 'first', SUCCESS],
	['unchanged', 'none', SUCCESS],
	['personal', 'none', SUCCESS],
	['personal', 'first', KEPT],
	['byId', 'first', SUCCESS],
	['byId', 'second', OTHER],
	['byId', 'none', OTHER],
];

test.each(CASES)('%s, answered with a token for %s', async (organization, answered, message) => {
	const as = env.signIn(person(env, 'ada').id);
	const jwt = await tokenFor(as, answered);
	env.sandbox.faults.add({ ...answers(200, { object: 'token', jwt }), path: /\/tokens$/ });
	const organizationId = organization === 'byId' ? idOf('first') : '';
	const credential = env.addApiCredential({ ...fieldsOf(as), organization, organizationId });
	const runs = [await env.request(credential, '/me'), await env.request(credential, '/me')];
	for (const { api, error, writes } of runs) {
		expect(error?.message).toBe(message);
		if (message === undefined) continue;
		expect({ api, writes }).toEqual({ api: [], writes: 0 });
		if (message === KEPT) expect(error?.description).toBe(LESS);
		else expect(error?.description).toMatch(CHECK);
	}
	const { message: tested, status } = await env.engine.testCredential(credential);
	expect(status).toBe(message === undefined ? 'OK' : 'Error');
	expect(tested).toContain(message ?? 'successful');
});

test('where an application forces organization selection, Personal Account makes no token', async () => {
	const as = env.signIn(person(env, 'ada').id);
	const touch = { resource: 'session', operation: 'touch', organization: 'byId' };
	await env.runNode({ ...touch, organizationId: byId(idOf('first')) }, { as });
	env.sandbox.settings.forceOrganizationSelection = true;
	const credential = env.addApiCredential({ ...fieldsOf(as), organization: 'personal' });
	const run = await env.request(credential, '/me');
	expect(run.error).toMatchObject({ message: KEPT, description: LESS });
	expect(run).toMatchObject({ api: [], writes: 0 });
});

test('claims of a template are its author’s: nothing is told by them', async () => {
	const credential = env.addApiCredential({
		...fieldsFor(env, 'signInTicket', 'ada'),
		templateName: 'hasura',
		organization: 'byId',
		organizationId: idOf('first'),
	});
	const run = await env.request(credential, '/me');
	expect(run.error).toBeUndefined();
	expect(run.api).toEqual(['GET /me 200']);
});
