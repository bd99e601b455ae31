import axios, { type AxiosResponse } from 'axios';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { sharedKeyPair } from '../support/keyPair';

export interface Answer {
	status: number;
	headers: Record<string, string | undefined>;
	// What comes back is the sandbox's business; each test says what it expects of it.
	body: ReturnType<typeof JSON.parse>;
	/** The first error's code. */
	code?: string;
	/** The parameter the first error is about. */
	parameter?: string;
}

export interface Request {
	query?: Record<string, string>;
	headers?: Record<string, string>;
	form?: Record<string, string> | string;
}

/** Asks the sandbox, with no credentials but those given. */
export async function ask(
	sandbox: Sandbox,
	method: string,
	path: string,
	{ query = {}, headers = {}, form }: Request = {},
): Promise<Answer> {
	const answer: AxiosResponse = await axios.request({
		method,
		url: `${sandbox.url}${path}`,
		params: query,
		headers: {
			...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
			...headers,
		},
		data: form === undefined ? undefined : new URLSearchParams(form).toString(),
		validateStatus: () => true,
		maxRedirects: 0,
	});
	const error = answer.data?.errors?.[0];
	return {
		status: answer.status,
		headers: Object.fromEntries(
			Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
		),
		body: answer.data,
		code: error?.code,
		parameter: error?.meta?.param_name,
	};
}

/** A native app: keeps the client token it is handed, as Clerk's SDKs do. */
export class NativeApp {
	constructor(
		private readonly sandbox: Sandbox,
		public token = '',
	) {}

	async ask(method: string, path: string, form?: Record<string, string>): Promise<Answer> {
		const answer = await ask(this.sandbox, method, path, {
			query: { _is_native: '1' },
			headers: this.token ? { authorization: this.token } : {},
			form,
		});
		if (answer.headers.authorization !== undefined) this.token = answer.headers.authorization;
		return answer;
	}

	async post(path: string, form: Record<string, string> = {}): Promise<Answer> {
		return await this.ask('POST', path, form);
	}
}

/** A person signed in on a fresh client. */
export function signedIn(sandbox: Sandbox, person?: string) {
	const { clientId, sessionId, clientToken } = sandbox.signIn(person);
	const app = new NativeApp(sandbox, clientToken);
	return { app, clientId, sessionId, path: `/v1/client/sessions/${sessionId}` };
}

export const TEN_OCLOCK = Date.UTC(2026, 0, 5, 10);

/** One sandbox for a file's tests, back at its seed before each; its clock stands still. */
export function sandboxForTests(options: SandboxOptions = {}): () => Sandbox {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({
			now: () => TEN_OCLOCK,
			keyPair: await sharedKeyPair(),
			...options,
		});
	});
	beforeEach(() => sandbox.reset());
	afterAll(async () => await sandbox.stop());
	return () => sandbox;
}

/** @returns a person by the first name */
export function person(sandbox: Sandbox, firstName: string) {
	const found = sandbox.details.people.find(({ identifier }) => identifier.startsWith(firstName));
	if (!found) throw new Error(`Nobody is called ${firstName}`);
	return found;
}

/** @returns a string a person must have, for a test that needs it */
export function had(value: string | null | undefined): string {
	if (!value) throw new Error('The person lacks what the test needs');
	return value;
}
