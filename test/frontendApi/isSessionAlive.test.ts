import type { CredentialHttp } from '../../frontendApi/client/clientRequests';
import { isSessionAlive } from '../../frontendApi/client/createSessionToken';
import { readCredentialFields } from '../../frontendApi/client/credential';
import { CredentialState } from '../../frontendApi/client/credentialState';
import { jwtOf, publishableKeyOf } from '../support/keys';

const fields = readCredentialFields({
	connectUsing: 'password',
	publishableKey: publishableKeyOf('clerk.example.com'),
});
const session = { object: 'session', id: 'sess_1', status: 'active' };

/** Whether session sess_1 is alive, where Clerk answers so; its client is known unless said otherwise. */
async function ask(http: CredentialHttp, isClientKnown = true) {
	const state = new CredentialState();
	if (isClientKnown) state.tokens.replaceAfterSignIn(jwtOf({ id: 'client_1' }));
	const choice = { organizationId: undefined, templateName: '' };
	const { signal } = new AbortController();
	return await isSessionAlive({ fields, state, choice, http }, { sessionId: 'sess_1' }, signal);
}

const answering =
	(status: number, body: unknown): CredentialHttp =>
	async () => ({ status, headers: {}, body });
const clientWith = (...sessions: unknown[]) => ({
	response: { object: 'client', id: 'client_1', sessions },
});

test.each([
	['the client has it', answering(200, clientWith(session)), true],
	['the client has another one', answering(200, clientWith({ ...session, id: 'sess_2' })), false],
	['Clerk does not know the client', answering(200, { response: null }), false],
	['Clerk is out', answering(503, 'Service Unavailable'), undefined],
])('where %s', async (_what, http, expected) => expect(await ask(http)).toBe(expected));

test('where nobody is signed in any more, Clerk is not asked', async () => {
	const http = jest.fn<ReturnType<CredentialHttp>, Parameters<CredentialHttp>>();
	expect(await ask(http, false)).toBe(false);
	expect(http).not.toHaveBeenCalled();
});
