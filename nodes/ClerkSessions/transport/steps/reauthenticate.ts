import {
	type HttpResponse,
	ClerkRequestError,
	type Failure,
	toFailure,
	isSignedOutFailure,
} from '../../../../frontendApi/protocol/failure';
import { MAX_SIGN_IN_RETRIES } from '../../../../frontendApi/client/renewal';
import {
	type TokenRequester,
	ensureClientToken,
	type FindAnother,
	findStoredByOthers,
	renew,
	saveClientToken,
} from '../clientToken';
import type { NodeContext, LoadedCredential } from '../context';
import { SIGNED_OUT } from '../../../../frontendApi/client/signedOutErrors';
import type { Step } from './step';

interface ReauthenticatingRequester extends TokenRequester {
	/** Its steps go on with the client they began with. */
	executionId?: string;
	/** How often it is made again after a refusal, and how often somebody is signed in for it. */
	maxReauthentications: number;
}

/** How often a call is made again because nobody was signed in any more; what may cost something: once. */
const MAX_REAUTHENTICATIONS = { idempotent: 3, ifNotSent: 1 };
/**
 * How often it is made again at all. Where other workers end one session after another, each end is
 * met up to twice: the token from before is dead, and under the one after it nobody is signed in.
 */
const MAX_TRIES = 12;

/**
 * Makes the call of an item while somebody is signed in, and again after a refusal that says that
 * nobody is any more.
 *
 * @throws {ClerkRequestError} when signing in was not possible
 */
export const reauthenticate: Step = async function reauthenticate(call, next) {
	const { context, executionId, operation, retry, run, signal } = call;
	const isCostly = retry === 'ifNotSent';
	const caller: ReauthenticatingRequester = {
		...run,
		context,
		executionId,
		signal,
		maxReauthentications: MAX_REAUTHENTICATIONS[retry],
		maxSignInRetries: MAX_SIGN_IN_RETRIES,
	};
	const isSignedOut = (outcome: Outcome<HttpResponse>) => {
		const failure =
			'answer' in outcome ? toFailure(outcome.answer, run.host) : failureIn(outcome.error);
		return failure !== undefined && isWorthAnotherToken(failure, isCostly);
	};
	const { isFinalIfRefused, staysSignedOut } = operation;
	const findAnother = (wasRefused: boolean) =>
		staysSignedOut || (isFinalIfRefused && wasRefused) ? findStoredByOthers : renew;
	const repeat = async () =>
		await withReauthentication(
			caller,
			async (token) => await next({ ...call, token }),
			isSignedOut,
			findAnother,
		);
	if (!operation.oneAtATime) return await repeat();
	// Before its turn, so that nobody stands in line for a sign-in.
	await ensureClientToken(caller);
	return await run.state.signOuts.runExclusive(repeat, signal);
};

/**
 * The same for what is looked up outside of a run.
 *
 * @param asking for whom, and how often signing in may be tried again
 */
export async function reauthenticateLookUp<T>(
	asking: LoadedCredential & { context: NodeContext; maxSignInRetries: number },
	attempt: (token: string | undefined) => Promise<T>,
): Promise<T> {
	const isSignedOut = (outcome: Outcome<T>) => {
		const failure = 'error' in outcome ? failureIn(outcome.error) : undefined;
		return failure !== undefined && isWorthAnotherToken(failure, false);
	};
	const caller: ReauthenticatingRequester = {
		...asking,
		maxReauthentications: MAX_REAUTHENTICATIONS.idempotent,
	};
	return await withReauthentication(caller, attempt, isSignedOut, () => renew);
}

type Outcome<T> = { answer: T } | { error: unknown };

async function withReauthentication<T>(
	caller: ReauthenticatingRequester,
	attempt: (token: string | undefined) => Promise<T>,
	isSignedOut: (outcome: Outcome<T>) => boolean,
	findAnother: (wasRefused: boolean) => FindAnother,
): Promise<T> {
	const { executionId, maxReauthentications, state } = caller;
	await ensureClientToken(caller);
	let refusals = 0;
	let signIns = 0;
	for (let tries = 1; ; tries++) {
		const token = state.tokenFor(executionId);
		const outcome = await outcomeOf(attempt(token));
		const wasRefused = !isAboutClient(outcome);
		if (wasRefused) refusals++;
		const mayTryAgain =
			refusals <= maxReauthentications && signIns < maxReauthentications && tries < MAX_TRIES;
		if (token !== undefined && mayTryAgain && isSignedOut(outcome)) {
			state.tokens.noteRefusal(token, isClientKnown(outcome));
			const mayUseSuccessor = tries === 1 && wasRefused;
			const found = await findAnother(wasRefused)(caller, token, mayUseSuccessor);
			if (found === 'signedIn') signIns++;
			if (found !== undefined) continue;
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

async function outcomeOf<T>(attempt: Promise<T>): Promise<Outcome<T>> {
	try {
		return { answer: await attempt };
	} catch (error) {
		return { error };
	}
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
	return error instanceof ClerkRequestError && !error.isFinal ? error.failure : undefined;
}
