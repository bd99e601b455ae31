import { withMonotonicClock } from '../support/monotonicClock';
import { setup } from '../support/setup';
import { byId } from '../support/workflows';
import { addAccount, person, runStep, signInCount, storedToken } from './account';

const env = setup();

test('of two credentials with the same fields, one signs in and both get the token stored', async () => {
	const first = addAccount(env, 'password');
	const second = `${first}, once more`;
	const data = env.engine.credentials.get(first);
	env.engine.credentials.add(second, { name: second, type: 'clerkFrontendApi', data });
	await runStep(env, first);
	await withMonotonicClock(3_000, async () => {
		expect((await runStep(env, second)).error).toBeUndefined();
	});
	expect(signInCount(env.sandbox.requestLog)).toBe(1);
	expect(storedToken(env, first)).not.toBe('');
	expect(storedToken(env, second) === storedToken(env, first)).toBe(true);
});

test('of two credentials with the same pasted token, both get its successor stored', async () => {
	const { clientId, sessionId: first } = env.sandbox.signIn();
	const other = env.sandbox.addSession(clientId, person(env, 'grace').id);
	const fields = { connectUsing: 'clientToken', clientToken: other.clientToken ?? '' };
	const one = env.addCredential(fields);
	const two = `${one}, once more`;
	const data = env.engine.credentials.get(one);
	env.engine.credentials.add(two, { name: two, type: 'clerkFrontendApi', data });
	const end = { resource: 'session', operation: 'end', sessionId: byId(first) };
	expect((await runStep(env, one, end)).error).toBeUndefined();
	await withMonotonicClock(3_000, async () => {
		expect((await runStep(env, two)).error).toBeUndefined();
	});
	expect(storedToken(env, one)).not.toBe('');
	expect(storedToken(env, two) === storedToken(env, one)).toBe(true);
});

test('of two credentials with the same fields, the Test button of either signs in again', async () => {
	const first = addAccount(env, 'signInTicket');
	const second = `${first}, once more`;
	const data = env.engine.credentials.get(first);
	env.engine.credentials.add(second, { name: second, type: 'clerkFrontendApi', data });
	const [token] = (await runStep(env, first)).json;
	env.sandbox.endSession(String(token?.sessionId));
	expect(await env.engine.testCredential(second)).toMatchObject({ status: 'OK' });
	expect(storedToken(env, second)).not.toBe('');
});
