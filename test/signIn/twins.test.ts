import { withMonotonicClock } from '../support/monotonicClock';
import { setup } from '../support/setup';
import { addAccount, runStep, signInCount, storedToken } from './account';

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
	expect(signInCount(bench.sandbox.journal)).toBe(1);
	expect(storedToken(bench, first)).not.toBe('');
	expect(storedToken(bench, second) === storedToken(bench, first)).toBe(true);
});
