import type { INodeParameters } from 'n8n-workflow';
import { addAccount, isSignIn, runStep, signInCount, storedToken } from '../signIn/account';
import { declarationOf, goodAnswerTo, isCostly, OPERATIONS, pathOf } from '../support/operations';
import { setup } from '../support/setup';
import { sampled } from '../support/size';
import { byId } from '../support/workflows';
import { answers, clerkAnswers } from './clerkAnswer';

const env = setup();

/** What sends the person a message, or uses up one of few tries. */
const COSTLY = OPERATIONS.filter(isCostly);
const COSTLY_PATH = new RegExp(COSTLY.map((entry) => pathOf(entry, 'sess_\\w+')).join('|'));

const sent = () => env.sandbox.requestLog.filter(({ path }) => COSTLY_PATH.test(path)).length;

/** Runs an operation with a credential that signs in and did so once. */
async function run(
	{ resource, operation, needs }: (typeof COSTLY)[number],
	options: INodeParameters = {},
) {
	const credential = addAccount(env, 'password');
	const [token] = (await runStep(env, credential)).json;
	env.sandbox.clearRequestLog();
	const sessionId = byId(String(token?.sessionId));
	const parameters = { resource, operation, ...needs, sessionId, options };
	return { ...(await runStep(env, credential, parameters)), credential };
}

interface Refusal {
	name: string;
	answer: ReturnType<typeof answers>;
	/** Whether it is Clerk's own word that nobody is signed in: nothing was carried out then. */
	isSignedOut: boolean;
}

const REFUSALS: Refusal[] = [
	...['authentication_invalid', 'signed_out'].map((code) => ({
		name: code,
		answer: clerkAnswers({ status: 401, code }),
		isSignedOut: true,
	})),
	...['internal_clerk_error', 'requires_captcha', 'a_code_of_tomorrow'].map((code) => ({
		name: code,
		answer: clerkAnswers({ status: 401, code }),
		isSignedOut: false,
	})),
	{
		name: 'JSON that is not of Clerk',
		answer: answers(401, { message: 'Unauthorized' }),
		isSignedOut: false,
	},
	{
		name: 'a web page',
		answer: { status: 401, body: '<!doctype html><title>Log in</title>' },
		isSignedOut: false,
	},
];

/** Beginning with another operation for each refusal, so that in short each operation is among them. */
const cases = REFUSALS.flatMap((refusal, number) => {
	const first = number % COSTLY.length;
	return sampled([...COSTLY.slice(first), ...COSTLY.slice(0, first)]).map((operation) => ({
		...operation,
		operationCase: operation,
		...refusal,
	}));
});

describe('a 401 to what costs something', () => {
	// Every answer, the refusals included, brings a newer token: that is no reason to go on.
	beforeEach(() => {
		env.sandbox.settings.rotateTokenOnEveryResponse = true;
	});

	test.each(cases)('$name, once: $operation', async ({ answer, isSignedOut, operationCase }) => {
		env.sandbox.faults.add({ ...answer, path: COSTLY_PATH, times: 1 });
		env.sandbox.faults.add({
			...answers(200, goodAnswerTo(operationCase, pathOf(operationCase, ''))),
			path: COSTLY_PATH,
		});
		const { error } = await run(operationCase);
		const isRepeated = isSignedOut && !declarationOf(operationCase).isFinalIfRefused;
		expect(sent()).toBe(isRepeated ? 2 : 1);
		expect(error === undefined).toBe(isRepeated);
	});

	test.each(cases)(
		'$name, each time: $operation',
		async ({ answer, isSignedOut, operationCase }) => {
			env.sandbox.faults.add({ ...answer, path: COSTLY_PATH });
			const { error } = await run(operationCase);
			expect(error).toBeDefined();
			const isRepeated = isSignedOut && !declarationOf(operationCase).isFinalIfRefused;
			expect(sent()).toBe(isRepeated ? 2 : 1);
		},
	);

	describe.each(['password', 'clientToken'] as const)('with a newer token, %s', (way) => {
		const TIMES = 4;

		test.each(sampled(COSTLY))('each time another one: $operation', async (operationCase) => {
			env.sandbox.settings.rotateTokenOnEveryResponse = false;
			const credential = way === 'password' ? addAccount(env, way) : env.client.credential;
			const [token] = (await runStep(env, credential)).json;
			const known =
				way === 'password' ? storedToken(env, credential) : (env.client.clientToken ?? '');
			const { headers, ...refusal } = clerkAnswers({ status: 401, code: 'authentication_invalid' });
			for (let number = 0; number < TIMES; number++) {
				const authorization = newerThan(known, number);
				const fault = { ...refusal, headers: { ...headers, authorization } };
				env.sandbox.faults.add({ ...fault, path: COSTLY_PATH, times: 1 });
			}
			const { resource, operation, needs } = operationCase;
			const sessionId = byId(String(token?.sessionId));
			await runStep(env, credential, { resource, operation, ...needs, sessionId });
			expect(sent()).toBe(2);
		});
	});
});

/** A token of the same client that nobody has seen yet, one for each number; no sandbox knows it. */
function newerThan(token: string, number: number): string {
	const [header, claims] = token.split('.');
	const signature = Buffer.from(`newer ${number}`).toString('base64url');
	return `${header}.${claims}.${signature}`;
}

describe('a ticket', () => {
	const SIGN_INS = '/v1/client/sign_ins';
	const TICKETS = '/backend/v1/sign_in_tokens';
	const made = () => env.sandbox.requestLog.filter(({ path }) => path === TICKETS);
	const tickets = () =>
		env.sandbox.requestLog
			.filter(isSignIn)
			.map(({ form = [] }) => form.find(([name]) => name === 'ticket')?.[1]);

	test.each([
		['ticket_invalid_code', 1],
		['sign_in_token_already_used_code', 2],
		['ticket_expired_code', 2],
	])('that is refused with %s: signing in is tried %d times', async (code, count) => {
		env.sandbox.faults.add({ ...clerkAnswers({ status: 400, code }), path: SIGN_INS });
		const { error } = await runStep(env, addAccount(env, 'signInTicket'));
		expect(error?.message).toContain('Signing in was not possible');
		expect(signInCount(env.sandbox.requestLog)).toBe(count);
		// Each time with a new one.
		expect(made().length).toBe(count);
		expect(new Set(tickets()).size).toBe(count);
	});

	test('that was used already is followed by another, which succeeds', async () => {
		env.sandbox.faults.add({
			...clerkAnswers({ status: 400, code: 'sign_in_token_already_used_code' }),
			path: SIGN_INS,
			times: 1,
		});
		const { error } = await runStep(env, addAccount(env, 'signInTicket'));
		expect(error).toBeUndefined();
		expect(signInCount(env.sandbox.requestLog)).toBe(2);
	});
});
