import { setup } from '../support/setup';
import { until } from '../support/until';
import { createToken, requestLines, LOOK_UP, person, runStep } from '../signIn/account';

const env = setup();
const MANY = 30;
const items = Array.from({ length: MANY }, () => ({}));
const lookUps = () =>
	requestLines(env.sandbox.requestLog).filter((line) => line === LOOK_UP).length;

test('a last active session that is removed after it was looked up is looked up anew, for every item', async () => {
	const { clientId, sessionId: first } = env.sandbox.signIn();
	const { clientToken = '', sessionId: last } = env.sandbox.addSession(
		clientId,
		person(env, 'grace').id,
	);
	const credential = env.addCredential({ connectUsing: 'clientToken', clientToken });
	// All that are in flight at first come too late.
	env.sandbox.faults.add({ path: /tokens$/, delayMs: 500, times: 20 });
	const run = runStep(env, credential, {}, { items });
	await until('all are under way', () => env.sandbox.requestLog.length >= 21);
	env.sandbox.endSession(last, 'removed');
	const { error, json } = await run;
	expect(error).toBeUndefined();
	expect(json.map(({ sessionId }) => sessionId)).toEqual(items.map(() => first));
	// Once for all, and for none of the rest again.
	expect(lookUps()).toBe(2);
});

test('a template that does not exist costs no look-up for each item', async () => {
	const { json } = await runStep(
		env,
		env.client.credential,
		{ ...createToken, operation: 'createFromTemplate', templateName: 'none' },
		{ items, onError: 'continueRegularOutput' },
	);
	expect(json).toMatchObject(items.map(() => ({ error: { status: 404 } })));
	expect(lookUps()).toBeLessThan(MANY / 3);
});
