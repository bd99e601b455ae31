import type { Sandbox } from '../../../../sandbox';
import type { Case, Form, CaseContext } from './cases';
import { commonCases } from './commonCases';
import { ask, type AnsweredExchange, type Request } from './exchange';
import { reverificationCases } from './reverificationCases';
import { sessionCases } from './sessionCases';
import { signInCases } from './signInCases';

const ownCases = [...sessionCases, ...signInCases, ...reverificationCases];

export const cases: Case[] = [...ownCases, ...commonCases(ownCases)];

const NATIVE = { _is_native: '1' };

/**
 * Asks the sandbox everything, each on a sandbox as good as new.
 *
 * @throws Error where it does not answer with the status and code that the case names
 */
export async function exchangesWithSandbox(sandbox: Sandbox): Promise<AnsweredExchange[]> {
	const exchanges: AnsweredExchange[] = [];
	for (const one of cases) {
		sandbox.reset();
		exchanges.push(await exchange(sandbox, one));
	}
	sandbox.reset();
	return exchanges;
}

async function exchange(sandbox: Sandbox, one: Case): Promise<AnsweredExchange> {
	const device = new Device(sandbox, one.person);
	const values = {
		session_id: device.context.sessionId,
		...(await one.before?.(device.context)),
	};
	const form = typeof one.form === 'function' ? one.form(device.context) : one.form;
	const request: Request = {
		...device.request(one.method, filled(one.path, values), filledForm(form, values)),
	};
	request.query = { ...request.query, ...filledForm(one.query, values) };
	request.headers = { ...request.headers, ...one.headers };
	const answer = await ask(sandbox.url, request, one.rawBody);
	const { operationId, name } = one;
	const code = codeOf(answer.body);
	if (answer.status !== one.status || code !== one.code) {
		throw new Error(
			`${operationId}, ${name}: ${answer.status} ${code ?? ''} instead of ${one.status} ${one.code ?? ''}`,
		);
	}
	return { operationId, name, request, answer };
}

/** A native app on one client, which keeps the client token it is handed. */
class Device {
	readonly context: CaseContext;

	private token: string;

	constructor(
		private readonly sandbox: Sandbox,
		firstName: string | null = 'Ada',
	) {
		const name = (firstName ?? 'Ada').toLowerCase();
		const person = sandbox.details.people.find(({ identifier }) => identifier.startsWith(name));
		if (!person) throw new Error(`Nobody is called ${name}`);
		const signedIn = firstName === null ? undefined : sandbox.signIn(person.id);
		this.token = signedIn?.clientToken ?? '';
		this.context = {
			sandbox,
			person,
			sessionId: signedIn?.sessionId ?? 'sess_2abcDEFghiJKLmnoPQRstuVWXyz',
			ask: async (method, path, form) => await this.ask(method, path, form),
		};
	}

	request(method: Request['method'], path: string, form?: Form): Request {
		return {
			method,
			path,
			query: { ...NATIVE },
			headers: this.token === '' ? {} : { authorization: this.token },
			form,
		};
	}

	private async ask(method: Request['method'], path: string, form?: Form): Promise<unknown> {
		const { status, body, headers } = await ask(this.sandbox.url, this.request(method, path, form));
		this.token = headers.get('authorization') ?? this.token;
		if (status >= 500) throw new Error(`${method} ${path}: ${status}`);
		return body;
	}
}

function filledForm(form: Form | undefined, values: Form): Form | undefined {
	return (
		form &&
		Object.fromEntries(Object.entries(form).map(([name, value]) => [name, filled(value, values)]))
	);
}

/** Fills `{name}` in; a text without it stays as it is. */
function filled(text: string, values: Form): string {
	return text.replace(/\{(\w+)\}/g, (mark, name: string) => values[name] ?? mark);
}

function codeOf(body: unknown): string | undefined {
	const { errors }: { errors?: Array<{ code?: string }> } = Object(body);
	return errors?.[0]?.code;
}
