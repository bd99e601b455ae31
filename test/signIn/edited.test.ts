import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { publishableKeyOf } from '../support/keys';
import { setup } from '../support/setup';
import {
	addAccount,
	clientOf,
	fieldsFor,
	isSignIn,
	person,
	runStep,
	signInCount,
	storedToken,
	WAYS,
} from './account';

const env = setup();

describe.each(WAYS)('a credential that connects using %s, edited after it signed in', (way) => {
	test.each<[string, () => ICredentialDataDecryptedObject]>([
		['to another person', () => fieldsFor(env, way, 'edith')],
		[
			'to another publishable key',
			() => ({ publishableKey: publishableKeyOf('clerk-other.sandbox.example') }),
		],
		['to another host', () => ({ proxyUrl: env.sandbox.url.replace('127.0.0.1', 'localhost') })],
		[
			'to another way of signing in',
			() => fieldsFor(env, way === 'password' ? 'signInTicket' : 'password'),
		],
	])('%s: it signs in anew, and the earlier token is never sent again', async (_edit, edits) => {
		const credential = addAccount(env, way);
		await runStep(env, credential);
		const earlier = storedToken(env, credential);
		const edited = edits();
		env.engine.credentials.set(credential, edited);

		const { error, json, requests } = await runStep(env, credential);
		expect(error).toBeUndefined();
		expect(signInCount(requests)).toBe(1);
		expect(requests.some(({ headers }) => headers.authorization === earlier)).toBe(false);
		expect(requests.find(isSignIn)?.headers.authorization).toBeUndefined();
		expect(clientOf(storedToken(env, credential))).not.toBe(clientOf(earlier));
		const isEdith = edited.identifier !== undefined || edited.userId !== undefined;
		const expected = isEdith && _edit === 'to another person' ? 'edith' : 'grace';
		expect(json).toMatchObject([{ userId: person(env, expected).id }]);
	});

	test('with a secret that is wrong now: the next run and the Test button say so', async () => {
		const credential = addAccount(env, way);
		await runStep(env, credential);
		env.engine.credentials.set(
			credential,
			way === 'password'
				? { password: 'not-the-password' }
				: { secretKey: `${env.sandbox.details.secretKey}x` },
		);
		const { error } = await runStep(env, credential);
		expect(error?.message).toContain('Signing in was not possible');
		const tested = await env.engine.testCredential(credential);
		const message = `${error?.message.replace(/\.$/, '')}. ${error?.description}`;
		expect(tested).toEqual({ status: 'Error', message });
	});

	test('and edited back: the token of then is used again while it lives', async () => {
		const credential = addAccount(env, way);
		await runStep(env, credential);
		const saved = env.engine.credentials.get(credential);
		env.engine.credentials.set(credential, fieldsFor(env, way, 'edith'));
		await runStep(env, credential);
		env.engine.credentials.set(credential, saved);
		const { json, requests } = await runStep(env, credential);
		expect(json).toMatchObject([{ userId: person(env, 'grace').id }]);
		expect(signInCount(requests)).toBe(0);
	});

	test('and edited back: the Test button signs in again where the session of then has ended', async () => {
		const credential = addAccount(env, way);
		const [token] = (await runStep(env, credential)).json;
		env.engine.credentials.set(credential, fieldsFor(env, way, 'edith'));
		await runStep(env, credential);
		env.sandbox.endSession(String(token?.sessionId));
		env.engine.credentials.set(credential, fieldsFor(env, way));
		expect(await env.engine.testCredential(credential)).toMatchObject({ status: 'OK' });
	});
});

test('an ID that moves from Actor ID to Organization ID ends impersonating', async () => {
	const grace = person(env, 'grace');
	const [organizationId = 'org_1'] = grace.organizations;
	const credential = addAccount(env, 'signInTicket');
	env.engine.credentials.set(credential, { actorId: organizationId });
	const before = await runStep(env, credential);
	expect(before.json).toMatchObject([{ actorId: organizationId }]);
	env.engine.credentials.set(credential, { actorId: '', organizationId });
	const { json, requests } = await runStep(env, credential);
	expect(signInCount(requests)).toBe(1);
	expect(json).toMatchObject([{ userId: grace.id }]);
	expect(json[0]?.actorId).toBeUndefined();
});
