import { runStep, signInCount, storedToken } from '../../signIn/account';
import { setup } from '../../support/setup';
import { everyWay } from './acrossARestart';

const env = setup();

test.each(everyWay(env))('%s', async (_way, credentialOf, signIns) => {
	const credential = credentialOf();
	const { error, json } = await runStep(env, credential);
	expect(error).toBeUndefined();
	expect(json).toMatchObject([{ jwt: expect.any(String) }]);
	const again = await runStep(env, credential);
	expect(again.error).toBeUndefined();
	expect(signInCount(env.sandbox.requestLog)).toBe(signIns);
	if (signIns > 0) expect(storedToken(env, credential)).not.toBe('');
});
