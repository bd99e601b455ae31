import type { HttpResponse } from '../../../../frontendApi/protocol/failure';
import type { Call, Sending } from '../context';

/** What comes after a step, down to the request itself. */
export type Next<C = Call> = (call: C) => Promise<HttpResponse>;

/** One concern of a request on its way: it can change the call, make it again, or answer it itself. */
export type Step<C = Call> = (call: C, next: Next<C>) => Promise<HttpResponse>;

/** A step that asks nothing of an item: what a poll sends goes through it as well. */
export type SendingStep = <C extends Sending>(call: C, next: Next<C>) => Promise<HttpResponse>;

/** Joins steps to a way that calls take, in their order; the last one answers. */
export function joinSteps<C>(steps: ReadonlyArray<Step<C>>): Next<C> {
	return steps.reduceRight<Next<C>>(
		(next, step) => async (call) => await step(call, next),
		noAnswer,
	);
}

async function noAnswer(): Promise<never> {
	throw new Error('The last step has to answer');
}
