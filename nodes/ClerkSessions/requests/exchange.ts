import type { IHttpRequestOptions } from 'n8n-workflow';
import {
	type Answer,
	FailedRequest,
	type Failure,
	failureOfAnswer,
} from '../../../frontendApi/failure';
import {
	LONGEST_WAIT,
	mayHaveTakenEffect,
	type Repeat,
	waitBeforeRepeat,
} from '../../../frontendApi/repetition';
import type { Call } from './call';
import { cancelableSleep, throwIfCanceled } from './cancelableSleep';
import { send } from './send';

type Outcome = { answer: Answer; failure?: Failure } | { error: unknown; failure?: Failure };

/**
 * Makes a request when its turn comes, and again after a failure that passes, as far as that is
 * safe. It keeps its turn while it waits, so that no more requests than allowed come back at once.
 *
 * @returns the last answer, whatever its status
 * @throws {FailedRequest} when no answer came, or the execution was canceled
 * @throws {FieldError} when the credential cannot be used
 */
export async function exchange(
	call: Call,
	request: IHttpRequestOptions,
	repeat: Repeat = call.operation.repeat,
): Promise<Answer> {
	const { context, operation, options, run, transport } = call;
	const { turns } = run.memory;
	const signal = context.getExecutionCancelSignal();
	const endsSession = operation.effect === 'endsSession' && request.method !== 'GET';
	const whenItsTurnComes = async () => {
		let mayBeDone = false;
		for (let retries = 0; ; retries++) {
			await cancelableSleep(() => turns.pauseLeft, signal, run.host);
			const outcome = await attempt(call, { ...transport, ...request });
			const { failure } = outcome;
			const wait =
				failure && waitBeforeRepeat(failure, repeat, retries, options.maxRetries, Math.random());
			if (failure === undefined || wait === undefined) {
				return result(outcome, mayBeDone);
			}
			if (failure.status === 429) turns.pause(wait);
			mayBeDone ||= endsSession && mayHaveTakenEffect(failure);
			const until = Date.now() + wait;
			await cancelableSleep(() => until - Date.now(), signal, run.host);
		}
	};
	return await turns
		.take(options.maxConcurrentRequests, whenItsTurnComes, signal)
		.catch((error: unknown) => {
			throwIfCanceled(signal, run.host);
			throw error;
		});
}

async function attempt({ context, run }: Call, request: IHttpRequestOptions): Promise<Outcome> {
	try {
		const answer = await send(context, run, request);
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
	if (failure && status === 429 && retryAfter > LONGEST_WAIT) {
		throw new FailedRequest({
			...failure,
			description: `Clerk asks to wait ${Math.ceil(retryAfter)} seconds; a step waits for ${LONGEST_WAIT} at most. Run it again after that time. ${description}`,
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
