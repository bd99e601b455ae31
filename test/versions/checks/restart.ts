import { setup } from '../../support/setup';
import { acrossARestart, everyWay } from './acrossARestart';

const bench = setup();

test.each(everyWay(bench))('using %s', async (_way, credentialOf, signIns) => {
	await acrossARestart(bench, credentialOf(), signIns);
});
