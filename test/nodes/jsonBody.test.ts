import type { IDataObject } from 'n8n-workflow';
import { OPERATIONS, pathOf } from '../support/operations';
import { nativeRequest } from '../support/seenRequest';
import { setup } from '../support/setup';

const env = setup();
const run = async (jsonBody: string, operation = 'touch', items: IDataObject[] = [{}]) =>
	await env.runNode({ resource: 'session', operation, specifyBody: 'json', jsonBody }, { items });
const encoded = (form: Record<string, string>) => new URLSearchParams(form).toString();

describe('an object is sent as a form, as it stands', () => {
	const cases: Array<[string, string, Record<string, string>]> = [
		['text', '{"intent":"focus"}', { intent: 'focus' }],
		['numbers', '{"a":1,"b":-0.5,"c":0}', { a: '1', b: '-0.5', c: '0' }],
		['booleans', '{"a":true,"b":false}', { a: 'true', b: 'false' }],
		['null as an empty value', '{"a":null}', { a: '' }],
		['an empty text', '{"active_organization_id":""}', { active_organization_id: '' }],
		['a nested object as JSON', '{"a":{"b":{"c":[1]}}}', { a: '{"b":{"c":[1]}}' }],
		['an array as JSON', '{"a":[1,"two",null]}', { a: '[1,"two",null]' }],
		['what a form has to escape', '{"a b":"&=+%/ü\\n"}', { 'a b': '&=+%/ü\n' }],
		[
			'names that objects have from birth',
			'{"__proto__":"1","constructor":"2"}',
			{ ['__proto__']: '1', constructor: '2' },
		],
		['nothing for an empty object', '{}', {}],
	];
	test.each(cases)('%s', async (_name, jsonBody, form) => {
		const path = `/v1/client/sessions/${env.client.sessionId}/touch`;
		expect((await run(jsonBody)).requests).toEqual([nativeRequest('POST', path, encoded(form))]);
	});
});

test('an expression may give text or an object', async () => {
	const items = [
		{ body: '{"intent":"focus"}' },
		{ body: { intent: 'select_org', active_organization_id: null } },
	];
	const { requests, error } = await run('={{ $json.body }}', 'touch', items);
	expect(error).toBeUndefined();
	expect(requests.map(({ body }) => body).sort()).toEqual([
		'intent=focus',
		'intent=select_org&active_organization_id=',
	]);
});

test('fields are left aside', async () => {
	const { requests } = await env.runNode({
		resource: 'session',
		operation: 'touch',
		specifyBody: 'json',
		jsonBody: '{"intent":"focus"}',
		organization: 'byId',
		organizationId: 'org_1',
		additionalFields: { intent: 'select_org' },
	});
	expect(requests.map(({ body }) => body)).toEqual(['intent=focus']);
});

const withForm = OPERATIONS.filter(({ parameters }) => parameters.includes('jsonBody'));

test.each(withForm)('$resource: $operation takes it', async (entry) => {
	const { resource, operation, method } = entry;
	const { requests, error } = await env.runNode({
		resource,
		operation,
		specifyBody: 'json',
		jsonBody: '{"new_parameter":{"at":"Clerk"}}',
	});
	const body = encoded({ new_parameter: '{"at":"Clerk"}' });
	expect(requests).toEqual([nativeRequest(method, pathOf(entry, env.client.sessionId), body)]);
	expect(error).toMatchObject({ context: { data: { code: 'form_param_unknown' } } });
});

describe('anything else is refused before anything is sent', () => {
	const notJson = "'JSON Body' is not valid JSON";
	const noObject = "'JSON Body' is not an object";
	test.each([
		[notJson, '{"intent":'],
		[notJson, "{'intent':'focus'}"],
		[notJson, ''],
		[notJson, 'intent=focus'],
		[noObject, '[{"intent":"focus"}]'],
		[noObject, '"intent"'],
		[noObject, '42'],
		[noObject, 'null'],
		[noObject, '={{ [1] }}'],
		[noObject, '={{ 42 }}'],
		[noObject, '={{ null }}'],
	])('%s: %s', async (message, jsonBody) => {
		const { error, requests } = await run(jsonBody);
		expect(error?.message).toBe(message);
		expect(requests).toEqual([]);
	});
});
