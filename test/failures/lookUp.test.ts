import { setup } from '../support/setup';
import { until } from '../support/until';
import { createToken, requestLines, LOOK_UP, person, runStep } from '../signIn/account';

const bench = setup();
const MANY = 30;
const items = Array.from({ length: MANY }, () => ({}));
const lookUps = () =>
	requestLines(bench.sandbox.requestLog).filter((line) => line === LOOK_UP).length;

test('a last active session that is removed after it was looked up is looked up anew, for every item', async () => {
	const { clientId, sessionId: first } = bench.sandbox.signIn();
	const { clientToken = '', sessionId: last } = bench.sandbox.addSession(
		clientId,
		person(bench, 'grace').id,
	);
	const credential = bench.addCredential({ connectUsing: 'clientToken', clientToken });
	// All that are in flight at first come too late.
	bench.sandbox.faults.add({ path: /tokens$/, delayMs: 500, times: 20 });
	const run = runStep(bench, credential, {}, { items });
	await until('all are under way', () => bench.sandbox.requestLog.length >= 21);
	bench.sandbox.endSession(last, 'removed');
	const { error, json } = await run;
	expect(error).toBeUndefined();
	expect(json.map(({ sessionId }) => sessionId)).toEqual(items.map(() => first));
	// Once for all, and for none of the rest again.
	expect(lookUps()).toBe(2);
});

test('a template that does not exist costs no look-up for each item', async () => {
	const { json } = await runStep(
		bench,
		bench.client.credential,
		{ ...createToken, operation: 'createFromTemplate', templateName: 'none' },
		{ items, onError: 'continueRegularOutput' },
	);
	expect(json).toMatchObject(items.map(() => ({ error: { status: 404 } })));
	expect(lookUps()).toBeLessThan(MANY / 3);
});
