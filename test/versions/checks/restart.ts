import { setup } from '../../support/setup';
import { acrossARestart, everyWay } from './acrossARestart';

const env = setup();

test.each(everyWay(env))('using %s', async (_way, credentialOf, signIns) => {
	await acrossARestart(env, credentialOf(), signIns);
});
