import type { Browser, Page } from 'playwright-core';
import { intendedDifferences } from '../intendedDifferences';
import { personCalled, had } from '../support/people';
import { claimsOf, present } from '../support/understood';
import { differences, intention, wireFields } from '../support/wire';
import { scenarios } from '../scenarios';
import { setup } from '../../support/setup';
import { startChromium } from './chromium';
import { Application, type ClerkWindow } from './page';

// In a page, `window` is where clerk-js puts itself.
declare const window: ClerkWindow;

const env = setup();
let browser: Browser;
let application: Application;
let page: Page;
let foreign: string[];

beforeAll(async () => {
	application = await Application.start();
	browser = await startChromium();
});
beforeEach(async () => {
	foreign = [];
	page = await application.open(browser, env.sandbox, foreign);
});
afterEach(async () => {
	expect(foreign).toEqual([]);
	await page.context().close();
});
afterAll(async () => {
	await browser?.close();
	await application?.stop();
});

/** What clerk-js understood of where it stands. */
const state = async () =>
	await page.evaluate(() => {
		const { client, session, user, organization } = window.Clerk;
		return {
			person: user?.primaryEmailAddress?.emailAddress ?? null,
			session: session?.status ?? null,
			organization: organization?.slug ?? null,
			sessions: client?.sessions.map(({ status }) => status),
			active: client?.lastActiveSessionId === session?.id,
		};
	});

const SIGNED_OUT = { person: null, session: null, organization: null, sessions: [] };

/** Signs in with a password, in the page. @returns how far that came */
async function signIn(firstName: string) {
	const { identifier, password } = personCalled(env.sandbox, firstName);
	return await page.evaluate(
		async (credentials) => {
			const signIn = await window.Clerk.client?.signIn.create({
				strategy: 'password',
				...credentials,
			});
			if (signIn?.createdSessionId) {
				await window.Clerk.setActive({ session: signIn.createdSessionId });
			}
			return {
				status: signIn?.status,
				factors: signIn?.supportedSecondFactors?.map(({ strategy }) => strategy) ?? null,
			};
		},
		{ identifier, password: had(password) },
	);
}

test('a new browser gets a dev browser token and is signed out', async () => {
	expect(await state()).toMatchObject(SIGNED_OUT);
	const cookies = await page.context().cookies();
	expect(cookies.map(({ name }) => name)).toContain('__clerk_db_jwt');
	const [first] = env.sandbox.requestLog.filter(({ path }) => path === '/v1/dev_browser');
	expect(first).toMatchObject({ method: 'POST', status: 200 });
});

test('signed in with a password, and still after a reload', async () => {
	expect(await signIn('Grace')).toEqual({ status: 'complete', factors: null });
	const grace = {
		person: 'grace+clerk_test@example.com',
		session: 'active',
		sessions: ['active'],
		active: true,
	};
	expect(await state()).toMatchObject(grace);
	await application.load(page, env.sandbox);
	expect(await state()).toMatchObject(grace);
});

test('signed in with a second factor', async () => {
	expect(await signIn('Ada')).toEqual({
		status: 'needs_second_factor',
		factors: ['totp', 'phone_code', 'backup_code'],
	});
	const code = had(env.sandbox.totpCodeOf(personCalled(env.sandbox, 'Ada').id));
	const age = await page.evaluate(async (shown) => {
		const signIn = await window.Clerk.client?.signIn.attemptSecondFactor({
			strategy: 'totp',
			code: shown,
		});
		await window.Clerk.setActive({ session: signIn?.createdSessionId });
		return window.Clerk.session?.factorVerificationAge;
	}, code);
	expect(age).toEqual([0, 0]);
});

test('signed in with a code by email', async () => {
	const { identifier, emailAddressId } = personCalled(env.sandbox, 'Katherine');
	await page.evaluate(
		async ([address, id]) => {
			const signIn = await window.Clerk.client?.signIn.create({ identifier: address });
			await signIn?.prepareFirstFactor({ strategy: 'email_code', emailAddressId: id });
			const complete = await signIn?.attemptFirstFactor({ strategy: 'email_code', code: '424242' });
			await window.Clerk.setActive({ session: complete?.createdSessionId });
		},
		[identifier, had(emailAddressId)] as const,
	);
	expect(await state()).toMatchObject({ person: identifier, session: 'active' });
});

test('tokens: with and without an organization, and from a template', async () => {
	const [organization = ''] = personCalled(env.sandbox, 'Grace').organizations;
	await signIn('Grace');
	const tokens = await page.evaluate(async (id) => {
		const { session } = window.Clerk;
		return [
			await session?.getToken({ skipCache: true }),
			await session?.getToken({ organizationId: id }),
			await session?.getToken({ template: 'hasura' }),
		];
	}, organization);
	const [personal, ofOrganization, fromTemplate] = tokens.map((token) => claimsOf(present(token)));
	expect(personal).toMatchObject({ azp: application.origin, sts: 'active' });
	expect(personal).not.toHaveProperty('o');
	expect(ofOrganization).toMatchObject({ o: { id: organization, rol: 'admin' } });
	expect(fromTemplate).toHaveProperty(['https://hasura.io/jwt/claims']);
});

test('an organization, activated and left', async () => {
	await signIn('Grace');
	await page.evaluate(async () => await window.Clerk.setActive({ organization: 'difference-co' }));
	expect(await state()).toMatchObject({ organization: 'difference-co' });
	await page.evaluate(async () => await window.Clerk.setActive({ organization: null }));
	expect(await state()).toMatchObject({ organization: null });
});

test('a reverification by password and by code', async () => {
	await signIn('Grace');
	const { password, emailAddressId } = personCalled(env.sandbox, 'Grace');
	const steps = await page.evaluate(
		async ([secret, id]) => {
			const { session } = window.Clerk;
			if (!session) throw new Error('Nobody is signed in');
			const started = await session.startVerification({ level: 'multi_factor' });
			const byPassword = await session.attemptFirstFactorVerification({
				strategy: 'password',
				password: secret,
			});
			await session.startVerification({ level: 'first_factor' });
			const prepared = await session.prepareFirstFactorVerification({
				strategy: 'email_code',
				emailAddressId: id,
			});
			const byCode = await session.attemptFirstFactorVerification({
				strategy: 'email_code',
				code: '424242',
			});
			return [started, byPassword, prepared, byCode].map(
				({ level, status, firstFactorVerification }) => ({
					level,
					status,
					verification: firstFactorVerification.status,
				}),
			);
		},
		[had(password), had(emailAddressId)] as const,
	);
	const level = 'first_factor';
	expect(steps).toEqual([
		{ level, status: 'needs_first_factor', verification: null },
		{ level, status: 'complete', verification: 'verified' },
		{ level, status: 'needs_first_factor', verification: 'unverified' },
		{ level, status: 'complete', verification: 'verified' },
	]);
});

test('several sessions on one client: ended, removed, signed out of', async () => {
	env.sandbox.settings.singleSession = false;
	await application.load(page, env.sandbox);
	for (const name of ['Grace', 'Edith']) await signIn(name);
	expect((await state()).sessions).toEqual(['active', 'active']);
	await page.evaluate(async () => await window.Clerk.client?.sessions[0]?.end());
	expect((await state()).sessions).toEqual(['ended', 'active']);
	await page.evaluate(async () => await window.Clerk.client?.sessions[1]?.remove());
	expect((await state()).sessions).toEqual(['ended']);
	await page.evaluate(async () => await window.Clerk.client?.removeSessions());
	expect((await state()).sessions).toEqual([]);
});

describe('on the wire, a dev browser of the node is like one of clerk-js', () => {
	const inPage: Record<string, () => Promise<unknown>> = {
		'session: touch, focus': () =>
			page.evaluate(async () => await window.Clerk.session?.touch({ intent: 'focus' })),
		'session token: personal account': () =>
			page.evaluate(async () => {
				window.Clerk.session?.clearCache();
				await window.Clerk.session?.getToken();
			}),
		'reverification: start, first_factor': () =>
			page.evaluate(
				async () => await window.Clerk.session?.startVerification({ level: 'first_factor' }),
			),
		'session: remove all': () =>
			page.evaluate(async () => await window.Clerk.client?.removeSessions()),
	};

	test.each(Object.entries(inPage))('%s', async (name, ask) => {
		const { sandbox } = env;
		const person = personCalled(sandbox, 'Grace');
		await signIn('Grace');
		sandbox.clearRequestLog();
		await ask();
		const isSession = ({ path }: { path: string }) => path.includes('/sessions');
		const ofClerkJs = present(sandbox.requestLog.find(isSession));
		const { recorded } = await env.runNode(
			present(scenarios[name]).node({ person, valueOf: () => '', otherSessionId: '' }),
			{
				as: env.signIn(person.id, 'devBrowser'),
			},
		);
		const found = differences(wireFields(ofClerkJs), wireFields(present(recorded[0])));
		expect(found.filter((one) => intention(intendedDifferences, name, one) === undefined)).toEqual(
			[],
		);
	});
});
