import { signsIn } from '../../../frontendApi/credential';
import { type Answer, FailedRequest } from '../../../frontendApi/failure';
import type { Call } from './call';
import type { Connection, Context } from './connection';
import { haveLiveToken, haveToken } from './rehearsal';

type Outcome<T> = { answer: T } | { error: unknown };

/** How often an attempt is made again: after somebody else's sign-out, and after signing in. */
const REPEATS = 2;

/**
 * Makes an attempt; where it shows that nobody is signed in any more and the credential can sign in,
 * has it sign in and makes the attempt again.
 *
 * Ending and removing are attempted once: a session that is gone is what they are for.
 */
export async function signInAgain(call: Call, attempt: () => Promise<Answer>): Promise<Answer> {
	const { context, operation, run } = call;
	if (operation.effect !== 'endsSession') {
		return await whileSignedIn(context, run, attempt, ({ status }) => status === 401);
	}
	await signInFirst(context, run);
	return await run.memory.endInTurn(attempt).finally(async () => await storeToken(context, run));
}

/**
 * Makes an attempt while somebody is signed in: signs in before it and again after it where that is
 * needed and the credential can.
 *
 * @param isRefused whether an answer says that nobody is signed in; errors are known here
 * @throws {FailedRequest} when signing in was not possible
 */
export async function whileSignedIn<T>(
	context: Context,
	connection: Connection,
	attempt: () => Promise<T>,
	isRefused: (answer: T) => boolean,
): Promise<T> {
	const { fields, memory } = connection;
	await signInFirst(context, connection);
	for (let repeats = 0; ; repeats++) {
		const { generation } = memory;
		const { changes } = memory.tokens;
		const outcome = await outcomeOf(attempt);
		const isSignedOut =
			'answer' in outcome ? isRefused(outcome.answer) : saysSignedOut(outcome.error);
		if (isSignedOut && repeats < REPEATS) {
			await memory.afterEnding();
			// If another item has signed in meanwhile, there is nothing left to do.
			if (signsIn(fields) && memory.generation === generation) {
				await haveLiveToken(context, connection);
			}
			if (memory.tokens.changes !== changes) continue;
		}
		await storeToken(context, connection);
		if ('error' in outcome) throw outcome.error;
		return outcome.answer;
	}
}

/** Only at first, or after a sign-in that failed: requests are numbered before they are signed. */
async function signInFirst(context: Context, connection: Connection): Promise<void> {
	const { fields, memory } = connection;
	if (signsIn(fields) && memory.tokens.token() === undefined) await haveToken(context, connection);
}

/** Has n8n store the token that an answer brought. A request that went well stays so if it cannot. */
async function storeToken(context: Context, connection: Connection): Promise<void> {
	if (connection.memory.tokens.isStored) return;
	await haveToken(context, connection).catch(() => undefined);
}

async function outcomeOf<T>(attempt: () => Promise<T>): Promise<Outcome<T>> {
	return await attempt().then(
		(answer) => ({ answer }),
		(error: unknown) => ({ error }),
	);
}

/** Clerk's 401, a client without sessions, or one that Clerk does not know. */
function saysSignedOut(error: unknown): boolean {
	if (!(error instanceof FailedRequest) || error.isFinal) return false;
	const { status, code } = error.failure;
	return status === 401 || code === 'signed_out' || code === 'client_not_found';
}
