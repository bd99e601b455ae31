import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorCatalogue } from '../../sandbox/errors/catalogue';
import { sampled } from '../support/size';
import { collectExchanges, type Exchanges, validate } from './openapi/check';
import { mapObjects, without } from './openapi/description/json';
import { check } from './openapi/command';
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

const UNFIT: Array<[string, object, object]> = [
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
];

describe('what does not fit is found', () => {
	test.each(sampled(UNFIT))('%s', async (_what, description, difference) => {
		const { differences } = await validate(exchanges, description);
		expect(differences).toContainEqual(expect.objectContaining(difference));
	});
});

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'clerk-sessions-fidelity-'));
});
afterAll(async () => await rm(folder, { recursive: true }));

/** Runs the command. @returns what it printed, and whether it ends with exit code 0 */
async function run(...args: string[]): Promise<{ fits: boolean; printed: string }> {
	const lines: string[] = [];
	const fits = await check(
		args,
		(line) => lines.push(line),
		async () => exchanges,
	);
	return { fits, printed: lines.join('\n') };
}

async function file(name: string, content: object): Promise<string> {
	const place = path.join(folder, name);
	await writeFile(place, JSON.stringify(content));
	return place;
}

/** A list with every error of the sandbox that such a list has. */
const list = Object.values(errorCatalogue)
	.map(({ code, status }) => ({ code, status }))
	.filter(
		({ code }) => !/^(too_many_requests|missing_expired_token|clerk_key_invalid)$/.test(code),
	);

test('without a file it says that it checks nothing', async () => {
	expect(await run()).toMatchObject({
		fits: true,
		printed: expect.stringMatching(/^Nothing is checked/),
	});
});

test('a description and a list that fit', async () => {
	const description = await file('description.json', ownDescription);
	const { fits, printed } = await run(description, '--errors', await file('errors.json', list));
	expect(printed).toMatch(/\d{3} answers of the sandbox, \d{2} requests of the node/);
	expect(printed).toMatch(/\d{2} errors of the sandbox/);
	expect(printed.match(/Nothing else differs/g)).toHaveLength(2);
	expect(fits).toBe(true);
});

test('a description that does not fit', async () => {
	const paths = without(ownDescription.paths, '/v1/client/sessions');
	const description = await file('other.json', { ...ownDescription, paths });
	const { fits, printed } = await run(description);
	expect(printed).toContain(
		'DELETE /v1/client/sessions is not described as removeClientSessionsAndRetainCookie',
	);
	expect(fits).toBe(false);
});

test.each([
	[
		'a code that is not in the list',
		list.filter(({ code }) => code !== 'signed_out'),
		'signed_out',
	],
	[
		'a status that is not in the list',
		list.map((one) => (one.code === 'signed_out' ? { ...one, status: 418 } : one)),
		'signed_out with 401 is not in the list, only with 418',
	],
])('%s', async (name, errors, said) => {
	const { fits, printed } = await run('--errors', await file(`${name}.json`, errors));
	expect(printed).toContain(said);
	expect(fits).toBe(false);
});

test.each([
	['a file that is not there', ['no-such-file.yml'], 'no-such-file.yml'],
	['a file that is no description', ['package.json'], 'no OpenAPI description'],
	['a file that is no list', ['--errors', 'package.json'], 'no list of errors'],
])('%s', async (_name, args, said) => {
	await expect(run(...args)).rejects.toThrow(said);
});
