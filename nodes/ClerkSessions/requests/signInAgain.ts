import { signsIn } from '../../../frontendApi/credential';
import { type Answer, FailedRequest } from '../../../frontendApi/failure';
import { isSignedIn } from '../../../frontendApi/objects';
import type { Call } from './call';
import { exchange } from './exchange';
import { fetchClient } from './fetchClient';

type Outcome = { answer: Answer } | { error: unknown };

/**
 * Makes an attempt; where it shows that nobody is signed in any more and the credential can sign
 * in, makes it once more. Signing in itself is done by the credential, before the second attempt is
 * sent: here its token is only declared dead.
 *
 * Ending and removing are not attempted again: a session that is gone is what they are for.
 */
export async function signInAgain(call: Call, attempt: () => Promise<Answer>): Promise<Answer> {
	const { operation, run } = call;
	const { generation } = run.memory;
	const outcome: Outcome = await attempt().then(
		(answer) => ({ answer }),
		(error: unknown) => ({ error }),
	);
	const mayRepeat = signsIn(run.fields) && operation.effect !== 'endsSession';
	if (mayRepeat && isSignedOut(outcome) && (await isSignInDue(call, generation))) {
		return await attempt();
	}
	if ('answer' in outcome) return outcome.answer;
	throw outcome.error;
}

/** Whether Clerk says that nobody is signed in: 401, or a client without sessions or unknown to it. */
function isSignedOut(outcome: Outcome): boolean {
	if ('answer' in outcome) return outcome.answer.status === 401;
	const { error } = outcome;
	if (!(error instanceof FailedRequest)) return false;
	const { status, code } = error.failure;
	return status === 401 || code === 'signed_out' || code === 'client_not_found';
}

/**
 * Whether signing in helps: not if the client is alive, as the refusal is then about the session or
 * the action. If another item has signed in meanwhile, there is nothing left to do.
 */
async function isSignInDue(call: Call, generation: number): Promise<boolean> {
	const { memory } = call.run;
	const token = memory.tokens.token();
	if (memory.generation === generation && token !== undefined) {
		const isAlive = await memory.together('isSignedIn', () => isClientAlive(call));
		if (!isAlive) memory.tokens.retire(token);
		return !isAlive || memory.generation !== generation;
	}
	return true;
}

/** Where Clerk cannot be asked, the client counts as alive: a token is not given up on a guess. */
async function isClientAlive(call: Call): Promise<boolean> {
	try {
		const client = await fetchClient(call.run.host, (request) => exchange(call, request, 'safe'));
		return client?.sessions.some(isSignedIn) ?? false;
	} catch (error) {
		return !(error instanceof FailedRequest && error.failure.status === 401);
	}
}
