import { createClerkClient, verifyToken } from '@clerk/backend';
import type { Preset } from '../../sandbox';
import { startNativeClerk } from './support/nativeClerk';
import { personCalled } from './support/people';
import { sandboxForSdks } from './support/sandboxForSdks';
import { clientOf, present, refusal, sessionOf } from './support/understood';

/** What clerk-js and @clerk/backend make of sessions that have something to do first. */
describe.each<Preset>(['madeIn2024', 'madeToday'])('an application %s', (preset) => {
	const isToday = preset === 'madeToday';
	const sandbox = sandboxForSdks({ preset });

	const withTicket = async (firstName: string, orgId?: string) => {
		const { secretKey, backendApiUrl: apiUrl } = sandbox().details;
		const { token: ticket } = await createClerkClient({
			secretKey,
			apiUrl,
			telemetry: { disabled: true },
		}).signInTokens.createSignInToken({
			userId: personCalled(sandbox(), firstName).id,
			expiresInSeconds: 60,
			...(orgId === undefined ? {} : { orgId }),
		});
		const clerk = await startNativeClerk(sandbox());
		await clientOf(clerk).signIn.create({ strategy: 'ticket', ticket });
		const [session] = clientOf(clerk).signedInSessions;
		return { clerk, session: present(session) };
	};

	const verify = async (token: string | null) => {
		const { secretKey, backendApiUrl: apiUrl } = sandbox().details;
		return await verifyToken(present(token), { secretKey, apiUrl, skipJwksCache: true });
	};

	const isSignedIn = async (token: string | null) => {
		const { publishableKey, secretKey, backendApiUrl: apiUrl } = sandbox().details;
		const backend = createClerkClient({
			publishableKey,
			secretKey,
			apiUrl,
			telemetry: { disabled: true },
		});
		const state = await backend.authenticateRequest(
			new Request('https://api.example.com/', {
				headers: { authorization: `Bearer ${present(token)}` },
			}),
		);
		return state.toAuth()?.isAuthenticated;
	};

	test('a ticket without an organization, and Touch after it', async () => {
		const { clerk, session } = await withTicket('Grace');
		const before = isToday ? 'pending' : 'active';
		expect(session.status).toBe(before);
		expect(session.currentTask?.key).toBe(isToday ? 'choose-organization' : undefined);
		expect(clerk.__internal_environment?.organizationSettings.forceOrganizationSelection).toBe(
			isToday,
		);
		const token = await session.getToken({ skipCache: true });
		expect((await verify(token)).sts).toBe(before);
		expect(await isSignedIn(token)).toBe(!isToday);
		const [organization] = personCalled(sandbox(), 'Grace').organizations;
		await clerk.setActive({ session: session.id, organization, navigate: () => undefined });
		expect(sessionOf(clerk)).toMatchObject({ status: 'active', currentTask: undefined });
		const after = await sessionOf(clerk).getToken({ skipCache: true });
		expect(await verify(after)).toMatchObject({ sts: 'active', o: { id: organization } });
		expect(await isSignedIn(after)).toBe(true);
	});

	test('a ticket with an organization', async () => {
		const [organization] = personCalled(sandbox(), 'Grace').organizations;
		const { session } = await withTicket('Grace', organization);
		expect(session).toMatchObject({
			status: 'active',
			currentTask: undefined,
			lastActiveOrganizationId: organization,
		});
		expect(await isSignedIn(await session.getToken())).toBe(true);
	});

	test.each([
		['setup-mfa', 'Grace'],
		['reset-password', 'Margaret'],
	])('the task %s', async (key, firstName) => {
		sandbox().settings.requireSecondFactor = key === 'setup-mfa';
		sandbox().settings.forceOrganizationSelection = false;
		sandbox().settings.passwordResetIsTask = true;
		const { clerk, session } = await withTicket(firstName);
		expect(session).toMatchObject({ status: 'pending', currentTask: { key } });
		expect(await isSignedIn(await session.getToken({ skipCache: true }))).toBe(false);
		sandbox().completeTasks(session.id);
		await clientOf(clerk).reload();
		const [after] = clientOf(clerk).signedInSessions;
		expect(after).toMatchObject({ status: 'active', currentTask: undefined });
	});

	test('a captcha that is wanted does not sign clerk-js out', async () => {
		const [organization] = personCalled(sandbox(), 'Grace').organizations;
		const { clerk, session } = await withTicket('Grace', organization);
		sandbox().settings.requireCaptcha = true;
		// It goes on to the captcha, for which there is no page here.
		await expect(session.touch()).rejects.toEqual(expect.anything());
		expect(clientOf(clerk).signedInSessions).toMatchObject([{ id: session.id }]);
		expect(sandbox().statusOf(session.id)).toBe('active');
		expect(sandbox().requestLog.at(-1)).toMatchObject({ status: 401 });
	});

	test('an actor token signs in as somebody else, and every token says so', async () => {
		const { secretKey, backendApiUrl: apiUrl } = sandbox().details;
		const { actorTokens } = createClerkClient({ secretKey, apiUrl, telemetry: { disabled: true } });
		const { actor, token: ticket } = await actorTokens.create({
			userId: personCalled(sandbox(), 'Grace').id,
			actor: { sub: 'user_robot' },
		});
		expect(actor).toEqual({ sub: 'user_robot' });
		const clerk = await startNativeClerk(sandbox());
		await clientOf(clerk).signIn.create({ strategy: 'ticket', ticket: present(ticket) });
		const session = present(clientOf(clerk).signedInSessions[0]);
		expect(session.actor).toEqual({ sub: 'user_robot' });
		// Half an hour, where a session lives for a week.
		expect(session.expireAt.getTime() - sandbox().clock.now()).toBeLessThanOrEqual(30 * 60_000);
		const claims = await verify(await session.getToken({ skipCache: true }));
		expect(claims.act).toEqual({ sub: 'user_robot' });
	});

	test('a blocked client is refused, whatever it asks for', async () => {
		const { clientId, clientToken } = sandbox().signIn(personCalled(sandbox(), 'Grace').id);
		const clerk = await startNativeClerk(sandbox(), clientToken);
		sandbox().blockClient(clientId);
		await expect(clientOf(clerk).reload()).rejects.toEqual(refusal('device_blocked', 403));
		await expect(sessionOf(clerk).touch()).rejects.toEqual(refusal('device_blocked', 403));
	});

	test('Device Trust', async () => {
		const { identifier, password } = personCalled(sandbox(), 'Dorothy');
		const clerk = await startNativeClerk(sandbox());
		const signIn = await clientOf(clerk).signIn.create({
			strategy: 'password',
			identifier,
			password: present(password),
		});
		// Not asked of somebody whose address is not verified.
		expect(signIn.status).toBe('complete');
	});
});
