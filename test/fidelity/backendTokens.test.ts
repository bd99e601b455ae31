import { createClerkClient, verifyToken } from '@clerk/backend';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { startSandbox, type Sandbox } from '../../sandbox';
import { startSignedInClerk } from './support/nativeClerk';
import { personCalled } from './support/people';
import { sandboxForSdks } from './support/sandboxForSdks';
import { present, sessionOf } from './support/understood';

const sandbox = sandboxForSdks();

/** Tokens of Ada's session as clerk-js gets them. */
async function startTokens(from: Sandbox = sandbox()) {
	const clerk = await startSignedInClerk(from);
	const session = sessionOf(clerk);
	return {
		sessionId: session.id,
		userId: present(clerk.user).id,
		create: async (options: { organizationId?: string; template?: string } = {}) =>
			present(await session.getToken({ ...options, skipCache: true })),
	};
}

/** The two ways to come by the key: asking the Backend API, and holding it. */
const keys = {
	'by JWKS': async () => {
		const { secretKey, backendApiUrl } = sandbox().details;
		return { secretKey, apiUrl: backendApiUrl, skipJwksCache: true };
	},
	'by key': async () => {
		const answer = await fetch(`${sandbox().url}/.well-known/jwks.json`);
		const { keys: published }: { keys: JsonWebKey[] } = JSON.parse(await answer.text());
		const key = createPublicKey({ key: present(published[0]), format: 'jwk' });
		return { jwtKey: String(key.export({ type: 'spki', format: 'pem' })) };
	},
};

describe.each(Object.entries(keys))('verifyToken %s', (_name, key) => {
	test('takes a session token', async () => {
		const { create, sessionId, userId } = await startTokens();
		const verified = await verifyToken(await create(), await key());
		expect(verified).toMatchObject({
			sub: userId,
			sid: sessionId,
			iss: 'https://clerk.sandbox.example',
			v: 2,
			sts: 'active',
			fva: [0, -1],
		});
		expect(verified.exp - verified.iat).toBe(60);
		expect(verified).not.toHaveProperty('o');
	});

	test('takes one with an organization', async () => {
		const [organizationId] = personCalled(sandbox(), 'Ada').organizations;
		const { create } = await startTokens();
		expect(await verifyToken(await create({ organizationId }), await key())).toMatchObject({
			o: { id: organizationId, slg: 'analytical-engines', rol: 'admin', per: 'read,manage' },
		});
	});

	test('takes one from a template', async () => {
		const { create, userId } = await startTokens();
		const verified = await verifyToken(await create({ template: 'supabase' }), await key());
		expect(verified).toMatchObject({
			sub: userId,
			aud: 'authenticated',
			role: 'authenticated',
			email: 'ada+clerk_test@example.com',
			app_metadata: { organization: null },
		});
		expect(verified).not.toHaveProperty('sid');
	});

	test('rejects one that has expired', async () => {
		const { create } = await startTokens();
		sandbox().clock.advance(-120_000);
		await expect(verifyToken(await create(), await key())).rejects.toMatchObject({
			reason: 'token-expired',
		});
	});

	test('rejects one that is not valid yet', async () => {
		const { create } = await startTokens();
		sandbox().clock.advance(120_000);
		await expect(verifyToken(await create(), await key())).rejects.toMatchObject({
			reason: 'token-not-active-yet',
		});
	});

	test('rejects one that was altered', async () => {
		const { create, userId } = await startTokens();
		const [header, claims, signature] = (await create()).split('.');
		const altered = Buffer.from(present(claims), 'base64url')
			.toString()
			.replace(userId, personCalled(sandbox(), 'Grace').id);
		const token = [header, Buffer.from(altered).toString('base64url'), signature].join('.');
		await expect(verifyToken(token, await key())).rejects.toMatchObject({
			reason: 'token-invalid-signature',
		});
	});

	test.each([
		['that has the same ID', undefined],
		['that has another ID', 2],
	])('rejects one of another instance %s', async (_instance, seed) => {
		const other = await startSandbox({ seed });
		try {
			const { create } = await startTokens(other);
			await expect(verifyToken(await create(), await key())).rejects.toMatchObject({
				reason: expect.stringMatching(/^(token-invalid-signature|jwk-kid-mismatch)$/),
			});
		} finally {
			await other.stop();
		}
	});
});

describe('authenticateRequest', () => {
	/** What an application's backend makes of a request with a token. */
	async function authenticate(token?: string) {
		const { publishableKey, secretKey, backendApiUrl } = sandbox().details;
		const backend = createClerkClient({ publishableKey, secretKey, apiUrl: backendApiUrl });
		return await backend.authenticateRequest(
			new Request('https://api.example.com/reports', {
				headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
			}),
			{ skipJwksCache: true },
		);
	}

	test('knows the person, session and age of the factors', async () => {
		const { create, sessionId, userId } = await startTokens();
		const state = await authenticate(await create());
		expect(state.status).toBe('signed-in');
		expect(state.toAuth()).toMatchObject({
			userId,
			sessionId,
			sessionStatus: 'active',
			factorVerificationAge: [0, -1],
			orgId: undefined,
		});
	});

	test('knows what the person may do in the organization', async () => {
		const [organizationId] = personCalled(sandbox(), 'Ada').organizations;
		const { create } = await startTokens();
		const auth = present((await authenticate(await create({ organizationId }))).toAuth());
		expect(auth).toMatchObject({
			orgId: organizationId,
			orgSlug: 'analytical-engines',
			orgRole: 'org:admin',
			orgPermissions: ['org:reports:read', 'org:reports:manage'],
		});
		expect(auth.has({ permission: 'org:reports:manage' })).toBe(true);
		expect(auth.has({ permission: 'org:reports:delete' })).toBe(false);
		expect(auth.has({ feature: 'org:reports' })).toBe(true);
	});

	test('takes a pending session for signed out', async () => {
		const clerk = await startSignedInClerk(sandbox(), 'joan+clerk_test@example.com');
		const [session] = present(clerk.client).sessions;
		const state = await authenticate(present(await present(session).getToken()));
		expect(present(state.toAuth()).userId).toBeNull();
	});

	test('does not take a token that has expired, nor none', async () => {
		const { create } = await startTokens();
		sandbox().clock.advance(-120_000);
		expect(await authenticate(await create())).toMatchObject({
			status: 'signed-out',
			reason: expect.stringMatching(/^session-token-expired/),
		});
		expect((await authenticate()).status).toBe('signed-out');
	});
});
