import type { ApiHost } from '../../frontendApi/protocol/apiHost';
import { type HttpResponse, toFailure } from '../../frontendApi/protocol/failure';

const HOST: ApiHost = { name: 'clerk.example.com', field: 'Publishable Key', askedBy: 'step' };
const json = { 'content-type': 'application/json; charset=utf-8' };
const failureOf = (answer: Partial<HttpResponse>) =>
	toFailure({ status: 200, headers: {}, body: {}, ...answer }, HOST);
const clerkError = (error: object, more: object = {}) => ({ errors: [error], ...more });

test.each([
	[200, { jwt: 'a session token' }],
	[201, { response: null }],
	[299, { token: 'a sign-in token', errors: 'not a list' }],
])('%d with %j is a success', (status, body) =>
	expect(failureOf({ status, body })).toBeUndefined(),
);

test('Clerk’s errors come out in Clerk’s words', () => {
	const body = clerkError(
		{
			code: 'form_code_incorrect',
			message: 'is incorrect',
			long_message: 'Incorrect code',
			meta: { param_name: 'code' },
		},
		{ clerk_trace_id: 'trace' },
	);
	expect(failureOf({ status: 422, body })).toEqual({
		message: 'Incorrect code',
		description: "Check 'Code': it may be mistyped, from an earlier message, or already used.",
		code: 'form_code_incorrect',
		status: 422,
		traceId: 'trace',
		param: 'code',
		retryAfter: undefined,
	});
});

test.each([
	['the message stands in for a missing long one', { code: 'a', message: 'M' }, 'M'],
	['an empty long message is none', { code: 'a', message: 'M', long_message: '' }, 'M'],
	['the code stands in for both', { code: 'a' }, 'Clerk answered a'],
])('%s', (_name, error, message) => {
	const failure = failureOf({ status: 400, body: clerkError(error) });
	expect(failure).toMatchObject({ message, code: 'a', status: 400 });
	expect(failure?.description).toMatch(/\.$/);
});

test('codes that are names of what every object has get no strange advice', () => {
	const failure = failureOf({ status: 400, body: clerkError({ code: 'constructor' }) });
	expect(failure?.description).toContain("'traceId'");
});

test('of several errors the first counts', () => {
	const body = { errors: [{ code: 'first' }, { code: 'second' }] };
	expect(failureOf({ status: 422, body })?.code).toBe('first');
});

test('how long to wait comes along', () => {
	const headers = { ...json, 'retry-after': '3' };
	const body = clerkError({ code: 'too_many_requests', message: 'Too many' });
	expect(failureOf({ status: 429, headers, body })?.retryAfter).toBe(3);
	expect(failureOf({ status: 429, headers, body: 'slow down' })).toMatchObject({
		message: 'clerk.example.com is receiving too many requests',
		code: 'too_many_requests',
		retryAfter: 3,
	});
});

test.each([
	[302, json, '', 'clerk.example.com redirected the request (HTTP 302)'],
	[200, json, '', "clerk.example.com answered with nothing instead of Clerk's JSON (HTTP 200)"],
	[
		200,
		json,
		'{"a',
		"clerk.example.com answered with incomplete JSON instead of Clerk's JSON (HTTP 200)",
	],
	[200, {}, 'OK', "clerk.example.com answered with text instead of Clerk's JSON (HTTP 200)"],
	[
		200,
		{},
		' <!DOCTYPE html>',
		"clerk.example.com answered with a web page instead of Clerk's JSON (HTTP 200)",
	],
	[
		502,
		{ 'content-type': 'text/html' },
		'Bad gateway',
		"clerk.example.com answered with a web page instead of Clerk's JSON (HTTP 502)",
	],
	[
		404,
		json,
		{ message: 'no' },
		"clerk.example.com answered with other JSON instead of Clerk's JSON (HTTP 404)",
	],
	[
		400,
		json,
		{ errors: [] },
		"clerk.example.com answered with other JSON instead of Clerk's JSON (HTTP 400)",
	],
	[
		400,
		json,
		{ errors: [{ code: 7 }] },
		"clerk.example.com answered with other JSON instead of Clerk's JSON (HTTP 400)",
	],
	[200, json, {}, "clerk.example.com answered with other JSON instead of Clerk's JSON (HTTP 200)"],
	[200, json, [], "clerk.example.com answered with other JSON instead of Clerk's JSON (HTTP 200)"],
])('HTTP %d %j %j', (status, headers, body, message) => {
	const failure = failureOf({ status, headers, body });
	expect(failure).toMatchObject({ message, status });
	expect(failure?.code).toBeUndefined();
	expect(failure?.description).toContain("Check 'Publishable Key' in the credential");
});
