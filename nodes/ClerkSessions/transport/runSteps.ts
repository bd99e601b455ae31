import type { Answer } from '../../../frontendApi/protocol/failure';
import type { Call } from './context';

/** What comes after a step, down to the request itself. */
export type Next = (call: Call) => Promise<Answer>;

/** One concern of a request on its way: it can change the call, make it again, or answer it itself. */
export type Step = (call: Call, next: Next) => Promise<Answer>;

/** Sends a call on its way through steps, from the one at `index` on; the last one answers. */
export async function runSteps(steps: readonly Step[], call: Call, index = 0): Promise<Answer> {
	const step = steps[index];
	if (step === undefined) throw new Error('The last step has to answer');
	return await step(call, async (changed) => await runSteps(steps, changed, index + 1));
}
