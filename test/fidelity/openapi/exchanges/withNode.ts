import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { startEngine, type Engine, type WorkflowJson } from '../../../support/engine';
import type { PersonDetails, RecordedRequest, Sandbox } from '../../../../sandbox';
import { lastActive } from '../../../support/workflows';
import { scenarios, type StepValues } from '../../scenarios';
import type { Exchange } from './exchange';

const ROOT = join(__dirname, '..', '..', '..', '..');
const NODE = 'n8n-nodes-clerk-sessions.clerkSessions';
const CREDENTIAL = 'clerkFrontendApi';

/** What a step sends where it needs what only an earlier answer could tell. */
const PLAUSIBLE: Record<string, string> = {
	code: '424242',
	enterprise_connection_id: 'ent_2abcDEFghiJKLmnoPQRstuVWXyz',
	redirect_url: 'https://app.example/callback',
	public_key_credential: '{"type":"public-key"}',
	trusted_device_id: 'tdev_2abcDEFghiJKLmnoPQRstuVWXyz',
	client_data: 'Y2xpZW50',
	signature: 'c2lnbmF0dXJl',
	algorithm: 'ES256',
};

/**
 * Has the built node do everything it can, in n8n's engine, each on a sandbox as good as new.
 *
 * @returns what it asked of the Frontend API; whether the sandbox granted it does not matter here
 * @throws Error for a step that asked nothing
 */
export async function exchangesOfNode(sandbox: Sandbox): Promise<Exchange[]> {
	const engine = await startEngine({ packages: [ROOT] });
	try {
		const exchanges: Exchange[] = [];
		for (const [name, { node: step }] of Object.entries(scenarios)) {
			sandbox.reset();
			const { clientToken = '', sessionId } = sandbox.signIn();
			const credential = { connectUsing: 'clientToken', clientToken };
			const parameters = step(valuesFor(firstPerson(sandbox), sandbox.signIn().sessionId));
			const sessionLocator = { __rl: true, mode: 'id', value: sessionId };
			await runNode(engine, sandbox, credential, { sessionId: sessionLocator, ...parameters });
			exchanges.push(...asked(sandbox, name));
		}
		for (const [name, credential] of Object.entries(signInCredentials(sandbox))) {
			sandbox.reset();
			const get = { resource: 'session', operation: 'get', sessionId: lastActive };
			await runNode(engine, sandbox, credential, get);
			exchanges.push(...asked(sandbox, name));
		}
		return exchanges;
	} finally {
		await engine.stop();
		sandbox.reset();
	}
}

function firstPerson(sandbox: Sandbox): PersonDetails {
	const [person] = sandbox.details.people;
	if (!person) throw new Error('The sandbox has nobody');
	return person;
}

function valuesFor(person: PersonDetails, otherSessionId: string): StepValues {
	return {
		person,
		otherSessionId,
		valueOf: (parameter) => {
			const value = PLAUSIBLE[parameter];
			if (value === undefined) throw new Error(`Nothing plausible is known for ${parameter}`);
			return value;
		},
	};
}

/** The ways in which a credential signs in by itself; Grace has no second factor. */
function signInCredentials(sandbox: Sandbox): Record<string, ICredentialDataDecryptedObject> {
	const { people, secretKey, backendApiUrl } = sandbox.details;
	const grace = people[1];
	return {
		'sign-in: password': {
			connectUsing: 'password',
			identifier: grace?.identifier ?? '',
			password: grace?.password ?? '',
		},
		'sign-in: ticket': {
			connectUsing: 'signInTicket',
			secretKey,
			backendApiUrl,
			userId: grace?.id ?? '',
		},
	};
}

let credentials = 0;

async function runNode(
	engine: Engine,
	sandbox: Sandbox,
	fields: ICredentialDataDecryptedObject,
	parameters: INodeParameters,
): Promise<void> {
	const { publishableKey, proxyUrl } = sandbox.details;
	const id = `credential ${++credentials}`;
	const data = { publishableKey, proxyUrl, ...fields };
	engine.credentials.add(id, { name: id, type: CREDENTIAL, data });
	sandbox.clearRequestLog();
	await engine.run(workflowOf(parameters, id));
}

function workflowOf(parameters: INodeParameters, credentialId: string): WorkflowJson {
	const trigger = 'When clicking ‘Execute workflow’';
	const position: [number, number] = [0, 0];
	return {
		nodes: [
			{
				id: 'trigger',
				name: trigger,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position,
				parameters: {},
			},
			{
				id: 'step',
				name: 'Clerk Sessions',
				type: NODE,
				typeVersion: 1,
				position,
				parameters,
				credentials: { [CREDENTIAL]: { id: credentialId, name: credentialId } },
			},
		],
		connections: { [trigger]: { main: [[{ node: 'Clerk Sessions', type: 'main', index: 0 }]] } },
	};
}

function asked({ requestLog }: Sandbox, name: string): Exchange[] {
	const requests = requestLog.filter(({ path }) => path.startsWith('/v1/'));
	if (requests.length === 0) throw new Error(`The node asked nothing for “${name}”`);
	return requests.map((request) => ({ name, request: requestOf(request) }));
}

function requestOf({ method, path, query, headers, form }: RecordedRequest): Exchange['request'] {
	return { method, path, query, headers, form: form && Object.fromEntries(form) };
}
