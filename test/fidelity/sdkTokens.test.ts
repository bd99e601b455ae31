import { startNativeClerk, startSignedInClerk } from './support/nativeClerk';
import { personCalled } from './support/people';
import { sandboxForSdks } from './support/sandboxForSdks';
import { claimsOf, present, refusal, sessionOf } from './support/understood';

const sandbox = sandboxForSdks();

test('a token for the personal account', async () => {
	const clerk = await startSignedInClerk(sandbox());
	const session = sessionOf(clerk);
	expect(claimsOf(await session.getToken({ skipCache: true }))).toMatchObject({
		sid: session.id,
		sub: clerk.user?.id,
		iss: 'https://clerk.sandbox.example',
		v: 2,
		sts: 'active',
		fva: [0, -1],
	});
	expect(present(session.lastActiveToken).jwt?.claims.sid).toBe(session.id);
});

test('a token for an organization, whichever is active', async () => {
	const clerk = await startSignedInClerk(sandbox());
	const [first, second] = personCalled(sandbox(), 'Ada').organizations;
	const session = sessionOf(clerk);
	expect(claimsOf(await session.getToken({ organizationId: first }))).toMatchObject({
		o: { id: first, slg: 'analytical-engines', rol: 'admin' },
	});
	await clerk.setActive({ organization: present(second) });
	expect(claimsOf(await session.getToken())).toMatchObject({ o: { id: second, rol: 'member' } });
	expect(claimsOf(await session.getToken({ organizationId: '' })).o).toBeUndefined();
	// The active organization is what clerk-js read in the session, not in its tokens.
	expect(session.lastActiveOrganizationId).toBe(second);
});

test('with forced selection, a token for the active organization instead of the personal account', async () => {
	const clerk = await startSignedInClerk(sandbox());
	const [first] = personCalled(sandbox(), 'Ada').organizations;
	await clerk.setActive({ organization: present(first) });
	sandbox().settings.forceOrganizationSelection = true;
	const session = sessionOf(clerk);
	expect(claimsOf(await session.getToken({ organizationId: '', skipCache: true }))).toMatchObject({
		o: { id: first },
	});
	await session.reload();
	expect(session.lastActiveOrganizationId).toBe(first);
});

test('a token from a template', async () => {
	const clerk = await startSignedInClerk(sandbox());
	const claims = claimsOf(await sessionOf(clerk).getToken({ template: 'hasura' }));
	expect(claims['https://hasura.io/jwt/claims']).toMatchObject({
		'x-hasura-user-id': clerk.user?.id,
	});
	expect(claims.sid).toBeUndefined();
	await expect(sessionOf(clerk).getToken({ template: 'unknown' })).rejects.toEqual(
		refusal('resource_not_found', 404),
	);
});

test('a token is kept while it lives, and made anew on demand', async () => {
	const clerk = await startSignedInClerk(sandbox());
	const session = sessionOf(clerk);
	sandbox().clearRequestLog();
	expect(await session.getToken()).toBe(await session.getToken());
	expect(sandbox().requestLog).toHaveLength(0);
	const kept = await session.getToken();
	const fresh = await session.getToken({ skipCache: true });
	expect(claimsOf(fresh).jti).not.toBe(claimsOf(kept).jti);
});

test('where Clerk asks for the last token, clerk-js brings it', async () => {
	const clerk = await startSignedInClerk(sandbox());
	sandbox().settings.requireExpiredToken = true;
	const token = await sessionOf(clerk).getToken({ skipCache: true });
	expect(claimsOf(token).sid).toBe(sessionOf(clerk).id);
});

test('no token for an organization one is not in', async () => {
	const clerk = await startSignedInClerk(sandbox(), 'grace+clerk_test@example.com');
	const [stranger] = personCalled(sandbox(), 'Joan').organizations;
	await expect(sessionOf(clerk).getToken({ organizationId: stranger })).rejects.toEqual(
		refusal('organization_not_found_or_unauthorized', 404),
	);
});

test('no token for a session that has ended', async () => {
	const { sessionId, clientToken } = sandbox().signIn();
	const clerk = await startNativeClerk(sandbox(), clientToken);
	sandbox().endSession(sessionId);
	await expect(sessionOf(clerk).getToken({ skipCache: true })).rejects.toEqual(
		expect.objectContaining({ status: 401 }),
	);
});
