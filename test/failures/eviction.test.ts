import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { CredentialFields } from '../../frontendApi/client/credential';
import type { CredentialState } from '../../frontendApi/client/credentialState';
import { addAccount, fieldsFor, runStep, signInCount } from '../signIn/account';
import { PACKAGE, setup } from '../support/setup';

const env = setup();

/** As n8n loads it. */
const requirePackage = createRequire(__filename);

/** More than a process remembers (frontendApi/client/credentialState.ts). */
const MANY = 20_001;

/** As if so many others had been at work: that many steps would take minutes. */
function flood(): void {
	const { stateOf }: { stateOf(fields: CredentialFields): CredentialState } = requirePackage(
		join(PACKAGE, 'dist/frontendApi/client/credentialState'),
	);
	const { readCredentialFields }: { readCredentialFields(data: object): CredentialFields } =
		requirePackage(join(PACKAGE, 'dist/frontendApi/client/credential'));
	for (let number = 0; number < MANY; number++) {
		stateOf(readCredentialFields({ connectUsing: 'password', identifier: `person ${number}` }));
	}
}

test('a credential that is forgotten among many others finds its token in the store', async () => {
	const stored = addAccount(env, 'password');
	const fields = { identifier: '={{ $json.identifier }}', password: '={{ $json.password }}' };
	const people = env.addCredential({ connectUsing: 'password', ...fields });
	const [grace, edith] = (['grace', 'edith'] as const).map((name) => {
		const { identifier, password } = fieldsFor(env, 'password', name);
		return { identifier, password };
	});
	const signIns = async (credential: string, ...items: Array<typeof grace>) => {
		const given = items.length > 0 ? items.map((item) => ({ ...item })) : undefined;
		const { error, requests } = await runStep(env, credential, {}, { items: given });
		expect(error).toBeUndefined();
		return signInCount(requests);
	};
	expect(await signIns(stored)).toBe(1);
	expect(await signIns(people, grace, edith)).toBe(2);
	expect(await signIns(people, grace, edith)).toBe(0);

	flood();

	// n8n stores one token with a credential: of those by expression, at most one finds its own.
	expect(await signIns(people, grace, edith)).toBeGreaterThan(0);
	expect(await signIns(stored)).toBe(0);
});

test('a credential that is at work is not forgotten', async () => {
	const credential = addAccount(env, 'password');
	env.sandbox.faults.add({ path: '/v1/client/sign_ins', delayMs: 500 });
	const first = runStep(env, credential);
	await new Promise((resolve) => setTimeout(resolve, 200));
	flood();
	const second = runStep(env, credential);
	const errors = (await Promise.all([first, second])).map(({ error }) => error);
	expect(errors).toEqual([undefined, undefined]);
	expect(signInCount(env.sandbox.requestLog)).toBe(1);
});
