import { delay } from '../../../frontendApi/clock';
import { clientIdOf } from '../../../frontendApi/clientTokens';
import { signsIn } from '../../../frontendApi/credential';
import {
	type Answer,
	FailedRequest,
	type Failure,
	failureOfAnswer,
	isSignedOutFailure,
} from '../../../frontendApi/failure';
import type { Renewal } from '../../../frontendApi/handover';
import { MAX_SIGN_IN_RETRIES } from '../../../frontendApi/renewal';
import type { Call } from './call';
import { type Connection, type Context, readStoredToken } from './connection';
import { runDry } from './dryRun';
import { SIGNED_OUT } from './fetchClient';
import { send } from './send';

/** Who asks for a client token, and for how long. */
interface Caller extends Connection {
	context: Context;
	/** Ends when the execution is stopped; lists have none. */
	signal?: AbortSignal;
	/** Its steps go on with the client they began with. */
	executionId?: string;
	/** How often it is made again because nobody was signed in. */
	maxReauthentications: number;
	/** How often signing in may be tried again. */
	maxSignInRetries: number;
}

/** How often a call is made again because nobody was signed in any more; what may cost something: once. */
const MAX_REAUTHENTICATIONS = { safe: 3, unreached: 1 };
/**
 * How long another worker of n8n gets to store the token that it has just got, where a token turns
 * out to be dead and there is no other: waits in a row, in ms.
 */
const STORE_WAITS_MS = [0, 250, 500, 1000];
/** The most that another worker is let go first, so that one sign-in can serve all, in ms. */
const MAX_HEAD_START_MS = 1500;
/** Longer than n8n takes from asking for a token to having stored it, in ms. */
const SETTLE_MS = 500;

/**
 * Makes the call of an item while somebody is signed in.
 *
 * End and Remove never sign in because of a 401: a session that is gone is what they are for. They
 * go out one at a time, and again only under a newer token of the same client.
 *
 * @param attempt makes the call once, with the client token that it is given
 * @throws {FailedRequest} when signing in was not possible; else what `attempt` throws
 */
export async function reauthenticate(
	call: Call,
	attempt: (token: string | undefined) => Promise<Answer>,
): Promise<Answer> {
	const { operation, run, signal } = call;
	const maxReauthentications = MAX_REAUTHENTICATIONS[operation.repeat];
	const caller: Caller = {
		...run,
		...call,
		maxReauthentications,
		maxSignInRetries: MAX_SIGN_IN_RETRIES,
	};
	const isSignedOut = (outcome: Outcome<Answer>) => {
		const failure =
			'answer' in outcome ? failureOfAnswer(outcome.answer, run.host) : failureIn(outcome.error);
		return failure !== undefined && isWorthAnotherToken(failure, operation.repeat === 'unreached');
	};
	if (operation.effect !== 'endsSession') {
		return await whileSignedIn(caller, attempt, isSignedOut, renew);
	}
	await ensureClientToken(caller);
	return await run.state.signOuts.runExclusive(
		async () => await whileSignedIn(caller, attempt, isSignedOut, findStoredByOthers),
		signal,
	);
}

/** The same for a list in the editor. */
export async function reauthenticateList<T>(
	asking: Connection & { context: Context },
	attempt: (token: string | undefined) => Promise<T>,
): Promise<T> {
	const isSignedOut = (outcome: Outcome<T>) => {
		const failure = 'error' in outcome ? failureIn(outcome.error) : undefined;
		return failure !== undefined && isWorthAnotherToken(failure, false);
	};
	const maxReauthentications = MAX_REAUTHENTICATIONS.safe;
	// A list is looked at by somebody who waits for it.
	const caller = { ...asking, maxReauthentications, maxSignInRetries: 0 };
	return await whileSignedIn(caller, attempt, isSignedOut, renew);
}

type Outcome<T> = { answer: T } | { error: unknown };

async function whileSignedIn<T>(
	caller: Caller,
	attempt: (token: string | undefined) => Promise<T>,
	isSignedOut: (outcome: Outcome<T>) => boolean,
	findAnother: FindAnother,
): Promise<T> {
	const { executionId, maxReauthentications, state } = caller;
	await ensureClientToken(caller);
	for (let retries = 0; ; retries++) {
		const token = state.tokenFor(executionId);
		const outcome = await outcomeOf(async () => await attempt(token));
		const mayTryAgain = token !== undefined && retries < maxReauthentications;
		if (mayTryAgain && isSignedOut(outcome)) {
			state.tokens.noteRefusal(token, isClientKnown(outcome));
			const mayUseSuccessor = retries === 0 && !isAboutClient(outcome);
			if (await findAnother(caller, token, mayUseSuccessor)) continue;
		}
		await saveClientToken(caller);
		if ('error' in outcome) throw outcome.error;
		return outcome.answer;
	}
}

/** Whether Clerk answered with a client on which nobody is signed in. */
function isClientKnown(outcome: Outcome<unknown>): boolean {
	return 'error' in outcome && failureIn(outcome.error)?.code === SIGNED_OUT;
}

/** Whether it was found out by looking at the client, rather than by a token that was refused. */
function isAboutClient(outcome: Outcome<unknown>): boolean {
	return 'error' in outcome && failureIn(outcome.error)?.status === undefined;
}

async function outcomeOf<T>(attempt: () => Promise<T>): Promise<Outcome<T>> {
	try {
		return { answer: await attempt() };
	} catch (error) {
		return { error };
	}
}

/**
 * Signs in where nobody is signed in yet. It must happen before a request is numbered: otherwise the
 * sign-in would count as the newer one, and the token that the answer brings would be ignored.
 */
async function ensureClientToken(caller: Caller): Promise<void> {
	const { fields, maxSignInRetries, signal, state } = caller;
	if (!signsIn(fields)) return;
	// Until the token is stored, n8n would have it stored once more for every request.
	if (!state.settling.isIdle) await state.settling.waitForUnlock(signal);
	if (state.tokens.current !== undefined) return;
	// Shared by those who are as patient: who gives up early makes nobody else fail.
	await state.flights.run(
		`first token, ${maxSignInRetries}`,
		async (flightSignal) => await runRenewal(caller, flightSignal),
		signal,
	);
}

/**
 * Looks for another client token in place of one that was refused.
 *
 * @param mayUseSuccessor whether a newer token of the same client will do, if this process has got
 * one meanwhile. Not where nobody is signed in on that client: each answer may bring a newer one.
 * @returns whether it is worth trying again
 */
type FindAnother = (caller: Caller, token: string, mayUseSuccessor: boolean) => Promise<boolean>;

/** By what another worker has stored, else by signing in. */
const renew: FindAnother = async (caller, token, mayUseSuccessor) => {
	const { fields, maxSignInRetries, signal, state } = caller;
	const { tokens } = state;
	await state.signOuts.waitForUnlock(signal);
	const refused = tokens.successorOf(token) ?? token;
	if (refused !== token && mayUseSuccessor) return true;
	return await state.flights.run(
		`renew ${refused}, ${maxSignInRetries}`,
		async (flightSignal) => {
			if (await isReplacedInStore(caller, refused, flightSignal)) return true;
			if (!signsIn(fields)) return tokens.fallBack(refused);
			const { epoch } = tokens;
			await runRenewal(caller, flightSignal, refused);
			return tokens.successorOf(refused) !== token || tokens.epoch !== epoch;
		},
		signal,
	);
};

/** By what another worker has stored: nobody is signed in only to be signed out. */
const findStoredByOthers: FindAnother = async (caller, token) => {
	const { signal, state } = caller;
	if (state.tokens.successorOf(token) !== token) return true;
	return await state.flights.run(
		`look for another than ${token}`,
		async (flightSignal) => await isReplacedInStore(caller, token, flightSignal),
		signal,
	);
};

/**
 * Whether another worker has stored another token than the one that was refused. It may be about to:
 * while a workflow runs in production, it gets a moment.
 */
async function isReplacedInStore(
	{ context, state }: Caller,
	refused: string,
	signal: AbortSignal,
): Promise<boolean> {
	const { tokens } = state;
	const waits = isProduction(context) && state.lastRefused !== refused ? STORE_WAITS_MS : [0];
	for (const waitMs of waits) {
		await delay(waitMs * (1 + Math.random()), signal);
		tokens.observeStored(await readStoredToken(context));
		tokens.noteRefusal(refused, false);
		if (tokens.successorOf(refused) !== refused) return true;
		if (tokens.current !== refused) {
			tokens.signOut(refused);
			return true;
		}
	}
	state.lastRefused = refused;
	return false;
}

async function runRenewal(caller: Caller, signal: AbortSignal, refused?: string): Promise<void> {
	const { context, maxSignInRetries, state } = caller;
	const renewal: Renewal = {
		refused,
		signal,
		maxRetries: maxSignInRetries,
		headStartMs: isProduction(context) ? Math.random() * MAX_HEAD_START_MS : 0,
		readStored: async () => await readStoredToken(context),
	};
	try {
		await runDry(context, { renewal }).catch((error: unknown) => {
			// Signed in, but n8n could not store it: it is asked again after the call.
			if (renewal.signedIn && !signal.aborted) return;
			throw error instanceof FailedRequest ? new FailedRequest(error.failure, true) : error;
		});
		if (renewal.signedIn && isProduction(context)) {
			await yieldToOthers(caller, renewal.signedIn.token, signal);
		}
	} finally {
		renewal.signedIn?.settle();
	}
	// Where somebody else's renewal signed in, for both.
	await state.settling.waitForUnlock(signal);
}

/**
 * Two workers of n8n that sign in at the same moment both have their token stored. The one stored
 * last serves both; the other's session is removed before anything was done with it.
 */
async function yieldToOthers(caller: Caller, token: string, signal: AbortSignal): Promise<void> {
	const { context, state } = caller;
	const { tokens } = state;
	await delay(SETTLE_MS, signal);
	tokens.observeStored(await readStoredToken(context));
	if (clientIdOf(tokens.current ?? token) === clientIdOf(token)) return;
	const request = { method: 'DELETE' as const, url: '/v1/client/sessions' };
	await send(context, caller, request, { token, signal }).catch(() => undefined);
	tokens.forget(token);
}

/** Has n8n store the newest token. A request that went well stays so if it cannot. */
async function saveClientToken({ context, signal, state }: Caller): Promise<void> {
	if (state.tokens.tokenToSave === undefined) return;
	await state.flights
		.run('save', async () => await runDry(context, {}), signal)
		.catch(() => undefined);
}

/** Whether other workers of n8n may be about to do the same: in the editor nobody has to wait for them. */
function isProduction(context: Context): boolean {
	return !['internal', 'manual'].includes(context.getMode?.() ?? 'internal');
}

/**
 * Whether a refusal means that nobody is signed in, so that another token may help. What must not
 * happen twice goes out again only where Clerk itself says so: it has then carried out nothing.
 */
function isWorthAnotherToken(failure: Failure, isCostly: boolean): boolean {
	if (isSignedOutFailure(failure)) return true;
	return !isCostly && failure.status === 401 && failure.code !== 'requires_captcha';
}

/** A sign-in that failed has been tried again as far as that can help. */
function failureIn(error: unknown): Failure | undefined {
	return error instanceof FailedRequest && !error.isFinal ? error.failure : undefined;
}
