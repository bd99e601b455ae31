import type { Fault } from '../../sandbox';
import { closedPort } from '../support/localServer';
import { withMonotonicClock } from '../support/monotonicClock';
import { ownSandbox } from '../support/ownSandbox';
import { setup, type StepEnvironment } from '../support/setup';
import { sized } from '../support/size';
import {
	addAccount,
	clientOf,
	isSignIn,
	person,
	runStep,
	signInCount,
	type StepRun,
	storedToken,
	type Way,
	WAYS,
} from './account';

const log: string[] = [];
const env = setup({ onLog: (line) => log.push(line) });

const SIGN_INS = '/v1/client/sign_ins';
const TICKETS = '/backend/v1/sign_in_tokens';
const clerkError = (code: string) => ({
	body: JSON.stringify({ errors: [{ code, message: `This is ${code}` }] }),
	headers: { 'content-type': 'application/json' },
});

/** A credential that signed in once and whose session has ended since. */
async function signedOut(way: Way, its: StepEnvironment = env): Promise<string> {
	const credential = addAccount(its, way);
	const [token] = (await runStep(its, credential)).json;
	its.sandbox.endSession(String(token?.sessionId));
	its.sandbox.clearRequestLog();
	return credential;
}

interface FaultCase {
	name: string;
	fault: Fault;
	ways?: readonly Way[];
	/** How many sign-ins are sent until one succeeds. */
	signIns?: number;
	/** Whether Clerk carried out a sign-in of which nothing was heard: the device is a new one then. */
	losesDevice?: boolean;
}

const PASSING: FaultCase[] = [
	{
		name: 'a 429 with Retry-After',
		fault: { path: SIGN_INS, status: 429, retryAfter: 1 },
		signIns: 2,
	},
	{ name: 'a 503', fault: { path: SIGN_INS, status: 503 }, signIns: 2 },
	{
		name: 'a connection cut before the request was heard',
		fault: { path: SIGN_INS, cut: 'beforeRequestIsHandled' },
		signIns: 2,
	},
	{
		name: 'a connection cut after it had its effect',
		fault: { path: SIGN_INS, cut: 'afterRequestIsHandled' },
		signIns: 2,
		losesDevice: true,
	},
	{
		name: 'a connection cut in the middle of the answer',
		fault: { path: SIGN_INS, cut: 'midAnswer' },
		signIns: 2,
		losesDevice: true,
	},
	{
		name: 'a ticket that was used already',
		fault: { path: SIGN_INS, status: 400, ...clerkError('sign_in_token_already_used_code') },
		ways: ['signInTicket'],
		signIns: 2,
	},
	{
		name: 'a device that Clerk has forgotten',
		fault: { path: SIGN_INS, status: 401, ...clerkError('authentication_invalid') },
		signIns: 2,
		losesDevice: true,
	},
	{
		name: 'a Backend API that is down for a moment',
		fault: { path: TICKETS, status: 502, body: '<html>Bad Gateway</html>' },
		ways: ['signInTicket'],
		signIns: 1,
	},
];

/** The ways of signing in that a fault can befall; in short, one of them. */
function waysOf({ ways = WAYS }: { ways?: readonly Way[] }, index: number): readonly Way[] {
	const one = index % ways.length;
	return sized({ full: ways, short: ways.slice(one, one + 1) });
}

const passing = PASSING.flatMap((faultCase, index) =>
	waysOf(faultCase, index).map((way) => ({ signIns: 1, losesDevice: false, ...faultCase, way })),
);

test.each(passing)('$name passes: the run succeeds ($way)', async (faultCase) => {
	const { fault, losesDevice, signIns, way } = faultCase;
	const credential = await signedOut(way);
	const before = storedToken(env, credential);
	env.sandbox.faults.add({ times: 1, ...fault });
	const { error, json, requests } = await runStep(env, credential);
	expect(error).toBeUndefined();
	expect(json).toMatchObject([{ userId: person(env, 'grace').id }]);
	expect(signInCount(requests)).toBe(signIns);
	const after = storedToken(env, credential);
	expect(clientOf(after) === clientOf(before)).toBe(!losesDevice);
});

interface Refusal {
	name: string;
	ways?: readonly Way[];
	fault?: Fault;
	edits?: () => Record<string, string> | Promise<Record<string, string>>;
	reason: RegExp;
	/** What to do about it. */
	advice?: RegExp;
	/** How many sign-ins are tried. */
	signIns: number;
	/** It takes many seconds, as signing in is tried again and again. */
	isSlow?: true;
}

const REFUSALS: Refusal[] = [
	{
		name: 'a 429 with a Retry-After of ten minutes',
		fault: { path: SIGN_INS, status: 429, retryAfter: 600 },
		reason: /too many requests/i,
		signIns: 1,
	},
	{
		name: 'a 503 that does not pass',
		ways: ['signInTicket'],
		fault: { path: SIGN_INS, status: 503 },
		reason: /Signing in was not possible: /,
		signIns: 6,
		isSlow: true,
	},
	{
		name: 'connections that are cut again and again',
		ways: ['password'],
		fault: { path: SIGN_INS, cut: 'beforeRequestIsHandled' },
		reason: /closed the connection before it answered/,
		signIns: 6,
		isSlow: true,
	},
	{
		name: 'a web page in place of Clerk’s answer',
		fault: { path: SIGN_INS, body: '<!doctype html><title>Hello</title>' },
		reason: /answered with a web page instead of Clerk's JSON/,
		signIns: 1,
	},
	{
		name: 'a Backend API that is down',
		ways: ['signInTicket'],
		fault: { path: TICKETS, status: 503 },
		reason: /Signing in was not possible: /,
		signIns: 0,
		isSlow: true,
	},
	{
		name: 'a Backend API that does not listen',
		ways: ['signInTicket'],
		edits: async () => ({ backendApiUrl: `http://${await closedPort()}` }),
		reason: /refused the connection/,
		advice: /Check 'Backend API URL'/,
		signIns: 0,
		isSlow: true,
	},
	{
		name: 'a wrong secret key',
		ways: ['signInTicket'],
		edits: () => ({ secretKey: `${env.sandbox.details.secretKey}x` }),
		reason: /Signing in was not possible: /,
		advice: /Check 'Secret Key'/,
		signIns: 0,
	},
	{
		name: 'a user that is not there',
		ways: ['signInTicket'],
		edits: () => ({ userId: 'user_unknown' }),
		reason: /Signing in was not possible: .*user/i,
		advice: /^Check 'User ID'/,
		signIns: 0,
	},
	{
		name: 'a wrong password',
		ways: ['password'],
		edits: () => ({ password: 'not-the-password' }),
		reason: /password/i,
		advice: /^Check 'Password' in the credential\.$/,
		signIns: 1,
	},
	{
		name: 'an identifier that nobody has',
		ways: ['password'],
		edits: () => ({ identifier: 'nobody@example.com' }),
		reason: /Signing in was not possible: /,
		advice: /Check 'Identifier'/,
		signIns: 1,
	},
];

const refused = REFUSALS.flatMap((refusal, index) =>
	waysOf(refusal, index).map((way) => ({ ...refusal, way })),
);
type Refused = (typeof refused)[number];

/** What came of a refusal, where, and what was stored before. */
interface Failed {
	its: StepEnvironment;
	credential: string;
	before: string;
	failed: StepRun;
}

async function fail({ edits, fault, way }: Refused, its: StepEnvironment): Promise<Failed> {
	const credential = await signedOut(way, its);
	if (edits) its.engine.credentials.set(credential, await edits());
	const before = JSON.stringify(its.engine.credentials.get(credential));
	if (fault) its.sandbox.faults.add(fault);
	return { its, credential, before, failed: await runStep(its, credential) };
}

async function expectRefusal(
	{ advice = /./, fault, reason, signIns, way }: Refused,
	{ its, credential, before, failed }: Failed,
): Promise<void> {
	expect(failed.error?.message).toMatch(reason);
	expect(failed.error?.description).toMatch(advice);
	expect(signInCount(failed.requests)).toBe(signIns);
	expect(JSON.stringify(its.engine.credentials.get(credential)) === before).toBe(true);
	expectNoSecrets(failed, way, its);

	if (!fault) return;
	// Once the trouble is over, it goes on as the same device.
	const device = storedToken(its, credential);
	its.sandbox.faults.clear();
	await withMonotonicClock(61_000, async () => {
		const next = await runStep(its, credential);
		expect(next.error).toBeUndefined();
		expect(next.requests.find(isSignIn)?.headers.authorization === device).toBe(true);
	});
}

const REFUSAL = 'fails with the reason, and leaves the stored credential as it was';

describe.each(refused.filter(({ isSlow }) => !isSlow))('$name ($way)', (refusal) => {
	test(REFUSAL, async () => await expectRefusal(refusal, await fail(refusal, env)));
});

describe('tried again and again', () => {
	const slow = refused.filter(({ isSlow }) => isSlow);
	const outcomes = new Map<Refused, Failed>();
	let sandboxes: StepEnvironment[] = [];

	// At once, each with a sandbox of its own. None is left waiting when a test sets the clock.
	beforeAll(async () => {
		sandboxes = await Promise.all(slow.map(async () => await ownSandbox(env)));
		await Promise.all(
			sandboxes.map(async (its, index) => {
				const refusal = slow[index];
				if (refusal) outcomes.set(refusal, await fail(refusal, its));
			}),
		);
	});
	afterAll(async () => {
		await Promise.all(sandboxes.map(async ({ sandbox }) => await sandbox.stop()));
	});

	test.each(slow)(`$name ($way) ${REFUSAL}`, async (refusal) => {
		const outcome = outcomes.get(refusal);
		if (!outcome) throw new Error('It was not tried');
		await expectRefusal(refusal, outcome);
	});
});

test('a sign-in whose answer lacks the token says who may have removed it', async () => {
	const answer = { response: { object: 'sign_in_attempt', status: 'complete' }, client: null };
	const headers = { 'content-type': 'application/json' };
	env.sandbox.faults.add({ path: SIGN_INS, body: JSON.stringify(answer), headers });
	const { error } = await runStep(env, addAccount(env, 'password'));
	expect(error?.message).toContain('Signing in brought no client token');
	expect(error?.description).toContain('proxy');
});

test.each(['session_exists', 'identifier_already_signed_in'])(
	'%s on a client that lives is no obstacle',
	async (code) => {
		const credential = addAccount(env, 'password');
		await runStep(env, credential);
		// For once, Clerk says that nobody is signed in: wrongly.
		const nobody = { response: null, client: null };
		const headers = { 'content-type': 'application/json' };
		const path = '/v1/client';
		env.sandbox.faults.add({ path, body: JSON.stringify(nobody), headers, times: 2 });
		env.sandbox.faults.add({ path: SIGN_INS, status: 400, ...clerkError(code) });
		const { error, requests } = await runStep(env, credential);
		expect(error).toBeUndefined();
		expect(signInCount(requests)).toBe(1);
	},
);

/** @throws if what the run says about itself, or what n8n logged, holds a secret */
function expectNoSecrets({ result }: StepRun, way: Way, its: StepEnvironment): void {
	const { secretKey } = its.sandbox.details;
	const { password } = person(its, 'grace');
	const secrets = [
		...(way === 'password' ? [password ?? '', 'not-the-password'] : [secretKey]),
		...its.sandbox.requestLog.flatMap(({ headers, form = [] }) => [
			headers.authorization ?? '',
			...form.flatMap(([name, value]) => (name === 'ticket' ? [value] : [])),
		]),
	].filter((secret) => secret !== '');
	expect(secrets.length).toBeGreaterThan(0);
	const said = JSON.stringify([result.run.data.resultData, errorsOf(result), log]);
	expect(secrets.filter((secret) => said.includes(secret)).length).toBe(0);
}

function errorsOf({ error }: StepRun['result']): unknown {
	return [error?.message, error?.description, error?.stack, String(error?.cause)];
}
