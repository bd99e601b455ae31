import { setup } from '../support/setup';
import { byId } from '../support/workflows';
import { addAccount, requestLines, runStep, storedToken, WAYS } from './account';

const env = setup();

const ENDINGS = [
	{ operation: 'end', line: 'POST /v1/client/sessions/{id}/end' },
	{ operation: 'remove', line: 'POST /v1/client/sessions/{id}/remove' },
	{ operation: 'removeAll', line: 'DELETE /v1/client/sessions' },
];
const CREDENTIALS = [
	...WAYS.map((way) => ({ way, credentialOf: () => addAccount(env, way) })),
	{ way: 'clientToken', credentialOf: () => env.client.credential },
	{ way: 'devBrowser', credentialOf: () => env.browser.credential },
];

describe.each(CREDENTIALS)('with a credential that connects using $way', ({ credentialOf }) => {
	describe.each(ENDINGS)('session: $operation', ({ operation, line }) => {
		/** Ends the session that a token was just made for. */
		const prepare = async () => {
			const credential = credentialOf();
			const [token] = (await runStep(env, credential)).json;
			const session = String(token?.sessionId);
			const parameters = { resource: 'session', operation, sessionId: byId(session) };
			return { session, end: async () => await runStep(env, credential, parameters), credential };
		};

		test('is sent once, and nobody is signed in after it', async () => {
			const { end } = await prepare();
			const { error, requests } = await end();
			expect(error).toBeUndefined();
			expect(requestLines(requests)).toEqual([`${line} 200`]);
		});

		test("is sent once where the session is gone already, and Clerk's 401 is handed on", async () => {
			const { credential, end, session } = await prepare();
			env.sandbox.endSession(session, 'removed');
			const stored = storedToken(env, credential);
			const { error, requests } = await end();
			expect(requestLines(requests)).toEqual([`${line} 401`]);
			expect(error).toMatchObject({ httpCode: '401' });
			expect(storedToken(env, credential) === stored).toBe(true);
		});

		test('is not undone when it comes in the middle of other steps', async () => {
			const { end } = await prepare();
			await end();
			const { error, requests } = await end();
			expect(error).toMatchObject({ httpCode: expect.stringMatching(/^40[01]$/) });
			expect(requests).toHaveLength(1);
		});
	});
});
