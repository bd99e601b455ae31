import type { SendingStep } from './runSteps';

/**
 * Lets a request go when its turn comes among all that use the credential.
 *
 * @throws {CanceledError} when nobody waits for it any more
 */
export const limitConcurrency: SendingStep = async function limitConcurrency(call, next) {
	const { options, run, signal } = call;
	const { limiter } = run.state;
	return await limiter.run(options.maxConcurrentRequests, async () => await next(call), signal);
};
