import type { Fault } from '../../sandbox';
import { setup } from '../support/setup';

const env = setup();

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json' };
const TEXT = { 'content-type': 'text/plain' };

/** What comes back, and how it is named: `HOST` stands for the host. */
const CASES: Array<[what: string, fault: Fault, message: string]> = [
	[
		"a proxy's page with 502",
		{ status: 502, headers: HTML, body: '<html><body>Bad gateway</body></html>' },
		"HOST answered with a web page instead of Clerk's JSON (HTTP 502)",
	],
	[
		'a page with 200',
		{ status: 200, headers: HTML, body: '<!doctype html><title>Log in</title>' },
		"HOST answered with a web page instead of Clerk's JSON (HTTP 200)",
	],
	[
		'a page that does not say so',
		{ status: 200, headers: TEXT, body: '\n <HTML></HTML>' },
		"HOST answered with a web page instead of Clerk's JSON (HTTP 200)",
	],
	[
		'a page that says it is JSON',
		{ status: 403, headers: JSON_TYPE, body: '<html></html>' },
		"HOST answered with a web page instead of Clerk's JSON (HTTP 403)",
	],
	[
		'nothing with 200',
		{ status: 200, headers: JSON_TYPE, body: '' },
		"HOST answered with nothing instead of Clerk's JSON (HTTP 200)",
	],
	[
		'nothing with 204',
		{ status: 204 },
		"HOST answered with nothing instead of Clerk's JSON (HTTP 204)",
	],
	[
		'nothing with 500',
		{ status: 500, body: '' },
		"HOST answered with nothing instead of Clerk's JSON (HTTP 500)",
	],
	[
		'cut JSON with 200',
		{ status: 200, headers: JSON_TYPE, body: '{"response":{"object":"sess' },
		"HOST answered with incomplete JSON instead of Clerk's JSON (HTTP 200)",
	],
	[
		'cut JSON with 422',
		{ status: 422, headers: JSON_TYPE, body: '{"errors":[{"code":"form_par' },
		"HOST answered with incomplete JSON instead of Clerk's JSON (HTTP 422)",
	],
	[
		'a list with 200',
		{ status: 200, headers: JSON_TYPE, body: '[{"id":1}]' },
		"HOST answered with other JSON instead of Clerk's JSON (HTTP 200)",
	],
	[
		"another service's JSON with 200",
		{ status: 200, headers: JSON_TYPE, body: '{"hello":"world"}' },
		"HOST answered with other JSON instead of Clerk's JSON (HTTP 200)",
	],
	[
		'null with 200',
		{ status: 200, headers: JSON_TYPE, body: 'null' },
		"HOST answered with nothing instead of Clerk's JSON (HTTP 200)",
	],
	[
		'a number with 200',
		{ status: 200, headers: JSON_TYPE, body: '7' },
		"HOST answered with other JSON instead of Clerk's JSON (HTTP 200)",
	],
	[
		"another service's JSON with 404",
		{ status: 404, headers: JSON_TYPE, body: '{"error":"not found"}' },
		"HOST answered with other JSON instead of Clerk's JSON (HTTP 404)",
	],
	[
		'a list of errors without codes',
		{ status: 400, headers: JSON_TYPE, body: '{"errors":[{"message":"x"}]}' },
		"HOST answered with other JSON instead of Clerk's JSON (HTTP 400)",
	],
	[
		'an empty list of errors',
		{ status: 400, headers: JSON_TYPE, body: '{"errors":[]}' },
		"HOST answered with other JSON instead of Clerk's JSON (HTTP 400)",
	],
	[
		'errors that are no list',
		{ status: 400, headers: JSON_TYPE, body: '{"errors":{"code":"x"}}' },
		"HOST answered with other JSON instead of Clerk's JSON (HTTP 400)",
	],
	[
		'plain text with 400',
		{ status: 400, headers: TEXT, body: 'Client sent an HTTP request to an HTTPS server.' },
		"HOST answered with text instead of Clerk's JSON (HTTP 400)",
	],
	...[301, 302, 303, 307, 308].map((status): [string, Fault, string] => [
		`a redirect (${status})`,
		{ status, headers: { location: 'http://127.0.0.1:9/elsewhere' } },
		`HOST redirected the request (HTTP ${status})`,
	]),
	['not modified', { status: 304 }, 'HOST redirected the request (HTTP 304)'],
	[
		"a proxy's 429",
		{ status: 429, headers: HTML, body: '<html>Slow down</html>' },
		'HOST is receiving too many requests',
	],
];

test.each(CASES)('%s is named as what it is', async (_what, fault, message) => {
	env.sandbox.faults.add(fault);
	const parameters = { resource: 'session', operation: 'touch', options: { maxRetries: 0 } };
	const { host } = new URL(env.sandbox.url);
	const { error, recorded } = await env.runNode(parameters);
	expect(error).toMatchObject({
		name: 'NodeApiError',
		message: message.replace('HOST', host),
		description: expect.stringMatching(/^[A-Z].*\.$/),
		httpCode: String(fault.status),
	});
	// A redirect is not followed, and nothing is sent twice.
	expect(recorded).toHaveLength(1);

	const { json } = await env.runNode(parameters, { onError: 'continueRegularOutput' });
	expect(json).toMatchObject([
		{ error: { message: message.replace('HOST', host), status: fault.status } },
	]);
});
