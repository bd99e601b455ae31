import { runStep } from '../../signIn/account';
import { setup } from '../../support/setup';
import { acrossARestart, everyWay } from './acrossARestart';

const env = setup();
beforeEach(() => {
	env.sandbox.settings.rotateTokenOnEveryResponse = true;
});

describe.each(everyWay(env))('using %s', (_way, credentialOf, signIns) => {
	test('each newer token is used and stored', async () => {
		await acrossARestart(env, credentialOf(), signIns);
	});

	test('none is lost among many answers at once', async () => {
		const credential = credentialOf();
		const items = Array.from({ length: 100 }, () => ({}));
		const { error, json } = await runStep(env, credential, {}, { items });
		expect(error).toBeUndefined();
		expect(json).toHaveLength(100);
		expect((await runStep(env, credential)).error).toBeUndefined();
	});
});
