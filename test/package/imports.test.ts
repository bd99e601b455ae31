import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { PACKAGE } from '../support/setup';

/** What ships, and what it is held against. */
const ENGINE = join('test', 'support', 'engine');
const ROOMS = ['nodes', 'credentials', 'frontendApi', 'sandbox', ENGINE];
/** The rooms that each may import from; its own goes without saying. */
const ARROWS: Record<string, string[]> = {
	nodes: ['frontendApi'],
	credentials: ['frontendApi'],
	frontendApi: [],
	sandbox: [],
	[ENGINE]: [],
};

/** Files by their path in the project, each with those that it imports, types included. */
const imports = new Map<string, string[]>();
for (const room of ROOMS) {
	for (const entry of readdirSync(join(PACKAGE, room), { recursive: true, encoding: 'utf8' })) {
		if (entry.endsWith('.ts')) addImports(join(room, entry));
	}
}

function addImports(file: string): void {
	const { importedFiles } = ts.preProcessFile(readFileSync(join(PACKAGE, file), 'utf8'));
	const found = importedFiles
		.filter(({ fileName }) => fileName.startsWith('.'))
		.map(({ fileName }) => join(dirname(file), fileName))
		.flatMap((path) => [`${path}.ts`, join(path, 'index.ts')])
		.filter((path) => existsSync(join(PACKAGE, path)));
	imports.set(file, found);
}

/** The way back to a file by imports, if there is one. */
function circleFrom(file: string): string[] | undefined {
	const seen = new Set<string>();
	const search = (path: string[]): string[] | undefined => {
		for (const next of imports.get(path.at(-1) ?? '') ?? []) {
			if (next === file) return [...path, next];
			if (seen.has(next)) continue;
			seen.add(next);
			const found = search([...path, next]);
			if (found) return found;
		}
		return undefined;
	};
	return search([file]);
}

test('there are files in every room', () => {
	for (const room of ROOMS) {
		expect([...imports.keys()].filter((file) => file.startsWith(`${room}${sep}`))).not.toEqual([]);
	}
});

test('no file imports itself by way of others, types included', () => {
	const circles = [...imports.keys()].flatMap((file) => circleFrom(file)?.join(' → ') ?? []);
	expect(circles).toEqual([]);
});

test.each(ROOMS)('%s imports what it may and nothing else of the project', (room) => {
	const others = [...imports]
		.filter(([file]) => file.startsWith(`${room}${sep}`))
		.flatMap(([file, found]) => found.map((path) => [file, path] as const))
		.filter(([, path]) => {
			const isIn = (other: string) => path.startsWith(`${other}${sep}`);
			return ![room, ...(ARROWS[room] ?? [])].some(isIn);
		});
	expect(others).toEqual([]);
});

test('fields import nothing of what is built with them', () => {
	const folder = join('nodes', 'ClerkSessions', 'fields');
	const upward = [...imports]
		.filter(([file]) => dirname(file) === folder)
		.flatMap(([file, found]) => found.map((path) => [file, path] as const))
		.filter(([, path]) => path.startsWith('nodes') && relative(folder, path).startsWith('..'));
	expect(upward).toEqual([]);
});

const filesIn = (...folders: string[]) =>
	[...imports.keys()].filter((file) => folders.includes(dirname(file)));

test('the protocol knows neither n8n nor what a process remembers', () => {
	const folder = join('frontendApi', 'protocol');
	for (const file of filesIn(folder)) {
		const text = readFileSync(join(PACKAGE, file), 'utf8');
		const packages = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
		expect(packages.filter((name) => !name.startsWith('.') && name !== 'node:crypto')).toEqual([]);
		expect(imports.get(file)?.filter((path) => dirname(path) !== folder)).toEqual([]);
		// Nothing that changes outlives a call.
		expect(text).not.toMatch(/^(export )?let |^(export )?const \w+ = new (Weak)?(Map|Set)\(\)/m);
	}
});

test('what ships imports n8n-workflow where it talks to n8n, and no other package', () => {
	const shipped = [...imports.keys()].filter((file) =>
		/^(nodes|credentials|frontendApi)/.test(file),
	);
	for (const file of shipped) {
		const { importedFiles } = ts.preProcessFile(readFileSync(join(PACKAGE, file), 'utf8'));
		const packages = importedFiles
			.map(({ fileName }) => fileName)
			.filter((name) => !name.startsWith('.'));
		const allowed = file.startsWith('frontendApi') ? ['node:crypto'] : ['n8n-workflow'];
		expect(packages.filter((name) => !allowed.includes(name))).toEqual([]);
	}
});
