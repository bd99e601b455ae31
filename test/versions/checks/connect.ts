import { runStep, signInCount, storedToken } from '../../signIn/account';
import { setup } from '../../support/setup';
import { everyWay } from './acrossARestart';

const bench = setup();

test.each(everyWay(bench))('%s', async (_way, credentialOf, signIns) => {
	const credential = credentialOf();
	const { error, json } = await runStep(bench, credential);
	expect(error).toBeUndefined();
	expect(json).toMatchObject([{ jwt: expect.any(String) }]);
	const again = await runStep(bench, credential);
	expect(again.error).toBeUndefined();
	expect(signInCount(bench.sandbox.requestLog)).toBe(signIns);
	if (signIns > 0) expect(storedToken(bench, credential)).not.toBe('');
});
