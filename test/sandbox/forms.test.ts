import { ask, sandboxForTests, signedIn } from './support';

const sandbox = sandboxForTests();

it.each([
	['touch', { organization_id: 'org_x' }, 'form_param_unknown', 'organization_id'],
	['touch', { intent: 'wander' }, 'form_param_value_invalid', 'intent'],
	['end', { anything: '1' }, 'form_param_unknown', 'anything'],
	['remove', { anything: '1' }, 'form_param_unknown', 'anything'],
	['tokens', { active_organization_id: '' }, 'form_param_unknown', 'active_organization_id'],
	['tokens/hasura', { organization_id: '' }, 'form_param_unknown', 'organization_id'],
	['verify', {}, 'form_param_missing', 'level'],
	['verify', { level: 'third_factor' }, 'form_param_value_invalid', 'level'],
	['verify/prepare_first_factor', {}, 'form_param_missing', 'strategy'],
	['verify/prepare_first_factor', { strategy: 'totp' }, 'form_param_value_invalid', 'strategy'],
	[
		'verify/prepare_first_factor',
		{ strategy: 'email_code' },
		'form_param_missing',
		'email_address_id',
	],
	[
		'verify/attempt_first_factor',
		{ strategy: 'password', password: 'x', code: '1' },
		'form_param_unknown',
		'code',
	],
	['verify/attempt_second_factor', { strategy: 'totp', code: '' }, 'form_param_missing', 'code'],
] as const)('%s with %j is refused with %s about %s', async (step, form, code, parameter) => {
	const { app, path } = signedIn(sandbox());
	const answer = await app.post(`${path}/${step}`, { ...form });
	expect(answer).toMatchObject({ status: 422, code, parameter });
});

it('takes what clerk-js sends beyond the description', async () => {
	const { app, path } = signedIn(sandbox());
	const form = { organization_id: '', tab_state: 'focused', token: 'x', force_origin: 'true' };
	expect((await app.post(`${path}/tokens`, form)).status).toBe(200);
});

it.each([
	['JSON', 'application/json', '{"level":"first_factor"}', 415, 'unsupported_content_type'],
	['text', 'text/plain', 'level=first_factor', 415, 'unsupported_content_type'],
	[
		'an escape cut short',
		'application/x-www-form-urlencoded',
		'level=%E0%A4%A',
		400,
		'malformed_request_parameters',
	],
	[
		'a parameter sent twice',
		'application/x-www-form-urlencoded',
		'level=first_factor&level=first_factor',
		422,
		'form_param_duplicate',
	],
])('refuses %s', async (_name, contentType, body, status, code) => {
	const { app, path } = signedIn(sandbox());
	const answer = await fetch(`${sandbox().url}${path}/verify?_is_native=1`, {
		method: 'POST',
		headers: { authorization: app.token, 'content-type': contentType },
		body,
	});
	expect(answer.status).toBe(status);
	expect(await answer.json()).toMatchObject({ errors: [{ code }] });
});

it('words an error as Clerk does, with a trace id and the caller’s client along', async () => {
	const { app, clientId, path } = signedIn(sandbox());
	const { body, headers } = await app.post(`${path}/verify`);
	expect(body).toEqual({
		errors: [
			{
				code: 'form_param_missing',
				message: 'is missing',
				long_message: 'level must be included.',
				meta: { param_name: 'level' },
			},
		],
		meta: { client: expect.objectContaining({ id: clientId }) },
		clerk_trace_id: headers['x-clerk-trace-id'],
	});
});

it('knows no other paths', async () => {
	const answer = await ask(sandbox(), 'GET', '/v1/nothing');
	expect([answer.status, answer.code]).toEqual([404, 'resource_not_found']);
});
