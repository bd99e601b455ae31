import type { HttpResponse } from '../../../../frontendApi/protocol/failure';
import type { Call, Sending } from '../context';

/** What comes after a step, down to the request itself. */
export type Next<C = Call> = (call: C) => Promise<HttpResponse>;

/** One concern of a request on its way: it can change the call, make it again, or answer it itself. */
export type Step<C = Call> = (call: C, next: Next<C>) => Promise<HttpResponse>;

/** A step that asks nothing of an item: what a poll sends goes through it as well. */
export type SendingStep = <C extends Sending>(call: C, next: Next<C>) => Promise<HttpResponse>;

/** Sends a call on its way through steps, from the one at `index` on; the last one answers. */
export async function runSteps<C>(
	steps: ReadonlyArray<Step<C>>,
	call: C,
	index = 0,
): Promise<HttpResponse> {
	const step = steps[index];
	if (step === undefined) throw new Error('The last step has to answer');
	return await step(call, async (changed) => await runSteps(steps, changed, index + 1));
}
