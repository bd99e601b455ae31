import { IPHONE } from '../support/devices';
import { startNativeClerk, startSignedInClerk } from './support/nativeClerk';
import { personCalled } from './support/people';
import { sandboxForSdks } from './support/sandboxForSdks';
import { clientOf, present, refusal, sessionOf } from './support/understood';

const sandbox = sandboxForSdks({ settings: { singleSession: false } });

/** clerk-js on a client where Ada, Grace and Edith are signed in, Edith last. */
async function startCrowdedClerk() {
	const { clientId, sessionId } = sandbox().signIn('ada+clerk_test@example.com');
	const grace = sandbox().addSession(clientId, 'grace+clerk_test@example.com');
	const edith = sandbox().addSession(clientId, 'edith+clerk_test@example.com');
	const clerk = await startNativeClerk(sandbox(), edith.clientToken);
	return { clerk, ids: [sessionId, grace.sessionId, edith.sessionId] as const };
}

/** IDs of the sessions that clerk-js counts as signed in. */
const signedIn = (clerk: Parameters<typeof clientOf>[0]) =>
	clientOf(clerk).signedInSessions.map(({ id }) => id);

test('several sessions on one client, signed in one after the other', async () => {
	const clerk = await startNativeClerk(sandbox());
	for (const name of ['Grace', 'Edith']) {
		const { identifier, password } = personCalled(sandbox(), name);
		const signIn = await clientOf(clerk).signIn.create({
			strategy: 'password',
			identifier,
			password: present(password),
		});
		await clerk.setActive({ session: signIn.createdSessionId });
		expect(clerk.user?.firstName).toBe(name);
	}
	expect(clientOf(clerk).sessions.map(({ user }) => user?.firstName)).toEqual(['Grace', 'Edith']);

	const [grace] = clientOf(clerk).sessions;
	await clerk.setActive({ session: present(grace).id });
	expect(clerk.user?.firstName).toBe('Grace');
	expect(clientOf(clerk).lastActiveSessionId).toBe(present(grace).id);
});

test.each(['focus', 'select_session', 'select_org'] as const)('touch with %s', async (intent) => {
	const { clerk, ids } = await startCrowdedClerk();
	const ada = present(clientOf(clerk).sessions[0]);
	const before = ada.lastActiveAt.getTime();
	sandbox().clock.advance(5_000);
	expect(await ada.touch({ intent })).toMatchObject({ id: ids[0], status: 'active' });
	expect(ada.lastActiveAt.getTime()).toBeGreaterThanOrEqual(before + 5_000);
	expect(clientOf(clerk).lastActiveSessionId).toBe(ids[0]);
});

test('an organization, chosen by ID or slug, and the personal account again', async () => {
	const clerk = await startSignedInClerk(sandbox());
	const [first, second] = personCalled(sandbox(), 'Ada').organizations;
	expect(clerk.user?.organizationMemberships).toMatchObject([
		{ role: 'org:admin', organization: { id: first, slug: 'analytical-engines' } },
		{ role: 'org:member', organization: { id: second, slug: 'difference-co' } },
	]);
	await clerk.setActive({ organization: present(first) });
	expect(sessionOf(clerk).lastActiveOrganizationId).toBe(first);
	expect(clerk.organization).toMatchObject({ id: first, name: 'Analytical Engines' });
	expect(sessionOf(clerk).checkAuthorization({ permission: 'org:reports:manage' })).toBe(true);

	await clerk.setActive({ organization: 'difference-co' });
	expect(clerk.organization).toMatchObject({ id: second, membersCount: 2 });
	expect(sessionOf(clerk).checkAuthorization({ role: 'org:admin' })).toBe(false);

	await clerk.setActive({ organization: null });
	expect(sessionOf(clerk).lastActiveOrganizationId).toBeNull();
	expect(clerk.organization).toBeNull();
});

test("a stranger's organization is refused", async () => {
	const clerk = await startSignedInClerk(sandbox());
	await expect(clerk.setActive({ organization: 'org_unknown' })).rejects.toEqual(
		refusal('organization_not_found_or_unauthorized', 404),
	);
});

test('a session with a task to do is pending until it is done', async () => {
	const clerk = await startSignedInClerk(sandbox(), 'joan+clerk_test@example.com');
	const [session] = clientOf(clerk).signedInSessions;
	expect(session).toMatchObject({
		status: 'pending',
		tasks: [{ key: 'choose-organization' }],
		currentTask: { key: 'choose-organization' },
	});
	const [organization] = personCalled(sandbox(), 'Joan').organizations;
	await clerk.setActive({ session: present(session).id, organization, navigate: () => undefined });
	expect(sessionOf(clerk)).toMatchObject({
		status: 'active',
		tasks: null,
		lastActiveOrganizationId: organization,
	});
});

test('a session and its person, asked for again', async () => {
	const { clerk, ids } = await startCrowdedClerk();
	const grace = present(clientOf(clerk).sessions[1]);
	expect(await grace.reload()).toMatchObject({
		id: ids[1],
		status: 'active',
		user: {
			firstName: 'Grace',
			primaryEmailAddress: {
				emailAddress: 'grace+clerk_test@example.com',
				verification: { status: 'verified', strategy: 'email_code' },
			},
			twoFactorEnabled: false,
		},
	});
	expect(await present(clerk.user).reload()).toMatchObject({
		firstName: 'Edith',
		passwordEnabled: true,
	});
});

test('end: the client still lists the session', async () => {
	const { clerk, ids } = await startCrowdedClerk();
	const grace = present(clientOf(clerk).sessions[1]);
	expect(await grace.end()).toMatchObject({ id: ids[1], status: 'ended', lastActiveToken: null });
	expect(signedIn(clerk)).toEqual([ids[0], ids[2]]);
	expect(clientOf(clerk).sessions.map(({ status }) => status)).toEqual([
		'active',
		'ended',
		'active',
	]);
	await expect(grace.end()).rejects.toEqual(refusal('invalid_action_for_session', 400));
});

test('remove: the client forgets the session', async () => {
	const { clerk, ids } = await startCrowdedClerk();
	const grace = present(clientOf(clerk).sessions[1]);
	expect(await grace.remove()).toMatchObject({ id: ids[1], status: 'removed' });
	expect(clientOf(clerk).sessions.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
	await expect(grace.reload()).rejects.toEqual(refusal('resource_not_found', 404));
});

test('signing out of one session', async () => {
	const { clerk, ids } = await startCrowdedClerk();
	await clerk.signOut({ sessionId: ids[2] });
	expect(signedIn(clerk)).toEqual([ids[0], ids[1]]);
});

test('signing out of all: the device stays the same client', async () => {
	const { clerk } = await startCrowdedClerk();
	const { id } = clientOf(clerk);
	await clerk.signOut();
	expect(clerk.isSignedIn).toBe(false);
	expect(clientOf(clerk)).toMatchObject({ id, sessions: [], lastActiveSessionId: null });

	const { identifier, password } = personCalled(sandbox(), 'Grace');
	await clientOf(clerk).signIn.create({
		strategy: 'password',
		identifier,
		password: present(password),
	});
	expect(clientOf(clerk)).toMatchObject({ id, sessions: [{ status: 'active' }] });
});

test('signing out and giving the client up', async () => {
	const { clerk } = await startCrowdedClerk();
	await clientOf(clerk).destroy();
	expect(clientOf(clerk)).toMatchObject({ id: '', sessions: [] });
	// The token went with it: to Clerk this is a new device.
	expect(await clientOf(clerk).reload()).toMatchObject({ sessions: [] });
});

test.each(['expired', 'revoked', 'abandoned', 'ended'] as const)(
	'a session that was %s elsewhere',
	async (status) => {
		const { sessionId, clientToken } = sandbox().signIn();
		const clerk = await startNativeClerk(sandbox(), clientToken);
		const session = sessionOf(clerk);
		sandbox().endSession(sessionId, status);
		expect(await session.reload()).toMatchObject({ id: sessionId, status });
		await expect(session.touch()).rejects.toEqual(refusal('authentication_invalid', 401));
	},
);

test('all devices of a person, as far as Clerk knows them', async () => {
	const clerk = await startSignedInClerk(sandbox());
	const own = sessionOf(clerk).id;
	const { sessionId } = sandbox().signIn(undefined, 'native', { activity: IPHONE });
	sandbox().signIn('grace+clerk_test@example.com');
	const sessions = await present(clerk.user).getSessions();
	const ids = sessions.map(({ id }) => id);
	expect(ids).toEqual(expect.arrayContaining([own, sessionId]));
	expect(sessions.every(({ status }) => status === 'active')).toBe(true);
	expect(sessions.find(({ id }) => id === sessionId)?.latestActivity).toMatchObject(IPHONE);
	expect(sessions.find(({ id }) => id === own)?.latestActivity.id).toBeUndefined();
});

test('a session revoked on another device is gone from the list', async () => {
	const clerk = await startSignedInClerk(sandbox(), 'grace+clerk_test@example.com');
	const { sessionId } = sandbox().signIn('grace+clerk_test@example.com');
	const list = async () => await present(clerk.user).getSessions();
	const other = (await list()).find(({ id }) => id === sessionId);
	expect(await present(other).revoke()).toMatchObject({ id: sessionId, status: 'revoked' });
	expect((await list()).map(({ id }) => id)).toEqual([sessionOf(clerk).id]);
	expect(sandbox().statusOf(sessionId)).toBe('revoked');
});

test.each([
	['a second factor that was not shown', 'ada+clerk_test@example.com', 0],
	['a first factor shown eleven minutes ago', 'grace+clerk_test@example.com', 11],
])('Clerk asks for reverification before it revokes: %s', async (_what, person, minutes) => {
	const clerk = await startSignedInClerk(sandbox(), person);
	const { sessionId } = sandbox().signIn(person);
	sandbox().clock.advance(minutes * 60_000);
	const sessions = await present(clerk.user).getSessions();
	const other = present(sessions.find(({ id }) => id === sessionId));
	await expect(other.revoke()).rejects.toEqual(refusal('session_reverification_required', 403));
	expect(sandbox().statusOf(sessionId)).toBe('active');
});
