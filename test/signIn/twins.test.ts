import { withMonotonicClock } from '../support/monotonicClock';
import { setup } from '../support/setup';
import { byId } from '../support/workflows';
import { addAccount, person, runStep, signInCount, storedToken } from './account';

const bench = setup();

test('of two credentials with the same fields, one signs in and both get the token stored', async () => {
	const first = addAccount(bench, 'password');
	const second = `${first}, once more`;
	const data = bench.engine.credentials.get(first);
	bench.engine.credentials.add(second, { name: second, type: 'clerkFrontendApi', data });
	await runStep(bench, first);
	await withMonotonicClock(3_000, async () => {
		expect((await runStep(bench, second)).error).toBeUndefined();
	});
	expect(signInCount(bench.sandbox.requestLog)).toBe(1);
	expect(storedToken(bench, first)).not.toBe('');
	expect(storedToken(bench, second) === storedToken(bench, first)).toBe(true);
});

test('of two credentials with the same pasted token, both get its successor stored', async () => {
	const { clientId, sessionId: first } = bench.sandbox.signIn();
	const other = bench.sandbox.addSession(clientId, person(bench, 'grace').id);
	const fields = { connectUsing: 'clientToken', clientToken: other.clientToken ?? '' };
	const one = bench.addCredential(fields);
	const two = `${one}, once more`;
	const data = bench.engine.credentials.get(one);
	bench.engine.credentials.add(two, { name: two, type: 'clerkFrontendApi', data });
	const end = { resource: 'session', operation: 'end', sessionId: byId(first) };
	expect((await runStep(bench, one, end)).error).toBeUndefined();
	await withMonotonicClock(3_000, async () => {
		expect((await runStep(bench, two)).error).toBeUndefined();
	});
	expect(storedToken(bench, one)).not.toBe('');
	expect(storedToken(bench, two) === storedToken(bench, one)).toBe(true);
});
