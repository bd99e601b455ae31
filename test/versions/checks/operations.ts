import { importExample } from '../../examples/example';
import { person, storedToken } from '../../signIn/account';
import { OFFERED } from '../../support/operations';
import { setup } from '../../support/setup';

const env = setup();

test('all run, one after the other, in the workflow of the examples', async () => {
	const { clientId } = env.sandbox.signIn();
	const [, , last] = (['grace', 'katherine', 'ada'] as const).map((name) =>
		env.sandbox.addSession(clientId, person(env, name).id),
	);
	const { clientToken = '' } = last ?? {};
	const credential = env.addCredential({ connectUsing: 'clientToken', clientToken });
	const workflow = importExample('all-operations.json', credential, {});
	const result = await env.engine.run(workflow);
	expect(result.error).toBeUndefined();
	expect(result.status).toBe('success');
	const steps = workflow.nodes.filter(({ parameters }) => parameters.operation !== undefined);
	expect(
		steps.map(({ parameters: { resource, operation } }) => `${resource} ${operation}`).sort(),
	).toEqual(OFFERED.map(({ resource, operation }) => `${resource} ${operation}`).sort());
	for (const { name } of steps) expect(result.json(name)).toHaveLength(1);
	expect(result.json('Attempt Second Factor')).toMatchObject([{ status: 'complete' }]);
	expect(storedToken(env, credential)).not.toBe('');
});
