import { NodeApiError } from 'n8n-workflow';
import { addAccount, runStep } from '../../signIn/account';
import { setup } from '../../support/setup';
import { mockNode } from '../../support/engine/mockNode';
import { cannotBeHad } from '../cannotBeHad';

const env = setup();

/** Whether this version of n8n-workflow takes a failure. */
const knowsFailure =
	Reflect.get(
		new NodeApiError(mockNode, { message: 'Refused' }, { failure: { cause: 'rate-limited' } }),
		'failure',
	) !== undefined;

if (!knowsFailure) cannotBeHad('n8n has no failure yet: absent without harm');

test.each([
	[
		'too many requests',
		() => env.sandbox.faults.add({ status: 429, retryAfter: 7 }),
		{ cause: 'rate-limited', retryAfterMs: 7_000 },
	],
	['down', () => env.sandbox.faults.add({ status: 503 }), { cause: 'temporarily-unavailable' }],
	[
		'an unknown client',
		() => env.engine.credentials.set(env.client.credential, { clientToken: 'dead' }),
		{ cause: 'credential-invalid' },
	],
])('%s', async (_what, befall, failure) => {
	befall();
	const { error } = await runStep(env, env.client.credential, { options: { maxRetries: 0 } });
	expect(error).toMatchObject({ name: 'NodeApiError', message: expect.stringMatching(/./) });
	expectFailure(error, failure);
});

test('a wrong password', async () => {
	const credential = addAccount(env, 'password');
	env.engine.credentials.set(credential, { password: 'not-the-password' });
	const { error } = await runStep(env, credential);
	expect(error).toMatchObject({ message: expect.stringMatching(/password/i) });
	expectFailure(error, { cause: 'credential-invalid' });
});

function expectFailure(error: object | undefined, failure: object): void {
	if (knowsFailure) expect(error).toMatchObject({ failure });
	else expect(error).not.toHaveProperty('failure');
}
