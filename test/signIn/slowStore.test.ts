import { setTimeout as sleep } from 'node:timers/promises';
import { setup } from '../support/setup';
import { addAccount, runStep, signInCount, storedToken, WAYS } from './account';

const env = setup();

afterEach(() => {
	env.engine.credentials.beforeWrite = undefined;
});

describe.each(WAYS)('a database that is slow or refuses, using %s', (way) => {
	test('executions that begin while the first token is being stored do not store it again', async () => {
		const { credentials } = env.engine;
		const before = credentials.writes;
		credentials.beforeWrite = async () => await sleep(500);
		const credential = addAccount(env, way);
		const runs = Array.from({ length: 20 }, async (_, index) => {
			await sleep(index * 25);
			return await runStep(env, credential);
		});
		const results = await Promise.all(runs);
		expect(results.map(({ error }) => error)).toEqual(results.map(() => undefined));
		expect(credentials.writes - before).toBe(1);
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});

	test('a token that could not be stored is used, and stored after the call', async () => {
		const { credentials } = env.engine;
		let refusals = 0;
		credentials.beforeWrite = async () => {
			if (++refusals === 1) throw new Error('The database is locked');
		};
		const credential = addAccount(env, way);
		const { error, json } = await runStep(env, credential);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(1);
		expect(storedToken(env, credential)).not.toBe('');
		expect(signInCount(env.sandbox.requestLog)).toBe(1);
	});
});
