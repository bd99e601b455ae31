import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { OFFERED, type OperationCase } from '../support/operations';
import { IPHONE } from '../support/devices';
import { type Caller, PACKAGE, setup } from '../support/setup';

const env = setup();
const FOLDER = join(PACKAGE, 'dist/nodes/ClerkSessions/__schema__/v1.0.0');
/** Has no second factor. */
const GRACE = 'grace+clerk_test@example.com';
const JOAN = 'joan+clerk_test@example.com';
/** Signs in by enterprise SSO. */
const EDITH = 'edith+clerk_test@example.com';

interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

const schemaOf = ({ resource, operation }: OperationCase): Schema =>
	JSON.parse(readFileSync(join(FOLDER, resource, `${operation}.json`), 'utf8'));

/** Each field of a schema by its path, with the types it may have. */
function fieldsOf(schema: Schema, path = ''): Array<[string, string[]]> {
	const below = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
		fieldsOf(field, `${path}.${name}`),
	);
	const entries = schema.items ? fieldsOf(schema.items, `${path}[]`) : [];
	return [[path, [schema.type].flat()], ...below, ...entries];
}

/** Each field of a value by its path, with its type. */
function typesOf(value: unknown, path = ''): Array<[string, string]> {
	if (Array.isArray(value)) {
		return [[path, 'array'], ...value.flatMap((entry) => typesOf(entry, `${path}[]`))];
	}
	if (value === null) return [[path, 'null']];
	if (typeof value === 'number') return [[path, Number.isInteger(value) ? 'integer' : 'number']];
	if (typeof value !== 'object') return [[path, typeof value]];
	const fields = Object.entries(value).flatMap(([name, field]) =>
		typesOf(field, `${path}.${name}`),
	);
	return [[path, 'object'], ...fields];
}

type Run = (parameters: INodeParameters, as?: Caller) => Promise<void>;

/** Runs that together show every field the operation can put out. */
const RUNS: Record<string, (run: Run) => Promise<void>> = {
	'session: get': async (run) => {
		await run({}, impersonated());
		await run({}, env.signIn(JOAN));
	},
	'session: getAll': async (run) => {
		await run({}, env.signIn(JOAN));
		await run({}, impersonated());
		env.sandbox.signIn(undefined, 'native', { activity: IPHONE });
		await run({ scope: 'person' });
	},
	'session: revoke': async (run) => {
		const { sessionId } = env.sandbox.signIn(GRACE);
		await run({ revokedSessionId: id(sessionId) }, env.signIn(GRACE));
	},
	'session: touch': async (run) => {
		await run({}, impersonated());
		await run({ organization: 'byId', organizationId: organization() });
		await run({}, env.signIn(JOAN));
	},
	'sessionToken: create': async (run) => {
		await run({}, impersonated());
		await run({ organization: 'personal' });
		await run({ organization: 'byId', organizationId: organization() });
		await run({ options: { allowPendingSession: true } }, env.signIn(JOAN));
	},
	'sessionToken: verify': async (run) => {
		const tokenOf = async (as: Caller, more: INodeParameters = {}) => {
			const create = { resource: 'sessionToken', operation: 'create', ...more };
			const { json } = await env.runNode(create, { as });
			return String(json[0]?.jwt);
		};
		const byId = { organization: 'byId', organizationId: organization() };
		const allowPendingSession = { options: { allowPendingSession: true } };
		await run({ token: await tokenOf(impersonated()) });
		await run({ token: await tokenOf(env.signIn(), { organization: 'personal' }) });
		await run({ token: await tokenOf(env.signIn(), byId) });
		const pending = await tokenOf(env.signIn(JOAN), allowPendingSession);
		await run({ token: pending, ...allowPendingSession });
		await run({ token: pending });
	},
	'reverification: start': async (run) => {
		await run({});
		await run({}, env.signIn(EDITH));
	},
	'reverification: prepareFirstFactor': async (run) => {
		await start();
		await run({ strategy: 'email_code', emailAddressId: id(person().emailAddressId) });
		await run({ strategy: 'passkey' });
		const edith = env.signIn(EDITH);
		await start('first_factor', edith);
		await run({ strategy: 'enterprise_sso' }, edith);
	},
	'reverification: attemptFirstFactor': async (run) => {
		await start();
		await run({ strategy: 'password', password: person().password });
		await start('first_factor');
		const emailAddressId = id(person().emailAddressId);
		const prepare = { resource: 'reverification', operation: 'prepareFirstFactor' };
		await env.runNode({ ...prepare, strategy: 'email_code', emailAddressId });
		await run({ strategy: 'email_code', code: '424242' });
		await start('first_factor');
		const { json } = await env.runNode({ ...prepare, strategy: 'passkey' });
		const publicKeyCredential = env.sandbox.passkeyFor(String(json[0]?.nonce));
		await run({ strategy: 'passkey', publicKeyCredential });
	},
	'reverification: prepareSecondFactor': async (run) => {
		await toSecondFactor();
		await run({ strategy: 'phone_code', phoneNumberId: id(person().phoneNumberId) });
	},
	'reverification: attemptSecondFactor': async (run) => {
		await toSecondFactor();
		const prepare = { resource: 'reverification', operation: 'prepareSecondFactor' };
		const phoneNumberId = id(person().phoneNumberId);
		await env.runNode({ ...prepare, strategy: 'phone_code', phoneNumberId });
		await run({ strategy: 'phone_code', code: '424242' });
	},
};

const impersonated = () => env.signIn(undefined, 'native', { actor: { sub: 'user_robot' } });
const id = (value: string | null) => ({ __rl: true, mode: 'id', value: value ?? '' });
const person = () => {
	const [first] = env.sandbox.details.people;
	if (!first) throw new Error('The sandbox has nobody');
	return first;
};
const organization = () => person().organizations[0] ?? '';
const start = async (level = 'multi_factor', as?: Caller) =>
	await env.runNode({ resource: 'reverification', operation: 'start', level }, { as });
async function toSecondFactor() {
	await start();
	const { password } = person();
	const attempt = { resource: 'reverification', operation: 'attemptFirstFactor' };
	await env.runNode({ ...attempt, strategy: 'password', password });
}

describe('the schema preview of', () => {
	it.each(OFFERED)('$resource: $operation is what comes out', async (operation) => {
		const outputs: IDataObject[] = [];
		const run: Run = async (parameters, as) => {
			const { resource } = operation;
			const result = await env.runNode(
				{ resource, operation: operation.operation, ...operation.needs, ...parameters },
				{ as },
			);
			expect(result.error).toBeUndefined();
			outputs.push(...result.json);
		};
		const runs = RUNS[`${operation.resource}: ${operation.operation}`];
		await (runs ?? ((justRun: Run) => justRun({})))(run);

		const allowed = new Map(fieldsOf(schemaOf(operation)));
		const seen = outputs.flatMap((output) => typesOf(output));
		// A token's claims are the instance's own: the schema names the ones that Clerk always sets.
		const isOwnClaim = (path: string) => path.startsWith('.claims.') && !allowed.has(path);
		const unexpected = seen.filter(
			([path, type]) => !isOwnClaim(path) && !allowed.get(path)?.includes(type),
		);
		const paths = new Set(seen.map(([path]) => path));
		const neverSeen = [...allowed.keys()].filter((path) => !paths.has(path));
		expect({ unexpected, neverSeen }).toEqual({ unexpected: [], neverSeen: [] });
	});

	it('belongs to an operation', () => {
		const files = OFFERED.map(({ resource, operation }) => join(resource, `${operation}.json`));
		expect(files.filter((file) => !existsSync(join(FOLDER, file)))).toEqual([]);
	});
});
