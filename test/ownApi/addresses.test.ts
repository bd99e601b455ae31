import { type OtherServer, startOtherServer } from '../support/otherServer';
import { setupWithApi } from './setup';

// A session token goes to the user's own API and nowhere else.

const env = setupWithApi();
let other: OtherServer;
beforeEach(async () => {
	other = await startOtherServer();
});
afterEach(async () => await other.stop());

const hostOf = (url: string) => new URL(url).host;

test.each<[string, () => string]>([
	['another port', () => `${other.url}/me`],
	['another host name', () => `${env.api.url.replace('127.0.0.1', 'localhost')}/me`],
	['another scheme', () => `${env.api.url.replace('http:', 'https:')}/me`],
	[
		'a user name that looks like the host',
		() => `http://${hostOf(env.api.url)}@${hostOf(other.url)}/me`,
	],
])('not to %s', async (_where, url) => {
	const credential = env.addApiCredential();
	const run = await env.request(credential, url());
	expect(JSON.stringify([run.error?.message, run.error?.description])).toContain(
		`This credential signs requests to ${env.api.url} only`,
	);
	expect(run).toMatchObject({ clerk: [], api: [], writes: 0 });
	expect(other.requests).toEqual([]);
});

test.each(['%2e%2e%2fme', '%2f../me', '..%255cme', '%2e%2e;/me'])(
	'not to what /pages/%s may stand for',
	async (path) => {
		const credential = env.addApiCredential({ apiUrl: `${env.api.url}/pages` });
		const run = await env.request(credential, `/pages/${path}`);
		expect(run.error?.message).toContain('This credential signs requests to');
		expect(run).toMatchObject({ clerk: [], api: [] });
	},
);

test('not along with a redirect', async () => {
	const credential = env.addApiCredential();
	const run = await env.request(credential, '/redirect', {
		parameters: {
			options: { redirect: { redirect: { followRedirects: true, maxRedirects: 21 } } },
		},
	});
	expect(run.error).toMatchObject({ httpCode: '302' });
	expect(run.api).toEqual(['GET /redirect 302']);
});

test('not to whom a Host header names', async () => {
	const credential = env.addApiCredential();
	const run = await env.request(credential, '/me', {
		parameters: {
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'host', value: 'evil.example' }] },
		},
	});
	expect(run.error?.description).toContain("a 'Host' header that names another host");
	expect(run.api).toEqual([]);
});

test('not to a proxy of the step, where the API speaks no TLS', async () => {
	const credential = env.addApiCredential();
	const run = await env.request(credential, '/me', {
		parameters: { options: { proxy: other.url } },
	});
	expect(run.error?.message).toBe("'Proxy' cannot be used for an address that is not encrypted");
	expect(run).toMatchObject({ clerk: [], api: [] });
	expect(other.requests).toEqual([]);
});

test('not beside an Authorization header of the step', async () => {
	const credential = env.addApiCredential();
	const run = await env.request(credential, '/me', {
		parameters: {
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'authorization', value: 'Bearer mine' }] },
		},
	});
	expect(run.api).toEqual(['GET /me 200']);
});

test('to each of several addresses, and to what is below them', async () => {
	const credential = env.addApiCredential({
		apiUrl: `https://api.example.com/v1, ${env.api.url}/pages , ${env.api.url}/me`,
	});
	expect((await env.request(credential, '/pages?page=2')).json).toEqual([{ page: 2, next: 3 }]);
	expect((await env.request(credential, '/me')).error).toBeUndefined();
	expect((await env.request(credential, '/me/too')).error).toBeUndefined();
	const refused = await env.request(credential, '/pagesish');
	expect(refused.error?.message).toContain('This credential signs requests to');
	expect(refused.api).toEqual([]);
});

test.each([
	['', "'API URL' is empty"],
	['  , ', "'API URL' is empty"],
	['api.example.com', "'API URL' is not an absolute http or https address"],
	['http://api.example.com', "'API URL' has an address that is not encrypted"],
	['https://user:secret@api.example.com', "'API URL' holds a user name or a password"],
	['https://api.example.com?a=b', "'API URL' holds a query or a fragment"],
])('API URL %j is refused', async (apiUrl, message) => {
	const credential = env.addApiCredential({ apiUrl });
	const run = await env.request(credential, '/me');
	expect(run.error?.message).toBe(message);
	expect(run).toMatchObject({ clerk: [], api: [] });
});

test.each([
	[{ templateName: 'a/b' }, "'Template Name' is not the name of a JWT template"],
	[{ organization: 'byId' }, "'Organization ID' is empty"],
	[{ organization: 'byId', organizationId: 'acme' }, "'Organization ID' is not an organization ID"],
	[{ organization: 'mine' }, "'Organization' has no valid choice"],
	[
		{ organization: 'personal', templateName: 'hasura' },
		"'Organization' cannot be chosen for a token of a template",
	],
])('%j is refused', async (fields, message) => {
	const credential = env.addApiCredential(fields);
	const run = await env.request(credential, '/me');
	expect(run.error?.message).toBe(message);
	expect(run).toMatchObject({ clerk: [], api: [] });
});
