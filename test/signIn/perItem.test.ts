import { setup } from '../support/setup';
import { lastActive } from '../support/workflows';

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
