import type { IHttpRequestOptions } from 'n8n-workflow';
import { delay } from '../../../frontendApi/clock';
import {
	type Answer,
	FailedRequest,
	type Failure,
	failureOfAnswer,
} from '../../../frontendApi/failure';
import {
	MAX_RETRY_AFTER_S,
	mayHaveBeenCarriedOut,
	type Repeat,
	retryDelayMs,
} from '../../../frontendApi/retryPolicy';
import type { Call } from './call';
import { send } from './send';

type Outcome = { answer: Answer; failure?: Failure } | { error: unknown; failure?: Failure };

/**
 * Makes a request when its turn comes, and again after a failure that passes, as far as that is
 * safe. It keeps its turn while it waits, so that no more requests than allowed come back at once.
 *
 * @returns the last answer, whatever its status
 * @throws {FailedRequest} when no answer came
 * @throws {CanceledError} when nobody waits for it any more
 * @throws {FieldError} when the credential cannot be used
 */
export async function sendWithRetry(
	call: Call,
	request: IHttpRequestOptions,
	repeat: Repeat = call.operation.repeat,
): Promise<Answer> {
	const { operation, options, run, signal, transport } = call;
	const { limiter } = run.state;
	const endsSession = operation.effect === 'endsSession' && request.method !== 'GET';
	const whenItsTurnComes = async () => {
		let mayBeDone = false;
		for (let retries = 0; ; retries++) {
			await limiter.waitForPause(signal);
			const outcome = await attempt(call, { ...transport, ...request });
			const { failure } = outcome;
			const waitMs =
				failure && retryDelayMs(failure, repeat, retries, options.maxRetries, Math.random());
			if (failure === undefined || waitMs === undefined) return result(outcome, mayBeDone);
			if (failure.status === 429) limiter.pause(waitMs);
			mayBeDone ||= endsSession && mayHaveBeenCarriedOut(failure);
			await delay(waitMs, signal);
		}
	};
	return await limiter.run(options.maxConcurrentRequests, whenItsTurnComes, signal);
}

async function attempt(
	{ context, run, signal, token }: Call,
	request: IHttpRequestOptions,
): Promise<Outcome> {
	try {
		const answer = await send(context, run, request, { token, signal });
		return { answer, failure: failureOfAnswer(answer, run.host) };
	} catch (error) {
		// A sign-in that failed has been repeated where that could help.
		const failure = error instanceof FailedRequest && !error.isFinal ? error.failure : undefined;
		return { error, failure };
	}
}

/** @param mayBeDone whether an earlier try may have ended the session, so that a refusal says nothing */
function result(outcome: Outcome, mayBeDone: boolean): Answer {
	const { failure } = outcome;
	if ('error' in outcome) throw outcome.error;
	const { status, description = '', retryAfter = 0 } = failure ?? {};
	if (failure && status === 429 && retryAfter > MAX_RETRY_AFTER_S) {
		throw new FailedRequest({
			...failure,
			description: `Clerk asks to wait ${Math.ceil(retryAfter)} seconds; a step waits for ${MAX_RETRY_AFTER_S} at most. Run it again after that time. ${description}`,
		});
	}
	if (failure && mayBeDone) {
		throw new FailedRequest({
			...failure,
			description: `An earlier try, whose outcome is unknown, may have done this already. ${description}`,
		});
	}
	return outcome.answer;
}
