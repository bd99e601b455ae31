import { CanceledError } from '../../../../frontendApi/concurrency/clock';
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
	const { run, secrets } = call;
	const answer = await next(call).catch((error: unknown) => {
		const reason = error instanceof CanceledError ? new ClerkRequestError(CANCELED) : error;
		throw redactError(reason, run, secrets);
	});
	// Whatever else came has been looked at by `checkAnswer`.
	const failure = answer.status >= 300 ? toFailure(answer, run.host) : undefined;
	if (failure) throw redactError(new ClerkRequestError(failure), run, secrets);
	return answer;
};
