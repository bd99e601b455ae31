import { retryTransient } from './retryTransient';
import { send } from './send';
import type { Sending } from '../context';
import { joinSteps, type SendingStep } from './step';

/**
 * Lets a request go when its turn comes among all that use the credential.
 *
 * @throws {CanceledError} when nobody waits for it any more
 */
const limitConcurrency: SendingStep = async function limitConcurrency(call, next) {
	const { options, run, signal } = call;
	const { limiter } = run.state;
	return await limiter.run(options.maxConcurrentRequests, async () => await next(call), signal);
};

/** How every request is sent, those that look something up as well. */
export const SENDING_STEPS: readonly SendingStep[] = [
	// Its place is kept while it waits to be sent again, so that no more than allowed come back at once.
	limitConcurrency,
	// What passes by itself is sat out, as far as a second request is safe.
	retryTransient,
	// Signed by the credential, with a deadline, once.
	send,
];

/** Sends a request, whoever makes it. */
export const sendCall = joinSteps<Sending>(SENDING_STEPS);
