import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorCatalogue } from '../../sandbox/errors/catalogue';
import { collectExchanges } from './openapi/check';
import { without } from './openapi/description/json';
import { check } from './openapi/command';
import { ownDescription } from './openapi/ownDescription';

let exchanges: ReturnType<typeof collectExchanges> | undefined;
const collectOnce = async () => await (exchanges ??= collectExchanges());

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'clerk-sessions-fidelity-'));
});
afterAll(async () => await rm(folder, { recursive: true }));

/** Runs the command. @returns what it printed, and whether it ends with exit code 0 */
async function run(...args: string[]): Promise<{ fits: boolean; printed: string }> {
	const lines: string[] = [];
	const fits = await check(args, (line) => lines.push(line), collectOnce);
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
}, 180_000);

test('a description that does not fit', async () => {
	const paths = without(ownDescription.paths, '/v1/client/sessions');
	const description = await file('other.json', { ...ownDescription, paths });
	const { fits, printed } = await run(description);
	expect(printed).toContain(
		'DELETE /v1/client/sessions is not described as removeClientSessionsAndRetainCookie',
	);
	expect(fits).toBe(false);
}, 180_000);

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
