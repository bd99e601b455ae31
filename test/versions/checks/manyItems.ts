import { addAccount, runStep, signInCount, WAYS } from '../../signIn/account';
import { setup } from '../../support/setup';

const env = setup();
const MANY = 1000;
/** A machine that does other things needs more than usual for so many. */
const LONG_MS = 300_000;

test.each(WAYS)(
	'a thousand items cause one sign-in and one look-up, using %s',
	async (way) => {
		const items = Array.from({ length: MANY }, (_, number) => ({ number }));
		const credential = addAccount(env, way);
		const { error, json, requests } = await runStep(env, credential, {}, { items });
		expect(error).toBeUndefined();
		expect(json).toHaveLength(MANY);
		expect(signInCount(requests)).toBe(1);
		expect(requests.filter(({ path }) => path === '/v1/client')).toHaveLength(1);
		expect(new Set(json.map(({ sessionId }) => sessionId)).size).toBe(1);
	},
	LONG_MS,
);
