import { delay } from '../../../../frontendApi/concurrency/clock';
import {
	type HttpResponse,
	ClerkRequestError,
	type Failure,
	toFailure,
} from '../../../../frontendApi/protocol/failure';
import {
	MAX_RETRY_AFTER_S,
	mayHaveBeenCarriedOut,
	retryDelayMs,
} from '../../../../frontendApi/protocol/retryPolicy';
import type { Sending } from '../context';
import type { Next, SendingStep } from './step';

type Outcome = { answer: HttpResponse; failure?: Failure } | { error: unknown; failure?: Failure };

/**
 * Makes a request again after a failure that passes, as far as that is safe. A pause that Clerk asks
 * for holds back all requests of the credential, whether this one is made again or not.
 *
 * @returns the last answer, whatever its status
 * @throws {ClerkRequestError} when no answer came
 * @throws {CanceledError} when nobody waits for it any more
 */
export const retryTransient: SendingStep = async function retryTransient(call, next) {
	const { operation, options, request, retry, run, signal } = call;
	const { limiter } = run.state;
	const isNoted = operation?.mayBeDoneAlready === true && request.method !== 'GET';
	let mayBeDone = false;
	for (let retries = 0; ; retries++) {
		await limiter.waitForPause(signal);
		const outcome = await sendOnce(call, next);
		const { failure } = outcome;
		const waitMs =
			failure && retryDelayMs(failure, retry, retries, options.maxRetries, Math.random());
		if (failure?.status === 429) limiter.pause(waitMs ?? namedPauseMs(failure));
		if (failure === undefined || waitMs === undefined) return unwrap(outcome, mayBeDone);
		mayBeDone ||= isNoted && mayHaveBeenCarriedOut(failure);
		await delay(waitMs, signal);
	}
};

/** For a longer one nobody waits: each request then reports it. */
function namedPauseMs({ retryAfter = 0 }: Failure): number {
	return retryAfter > MAX_RETRY_AFTER_S ? 0 : retryAfter * 1000;
}

async function sendOnce<C extends Sending>(call: C, next: Next<C>): Promise<Outcome> {
	try {
		const answer = await next(call);
		return { answer, failure: toFailure(answer, call.run.host) };
	} catch (error) {
		// A sign-in that failed has been repeated where that could help.
		const failure =
			error instanceof ClerkRequestError && !error.isFinal ? error.failure : undefined;
		return { error, failure };
	}
}

/** @param mayBeDone whether an earlier try may have ended the session, so that a refusal says nothing */
function unwrap(outcome: Outcome, mayBeDone: boolean): HttpResponse {
	const { failure } = outcome;
	if ('error' in outcome) throw outcome.error;
	const { status, description = '', retryAfter = 0 } = failure ?? {};
	if (failure && status === 429 && retryAfter > MAX_RETRY_AFTER_S) {
		throw new ClerkRequestError({
			...failure,
			description: `Clerk asks to wait ${Math.ceil(retryAfter)} seconds; a step waits for ${MAX_RETRY_AFTER_S} at most. Run it again after that time. ${description}`,
		});
	}
	if (failure && mayBeDone) {
		throw new ClerkRequestError({
			...failure,
			description: `An earlier try, whose outcome is unknown, may have done this already. ${description}`,
		});
	}
	return outcome.answer;
}
