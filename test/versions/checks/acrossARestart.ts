import { minutes } from '../../../sandbox/clock';
import { addAccount, runStep, signInCount, WAYS } from '../../signIn/account';
import { restartedEngine } from '../../signIn/restart';
import type { TestEnvironment } from '../../support/setup';

/** Every way to connect: its name, a credential that does so, and how often it signs in. */
export function everyWay(env: TestEnvironment): Array<[string, () => string, number]> {
	return [
		['a client token', () => env.client.credential, 0],
		['a dev browser token', () => env.browser.credential, 0],
		...WAYS.map((way): [string, () => string, number] => [way, () => addAccount(env, way), 1]),
	];
}

/** Runs a step twice, and again where nothing but the stored credential is left. */
export async function acrossARestart(
	env: TestEnvironment,
	credential: string,
	signIns: number,
): Promise<void> {
	for (let run = 0; run < 2; run++) {
		expect((await runStep(env, credential)).error).toBeUndefined();
		// Older tokens die; session and client live on.
		env.sandbox.clock.advance(minutes(60));
	}
	const engine = await restartedEngine(env.engine, credential);
	try {
		const { error, json } = await runStep({ ...env, engine, sandbox: env.sandbox }, credential);
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ jwt: expect.any(String) }]);
	} finally {
		await engine.stop();
	}
	expect(signInCount(env.sandbox.requestLog)).toBe(signIns);
}
