import { defaultSettings, type Sandbox } from '../../../sandbox';
import { WINDOW } from '../browser';
import { CredentialForm, type ConnectUsing } from '../editor/credentialForm';
import { freePort } from '../freePort';
import { expect, expectText } from '../report';
import { address } from '../storedCredential';
import type { TestContext } from '../testContext';

/** The window in which all fields of a credential are in sight. */
const TALL = { ...WINDOW, height: 1900 };

/** The way that a new credential begins with. */
const FIRST: ConnectUsing = 'Sign-in Ticket';

type Fields = Readonly<Record<string, string>>;

/** One way of connecting: what works, and what does not, with words of the reason. */
interface Way {
	way: ConnectUsing;
	works: Fields;
	refusals: Refusal[];
}

interface Refusal {
	what: string;
	/** Written over what works; without, the sandbox refuses and the saved credential is tested. */
	fields?: Fields;
	/** Makes the sandbox refuse; undone afterwards. */
	refuse?: (sandbox: Sandbox) => void;
	says: string[];
}

/** A JWT that no Clerk has issued. */
const NOBODYS = 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln';

/** A name that no name server knows (RFC 6761). */
const UNKNOWN_HOST = 'clerk.sandbox.invalid';

/** Each way of connecting, filled in by hand: what works, and what is said when it does not. */
export async function checkCredentials(context: TestContext): Promise<void> {
	const { n8n, page, pictures, report, sandbox } = context;
	report.heading('The credential');
	const nowhere = `http://127.0.0.1:${await freePort()}`;
	for (const { way, works, refusals } of waysToConnect(sandbox, n8n.url, nowhere)) {
		const right = { ...address(sandbox.details), ...works };
		await report.check(`${way}: connects, and is tested again by hand`, async () => {
			const form = await CredentialForm.create(page, n8n.url);
			if (way !== FIRST) await form.connectUsing(way);
			await form.rename(`By ${way}`);
			await form.fill(right);
			expectWorks(await form.save());
			expect(await form.showsSuccess(), 'the window does not say that the test succeeded');
			expectWorks(await form.test());
			if (way !== FIRST) return;
			await page.setViewportSize(TALL);
			await pictures.take('credential', form.window);
			await page.setViewportSize(WINDOW);
		});
		const form = new CredentialForm(page);
		for (const { what, fields, refuse, says } of refusals) {
			await report.check(`${way}: says why ${what} does not connect`, async () => {
				refuse?.(sandbox);
				try {
					if (fields) await form.fill({ ...right, ...fields });
					const reason = fields ? await form.save() : await form.test();
					expect(reason !== undefined, 'the test succeeded');
					expectText(reason, ...says);
					expectPlain(reason, { ...works, ...fields });
				} finally {
					sandbox.faults.clear();
					Object.assign(sandbox.settings, defaultSettings());
				}
			});
		}
		await report.check(`${way}: connects again once it is put right`, async () => {
			await form.fill(right);
			expectWorks(await form.save());
			await form.close();
		});
	}
}

function waysToConnect(sandbox: Sandbox, website: string, nowhere: string): Way[] {
	const { backendApiUrl, devBrowserToken, publishableKey, secretKey, people } = sandbox.details;
	const [ada, grace, , edith, margaret] = people;
	const { clientToken } = sandbox.signIn();
	const signedOut = sandbox.signIn();
	sandbox.endSession(signedOut.sessionId);
	const emptied = sandbox.signIn();
	sandbox.endSession(emptied.sessionId, 'removed');
	const leftBrowser = sandbox.signIn(undefined, 'devBrowser');
	sandbox.endSession(leftBrowser.sessionId);
	/** Lets Clerk refuse the client itself, as with one that it has closed. */
	const refuseClient =
		(code: string) =>
		({ faults }: Sandbox) => {
			faults.add({
				path: '/v1/client',
				status: 401,
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ errors: [{ code, message: 'Refused' }] }),
			});
		};
	if (!ada?.password || !grace?.password || !edith?.password || !margaret?.password) {
		throw new Error('The sandbox has not the people that these checks need');
	}
	if (!devBrowserToken || !clientToken) throw new Error('The sandbox gave out no tokens');
	return [
		{
			way: 'Client Token',
			works: { clientToken },
			refusals: [
				{
					what: 'an instance without the Native API',
					refuse: ({ settings }) => {
						settings.nativeApi = false;
					},
					says: ['The Native API is off', 'Clerk Dashboard under Native applications'],
				},
				{
					what: 'an instance that is down',
					refuse: ({ faults }) => faults.add({ path: '/v1/client', status: 503 }),
					says: ['Try again later'],
				},
				{
					what: 'an address at which Clerk knows no instance',
					refuse: ({ settings }) => {
						settings.allowedHosts = ['clerk.example.com'];
					},
					says: ['Clerk knows no instance at this address', 'publishable key is complete'],
				},
				{
					what: 'a client that is signed out',
					refuse: refuseClient('signed_out'),
					says: ['The client is signed out', 'copy its token'],
				},
				{
					what: 'a token that Clerk does not accept',
					refuse: refuseClient('authentication_invalid'),
					says: ['Clerk does not accept this token', 'Copy it again'],
				},
				{
					what: 'a token that Clerk does not know',
					fields: { clientToken: NOBODYS },
					says: ['Clerk does not know this token'],
				},
				{
					what: 'a client whose session has ended',
					fields: { clientToken: signedOut.clientToken ?? '' },
					says: ['nobody is signed in on it', 'Sign in on it again'],
				},
				{
					what: 'a client without sessions',
					fields: { clientToken: emptied.clientToken ?? '' },
					says: ['nobody is signed in on it', 'Sign in on it again'],
				},
				{
					what: 'a publishable key that was cut off',
					fields: { publishableKey: publishableKey.slice(0, -4) },
					says: ["'Publishable Key' is not complete", 'Copy the publishable key'],
				},
				{
					what: 'a secret key in the wrong field',
					fields: { publishableKey: secretKey },
					says: ["'Publishable Key' holds a secret key"],
				},
				{
					what: 'an address where nothing listens',
					fields: { proxyUrl: nowhere },
					says: ['refused the connection'],
				},
				{
					what: 'a host that does not exist',
					fields: { proxyUrl: `https://${UNKNOWN_HOST}` },
					says: [`The host ${UNKNOWN_HOST} was not found`],
				},
				{
					what: 'the address of a website',
					fields: { proxyUrl: website },
					says: ["answered with a web page instead of Clerk's JSON"],
				},
			],
		},
		{
			way: 'Dev Browser Token',
			works: { devBrowserToken },
			refusals: [
				{
					what: 'a token that Clerk does not know',
					fields: { devBrowserToken: 'dvb_2unknown' },
					says: ['Clerk does not know this dev browser token'],
				},
				{
					what: 'a browser in which nobody is signed in any more',
					fields: { devBrowserToken: leftBrowser.devBrowserToken ?? '' },
					says: ['nobody is signed in on it'],
				},
				{
					what: 'a live publishable key',
					fields: { publishableKey: publishableKey.replace('pk_test_', 'pk_live_') },
					says: ["'Dev Browser Token' cannot be used with a live publishable key"],
				},
			],
		},
		{
			way: 'Password',
			works: { identifier: grace.identifier, password: grace.password },
			refusals: [
				{
					what: 'a wrong password',
					fields: { password: 'not-the-password' },
					says: ['Password is incorrect'],
				},
				{
					what: 'an account with two-step verification',
					fields: { identifier: ada.identifier, password: ada.password },
					says: ['two-step verification', 'sign-in ticket'],
				},
				{
					what: 'an account behind Device Trust',
					fields: { identifier: edith.identifier, password: edith.password },
					refuse: ({ settings }) => {
						settings.deviceTrust = true;
					},
					says: ['Device Trust is on', 'sign-in ticket'],
				},
				{
					what: 'a password that has to be changed',
					fields: { identifier: margaret.identifier, password: margaret.password },
					says: ['the password has to be changed first', 'Reset it'],
				},
				{
					what: 'somebody unknown',
					fields: { identifier: 'nobody@example.com' },
					says: ["Couldn't find your account"],
				},
				{
					what: 'a host that does not exist',
					fields: { proxyUrl: `https://${UNKNOWN_HOST}` },
					says: ['Signing in was not possible', `The host ${UNKNOWN_HOST} was not found`],
				},
			],
		},
		{
			way: 'Sign-in Ticket',
			works: { secretKey, userId: ada.id, backendApiUrl },
			refusals: [
				{
					what: 'a secret key of another instance',
					fields: { secretKey: `sk_test_${'0'.repeat(42)}` },
					says: ['Secret Key'],
				},
				{
					what: 'a secret key that is none',
					fields: { secretKey: publishableKey },
					says: ["'Secret Key' is not a secret key"],
				},
				{
					what: 'a secret key of a live instance',
					fields: { secretKey: secretKey.replace('sk_test_', 'sk_live_') },
					says: ["'Secret Key' and 'Publishable Key' belong to different instances"],
				},
				{
					what: 'a Backend API that cannot be reached',
					fields: { backendApiUrl: nowhere },
					says: ['Signing in was not possible', 'refused the connection'],
				},
				{
					what: 'a user ID that is none',
					fields: { userId: 'ada' },
					says: ["'User ID' is not a user ID", 'The Clerk Dashboard shows it'],
				},
				{
					what: 'a user whom Clerk does not know',
					fields: { userId: 'user_2nobody' },
					says: ['user_2nobody'],
				},
			],
		},
	];
}

function expectWorks(reason: string | undefined): void {
	expect(reason === undefined, `the test says: ${reason}`);
}

/** A reason is a sentence for people: nothing of the program, and nothing secret. */
function expectPlain(reason: string, fields: Fields): void {
	expect(/[a-z]{2,} [a-z]{2,}/i.test(reason), `no sentence: ${reason}`);
	expect(!/\bE[A-Z]{5,}\b|\bat .*:\d+|undefined|\[object/.test(reason), `not plain: ${reason}`);
	for (const [field, value] of Object.entries(fields)) {
		const isSecret = /token|password|secretKey/i.test(field);
		expect(!isSecret || !reason.includes(value), `the reason shows '${field}'`);
	}
}
