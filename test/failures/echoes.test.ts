import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import type { Fault } from '../../sandbox';
import { setup } from '../support/setup';
import { sampled, sized } from '../support/size';
import {
	afterManualTrigger,
	byId,
	CLERK_SESSIONS,
	clerkSessions,
	CREDENTIAL_TYPE,
	lastActive,
	NODE_NAME,
} from '../support/workflows';

// An answer may repeat what was sent, in any field and encoding: an error page of a debugging proxy, a
// gateway that validates. None of it comes out.

const log: string[] = [];
const env = setup({ onLog: (line) => log.push(line) });
beforeEach(() => void (log.length = 0));

const SESSIONS = /^\/v1\/client\/sessions/;
const SIGN_INS = '/v1/client/sign_ins';
const TICKETS = '/backend/v1/sign_in_tokens';

/** Every encoding changes them. */
const PASSWORD = 'Pläin "wörd" & 100%/+?';
const TOKEN = 'eyJhbGciOi.planted+token/with=all~of&it?.c2lnbmF0dXJl';
const TICKET = 'planted+ticket/with=all~of&it?';
const SECRET_KEY = ['sk', 'test', 'planted+key/with=all~of&it?'].join('_');
const CODE = '424242';

const ENCODINGS: Record<string, (secret: string) => string> = {
	'as it is': (secret) => secret,
	'after Bearer': (secret) => `Bearer ${secret}`,
	'URL-encoded': encodeURIComponent,
	'URL-encoded in lower case': (secret) =>
		encodeURIComponent(secret).replace(/%[\dA-F]{2}/g, (hex) => hex.toLowerCase()),
	'form-encoded': (secret) => new URLSearchParams([['', secret]]).toString().slice(1),
	'JSON-escaped': (secret) => JSON.stringify(secret).slice(1, -1),
	base64: (secret) => Buffer.from(secret).toString('base64'),
	'base64, one byte on': (secret) => Buffer.from(`:${secret}`).toString('base64'),
	base64url: (secret) => Buffer.from(secret).toString('base64url'),
};

/** Where an error of Clerk's holds text. */
const FIELDS: Record<string, (text: string) => object> = {
	long_message: (text) => error({ long_message: text }),
	message: (text) => error({ message: text, long_message: undefined }),
	code: (text) => error({ code: text }),
	'code alone': (text) => error({ code: text, message: undefined, long_message: undefined }),
	param_name: (text) => error({ meta: { param_name: text } }),
	clerk_trace_id: (text) => ({ ...error({}), clerk_trace_id: text }),
};

function error(more: object): { errors: object[]; clerk_trace_id: string } {
	const plain = { code: 'bad_request', message: 'no', long_message: 'No.' };
	return { errors: [{ ...plain, ...more }], clerk_trace_id: 'trace' };
}

const json = (status: number, body: object): Fault => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});

interface Echo {
	secret: string;
	/** What of the sandbox repeats it. */
	path: string | RegExp;
	fields: () => ICredentialDataDecryptedObject;
	/** Only where the step sends it, out of its item. */
	item?: IDataObject;
	parameters?: INodeParameters;
}

const pasted = () => ({ connectUsing: 'clientToken', clientToken: TOKEN });
const byPassword = () => ({
	connectUsing: 'password',
	identifier: 'robot@example.com',
	password: PASSWORD,
});
const byTicket = () => ({
	connectUsing: 'signInTicket',
	secretKey: SECRET_KEY,
	userId: 'user_1',
	backendApiUrl: env.sandbox.details.backendApiUrl,
});
const attempt = { resource: 'reverification', operation: 'attemptFirstFactor' };

const ECHOES: Record<string, Echo> = {
	'a client token': { secret: TOKEN, path: SESSIONS, fields: pasted },
	'a dev browser token': {
		secret: TOKEN,
		path: SESSIONS,
		fields: () => ({ connectUsing: 'devBrowser', devBrowserToken: TOKEN }),
	},
	'the password of a sign-in': { secret: PASSWORD, path: SIGN_INS, fields: byPassword },
	'the secret key': { secret: SECRET_KEY, path: TICKETS, fields: byTicket },
	'a sign-in ticket': { secret: TICKET, path: SIGN_INS, fields: byTicket },
	'the code of an attempt': {
		secret: CODE,
		path: SESSIONS,
		fields: pasted,
		item: { code: CODE },
		parameters: { ...attempt, strategy: 'email_code', code: '={{ $json.code }}' },
	},
	'the password of an attempt': {
		secret: PASSWORD,
		path: SESSIONS,
		fields: pasted,
		item: { password: PASSWORD },
		parameters: { ...attempt, strategy: 'password', password: '={{ $json.password }}' },
	},
};

/** Beginning with another one for each secret, so that in short each field is among them. */
function fieldsFor(what: string): string[] {
	const all = Object.keys(FIELDS);
	const first = Object.keys(ECHOES).indexOf(what) % all.length;
	return sampled([...all.slice(first), ...all.slice(0, first)]);
}

const CASES = Object.keys(ECHOES).flatMap((what) =>
	fieldsFor(what).map((field) => [what, field] as const),
);

/** In short, half of them: of the next field the other half, and of the next secret, too. */
function encodingsFor(what: string, field: string) {
	const all = Object.entries(ENCODINGS);
	const index = Object.keys(ECHOES).indexOf(what) + Object.keys(FIELDS).indexOf(field);
	return sized({ full: all, short: all.filter((_, number) => (number + index) % 2 === 0) });
}

test.each(CASES)('%s that comes back as %s does not come out', async (what, field) => {
	const echo = ECHOES[what];
	if (!echo) throw new Error('There is no such case');
	for (const [name, encode] of encodingsFor(what, field)) {
		answerWith(echo.path, json(400, FIELDS[field]?.(encode(echo.secret)) ?? {}));
		for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
			const seen = await run(echo, onError);
			expect(seen.status).toBe(onError === 'stopWorkflow' ? 'error' : 'success');
			expectNone(seen.output, echo.secret, name);
			// The rest of the run holds the item, which is the workflow's own.
			if (!echo.item) expectNone(seen.run, echo.secret, name);
			expectNone(log, echo.secret, name);
		}
	}
});

test('what is no secret in a message stays', async () => {
	const echo: Echo = { secret: TOKEN, path: SESSIONS, fields: pasted };
	answerWith(SESSIONS, json(400, FIELDS.long_message?.(`Not "${TOKEN}" again.`) ?? {}));
	const { message } = await run(echo, 'stopWorkflow');
	expect(message).toBe('Not "***" again.');
});

test.each(sampled(['message', 'code', 'param_name', 'clerk_trace_id']))(
	'a %s without an end is cut or left out',
	async (field) => {
		answerWith(SESSIONS, json(400, FIELDS[field]?.('x'.repeat(1_000_000)) ?? {}));
		const { output } = await run({ secret: TOKEN, path: SESSIONS, fields: pasted }, 'stopWorkflow');
		expect(textOf(output).includes('x'.repeat(1_000))).toBe(false);
	},
);

test.each(sampled(Object.entries(ENCODINGS)))(
	'a password that comes back %s as the status of a sign-in does not come out',
	async (name, encode) => {
		answerWith(SIGN_INS, json(200, { response: { status: encode(PASSWORD) } }));
		const echo: Echo = { secret: PASSWORD, path: SIGN_INS, fields: byPassword };
		const seen = await run(echo, 'stopWorkflow');
		expect(seen.status).toBe('error');
		expectNone(seen.run, PASSWORD, name);
		expectNone(log, PASSWORD, name);
	},
);

const CREDENTIALS = Object.entries(ECHOES).filter(([, { item }]) => !item);

describe.each(CREDENTIALS)('%s that comes back', (what, echo) => {
	test.each(fieldsFor(what))('as %s does not come out of a list', async (field) => {
		for (const [name, encode] of encodingsFor(what, field)) {
			const path = echo.path === SESSIONS ? '/v1/client' : echo.path;
			answerWith(path, json(400, FIELDS[field]?.(encode(echo.secret)) ?? {}));
			const credential = env.addCredential(echo.fields());
			const credentials = { [CREDENTIAL_TYPE]: { id: credential, name: credential } };
			const parameters = { resource: 'session', operation: 'get', sessionId: lastActive };
			const shown = await env.engine
				.listSearch(CLERK_SESSIONS, 'searchSessions', parameters, credentials)
				.catch((thrown: unknown) => thrown);
			expectNone(shown, echo.secret, name);
			expectNone(log, echo.secret, name);
		}
	});

	test.each(fieldsFor(what))('as %s does not come out of the Test button', async (field) => {
		for (const [name, encode] of encodingsFor(what, field)) {
			const path = echo.path === SESSIONS ? '/v1/client' : echo.path;
			answerWith(path, json(400, FIELDS[field]?.(encode(echo.secret)) ?? {}));
			const tested = await env.engine.testCredential(env.addCredential(echo.fields()));
			expectNone(tested, echo.secret, name);
			expectNone(log, echo.secret, name);
		}
	});
});

test('an echo would be found, whatever it hides in', () => {
	for (const [name, encode] of Object.entries(ENCODINGS)) {
		const cause = Object.assign(new Error('x'), { deep: [encode(PASSWORD)] });
		expect(() => expectNone(new Error('y', { cause }), PASSWORD, name)).toThrow();
	}
});

/** The Backend API gives the ticket, and one path answers with this. */
function answerWith(path: string | RegExp, fault: Fault): void {
	env.sandbox.faults.clear();
	env.sandbox.faults.add({ path, ...fault });
	env.sandbox.faults.add({ path: TICKETS, ...json(200, { token: TICKET }) });
}

/** With a credential of its own each time: what went before is remembered. */
async function run(echo: Echo, onError: 'stopWorkflow' | 'continueRegularOutput') {
	const { item, parameters } = echo;
	log.length = 0;
	const node = clerkSessions(
		{
			resource: 'sessionToken',
			operation: 'create',
			sessionId: byId('sess_1'),
			options: { maxRetries: 0 },
			...parameters,
		},
		env.addCredential(echo.fields()),
		{ onError },
	);
	const result = await env.engine.run(afterManualTrigger(node), { input: item && [item] });
	return {
		status: result.status,
		message: result.error?.message,
		output: [result.error, result.nodeError(NODE_NAME), result.items(NODE_NAME)],
		run: [result.run, JSON.stringify(result.run.data)],
	};
}

/** All that can be seen of a value, hidden fields, causes and stacks among it. */
function textOf(value: unknown): string {
	return typeof value === 'string'
		? value
		: inspect(value, {
				depth: Infinity,
				showHidden: true,
				maxArrayLength: Infinity,
				maxStringLength: Infinity,
			});
}

/** Neither in the encoding in which it came back, nor in any other. */
function expectNone(value: unknown, secret: string, name: string): void {
	// What `inspect` does to quotation marks is undone.
	const texts = [textOf(value), textOf(value).replaceAll("\\'", "'").replaceAll('\\\\', '\\')];
	const shown = Object.entries(ENCODINGS).flatMap(([encoding, encode]) => {
		// The last two characters of base64 depend on what follows.
		const form = encode(secret).replace(/^Bearer /, '');
		const part = encoding.startsWith('base64') ? form.slice(2, -4) : form;
		return texts.some((text) => text.includes(part)) ? [encoding] : [];
	});
	expect({ cameBack: name, shown }).toEqual({ cameBack: name, shown: [] });
}
