import { setup } from '../support/setup';
import { lastActive } from '../support/workflows';

const bench = setup();

it('keeps people apart where a field of the credential is an expression', async () => {
	const { people } = bench.sandbox.details;
	const [first, second] = people.map(({ id }) => ({ id, signedIn: bench.sandbox.signIn(id) }));
	if (!first || !second) throw new Error('The sandbox has too few people');
	const credential = bench.addCredential({
		connectUsing: 'clientToken',
		clientToken: '={{ $json.token }}',
	});
	const items = [first, second, first].map(({ signedIn }) => ({ token: signedIn.clientToken }));
	const create = { resource: 'sessionToken', operation: 'create', sessionId: lastActive };
	const { json, error } = await bench.runNode(
		{ ...create, options: { reuseToken: true } },
		{ credential, items },
	);
	expect(error).toBeUndefined();
	expect(json.map(({ userId }) => userId)).toEqual([first.id, second.id, first.id]);
});
