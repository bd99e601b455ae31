import { collectExchanges, validate, type Exchanges } from './openapi/check';
import { mapObjects, without } from './openapi/description/json';
import { ownDescription } from './openapi/ownDescription';

let exchanges: Exchanges;
beforeAll(async () => {
	exchanges = await collectExchanges();
}, 180_000);

test('the sandbox answers, and the node asks, what we rely on', async () => {
	const { differences, known, answers, requests } = await validate(exchanges, ownDescription);
	expect(differences).toEqual([]);
	// Nothing needs an excuse here: that is for Clerk's own description.
	expect([...known.values()].flat()).toEqual([]);
	expect(answers).toBeGreaterThan(190);
	expect(requests).toBeGreaterThan(35);
});

/** Our description with every object of it changed that `change` has something else for. */
const changed = (change: (object: Record<string, unknown>) => unknown): object =>
	Object(mapObjects(ownDescription, change));

describe('what does not fit is found', () => {
	test.each<[string, object, object]>([
		[
			'a value that is not described',
			changed((object) =>
				Array.isArray(object.enum)
					? { ...object, enum: [...object.enum, 'x'].filter((one) => one !== 'pending') }
					: object,
			),
			{
				operationId: 'getSession',
				exchange: 'pending',
				side: 'answer',
				what: '/response/status must be equal to one of the allowed values',
			},
		],
		[
			'a field that is missing',
			changed((object) =>
				Array.isArray(object.required) && object.required.includes('jwt')
					? { ...object, required: ['jwt', 'missing'] }
					: object,
			),
			{
				operationId: 'createSessionToken',
				side: 'answer',
				what: "/ must have required property 'missing'",
			},
		],
		[
			'a status that is not described',
			changed((object) => without(object, '404')),
			{ operationId: 'getSession', side: 'answer', what: 'status 404 is not described' },
		],
		[
			'an operation that is not described',
			changed((object) => without(object, '/v1/client/sessions/{session_id}/touch')),
			{ side: 'answer', what: expect.stringMatching(/touch is not described as touchSession$/) },
		],
		[
			'a parameter that is not described',
			changed((object) => without(object, 'active_organization_id')),
			{
				operationId: 'touchSession',
				side: 'request',
				what: '/requestBody must NOT have additional properties: active_organization_id',
			},
		],
	])('%s', async (_what, description, difference) => {
		const { differences } = await validate(exchanges, description);
		expect(differences).toContainEqual(expect.objectContaining(difference));
	});
});
