import { setup } from '../support/setup';
import { lastActive } from '../support/workflows';
import { fieldsFor, httpRequest, LOOK_UP, person, requestLines, runStep, SIGN_IN } from './account';

const env = setup();

it('keeps people apart where a field of the credential is an expression', async () => {
	const { people } = env.sandbox.details;
	const [first, second] = people.map(({ id }) => ({ id, signedIn: env.sandbox.signIn(id) }));
	if (!first || !second) throw new Error('The sandbox has too few people');
	const credential = env.addCredential({
		connectUsing: 'clientToken',
		clientToken: '={{ $json.token }}',
	});
	const items = [first, second, first].map(({ signedIn }) => ({ token: signedIn.clientToken }));
	const create = { resource: 'sessionToken', operation: 'create', sessionId: lastActive };
	const { json, error } = await env.runNode(
		{ ...create, options: { reuseToken: true } },
		{ credential, items },
	);
	expect(error).toBeUndefined();
	expect(json.map(({ userId }) => userId)).toEqual([first.id, second.id, first.id]);
});

// n8n stores one token with the credential: that of the person who signed in last.
describe('the HTTP Request node where a field is an expression', () => {
	/** Two people who have signed in, and the credential for both. */
	const twoPeople = async () => {
		const userId = '={{ $json.userId }}';
		const credential = env.addCredential({ ...fieldsFor(env, 'signInTicket'), userId });
		const items = (['grace', 'edith'] as const).map((name) => ({ userId: person(env, name).id }));
		const first = await runStep(env, credential, {}, { items });
		return { credential, items, sessions: first.json.map(({ sessionId }) => String(sessionId)) };
	};

	test('a request that failed while the client lives is repeated for neither', async () => {
		const { credential, items } = await twoPeople();
		for (const item of items) {
			const { error, requests } = await httpRequest(
				env,
				credential,
				'/v1/client/sessions/sess_unknown/end',
				[item],
				'POST',
			);
			expect(error).toMatchObject({ httpCode: '404' });
			expect(requestLines(requests)).toEqual(['POST /v1/client/sessions/{id}/end 404', LOOK_UP]);
		}
	});

	test('a client that is dead is signed in on for both', async () => {
		const { credential, items, sessions } = await twoPeople();
		for (const session of sessions) env.sandbox.endSession(session);
		for (const item of items) {
			const { error, requests } = await httpRequest(env, credential, '/v1/me', [item]);
			expect(error).toBeUndefined();
			expect(requestLines(requests)).toEqual([
				'GET /v1/me 401',
				LOOK_UP,
				...SIGN_IN.signInTicket,
				'GET /v1/me 200',
			]);
		}
	});
});
