import { CanceledError } from '../../../../frontendApi/concurrency/clock';
import { adviceIn } from '../../../../frontendApi/protocol/errorAdvice';
import { ClerkRequestError, toFailure } from '../../../../frontendApi/protocol/failure';
import { redactError } from '../redactError';
import type { Step } from './step';

const CANCELED = {
	message: 'The execution was canceled',
	description: 'It was stopped, or took longer than it may.',
	code: 'ERR_CANCELED',
};

/**
 * Turns what is no good answer into the reason why there is none, cleared of secrets.
 *
 * @throws {ClerkRequestError} for every refusal, and where no answer came
 * @throws {FieldError} when a field cannot be used
 */
export const throwFailure: Step = async function throwFailure(call, next) {
	const { operation, run, secrets } = call;
	const answer = await next(call).catch((error: unknown) => {
		const reason = error instanceof CanceledError ? new ClerkRequestError(CANCELED) : error;
		throw redactError(reason, run, secrets);
	});
	// Whatever else came has been looked at by `checkAnswer`.
	const failure = answer.status >= 300 ? toFailure(answer, run.host) : undefined;
	if (failure === undefined) return answer;
	const description = adviceIn(operation.advice ?? {}, failure.code) ?? failure.description;
	throw redactError(new ClerkRequestError({ ...failure, description }), run, secrets);
};
