import { delay } from '../../../frontendApi/concurrency/clock';
import { clientIdOf } from '../../../frontendApi/protocol/clientAuth';
import { canSignIn } from '../../../frontendApi/client/credential';
import { ClerkRequestError } from '../../../frontendApi/protocol/failure';
import type { Renewal } from '../../../frontendApi/client/handover';
import { type NodeContext, type LoadedCredential, readStoredToken } from './context';
import { runDry } from './dryRun';
import { sendRequest } from './steps/send';

/** Who asks for a client token, and for how long. */
export interface TokenRequester extends LoadedCredential {
	context: NodeContext;
	/** Ends when the execution is stopped; lists have none. */
	signal?: AbortSignal;
	/** How often signing in may be tried again. */
	maxSignInRetries: number;
}

/**
 * How long another worker of n8n gets to store the token that it has just got, where a token turns
 * out to be dead and there is no other: waits in a row, in ms.
 */
const STORE_WAITS_MS = [0, 250, 500, 1000];
/** Nobody is signed in for what ends sessions: the others, who do sign in, need that long themselves. */
const LONG_STORE_WAITS_MS = [...STORE_WAITS_MS, 2000];
/** The most that another worker is let go first, so that one sign-in can serve all, in ms. */
const MAX_HEAD_START_MS = 3000;
/** Longer than n8n takes from asking for a token to having stored it, in ms. */
const SETTLE_MS = 500;

/**
 * Signs in where nobody is signed in yet. It must happen before a request is numbered: otherwise the
 * sign-in would count as the newer one, and the token that the answer brings would be ignored.
 */
export async function ensureClientToken(caller: TokenRequester): Promise<void> {
	const { fields, maxSignInRetries, signal, state } = caller;
	if (!canSignIn(fields)) return;
	// Until the token is stored, n8n would have it stored once more for every request.
	if (!state.settling.isIdle) await state.settling.waitForUnlock(signal);
	if (state.tokens.current !== undefined) return;
	// Shared by those who are as patient: who gives up early makes nobody else fail.
	await state.flights.run(
		`first token, ${maxSignInRetries}`,
		async (flightSignal) => await runRenewal(caller, flightSignal),
		signal,
	);
}

/**
 * Looks for another client token in place of one that was refused.
 *
 * @param mayUseSuccessor whether a newer token of the same client will do, if this process has got
 * one meanwhile. Not where nobody is signed in on that client: each answer may bring a newer one.
 * @returns how there came to be another one; undefined where there is none
 */
export type FindAnother = (
	caller: TokenRequester,
	token: string,
	mayUseSuccessor: boolean,
) => Promise<'replaced' | 'signedIn' | undefined>;

/** By what another worker has stored, else by signing in. */
export const renew: FindAnother = async (caller, token, mayUseSuccessor) => {
	const { fields, maxSignInRetries, signal, state } = caller;
	const { tokens } = state;
	await state.signOuts.waitForUnlock(signal);
	const refused = tokens.successorOf(token) ?? token;
	if (refused !== token && mayUseSuccessor) return 'replaced';
	return await state.flights.run(
		`renew ${refused}, ${maxSignInRetries}`,
		async (flightSignal) => {
			if (await isReplacedInStore(caller, refused, flightSignal)) return 'replaced';
			if (!canSignIn(fields)) return tokens.fallBack(refused) ? 'replaced' : undefined;
			const { epoch } = tokens;
			if (await runRenewal(caller, flightSignal, refused)) return 'signedIn';
			const isReplaced = tokens.successorOf(refused) !== token || tokens.epoch !== epoch;
			return isReplaced ? 'replaced' : undefined;
		},
		signal,
	);
};

/** By what another worker has stored: nobody is signed in only to be signed out. */
export const findStoredByOthers: FindAnother = async (caller, token) => {
	const { signal, state } = caller;
	if (state.tokens.successorOf(token) !== token) return 'replaced';
	const isReplaced = await state.flights.run(
		`look for another than ${token}`,
		async (flightSignal) =>
			await isReplacedInStore(caller, token, flightSignal, LONG_STORE_WAITS_MS),
		signal,
	);
	return isReplaced ? 'replaced' : undefined;
};

/**
 * Whether another worker has stored another token than the one that was refused. It may be about to:
 * while a workflow runs in production, it gets a moment.
 */
async function isReplacedInStore(
	{ context, state }: TokenRequester,
	refused: string,
	signal: AbortSignal,
	storeWaitsMs = STORE_WAITS_MS,
): Promise<boolean> {
	const { tokens } = state;
	const waits = isProduction(context) && state.lastRefused !== refused ? storeWaitsMs : [0];
	for (const waitMs of waits) {
		await delay(waitMs * (1 + Math.random()), signal);
		// Where it cannot be read, the refusal is what there is to say.
		tokens.observeStored(await readStoredToken(context).catch(() => undefined));
		tokens.noteRefusal(refused, false);
		if (tokens.successorOf(refused) !== refused) return true;
		if (tokens.current !== refused) {
			tokens.signOut(refused);
			return true;
		}
	}
	state.lastRefused = refused;
	return false;
}

/** @returns whether it signed in, rather than finding that somebody else did */
async function runRenewal(
	caller: TokenRequester,
	signal: AbortSignal,
	refused?: string,
): Promise<boolean> {
	const { context, maxSignInRetries, state } = caller;
	const renewal: Renewal = {
		refused,
		signal,
		maxRetries: maxSignInRetries,
		headStartMs: isProduction(context) ? Math.random() * MAX_HEAD_START_MS : 0,
		readStored: async () => await readStoredToken(context),
	};
	try {
		await runDry(context, { renewal }).catch((error: unknown) => {
			// There is a token, but n8n could not store it: it is asked again after the call.
			if (renewal.isDone && !signal.aborted) return;
			throw error instanceof ClerkRequestError ? new ClerkRequestError(error.failure, true) : error;
		});
		if (renewal.signedIn && isProduction(context)) {
			await yieldToOthers(caller, renewal.signedIn.token, signal);
		}
	} finally {
		renewal.signedIn?.settle();
	}
	// Where somebody else's renewal signed in, for both.
	await state.settling.waitForUnlock(signal);
	return renewal.signedIn !== undefined;
}

/**
 * Two workers of n8n that sign in at the same moment both have their token stored. The one stored
 * last serves both; the other's session is removed before anything was done with it.
 */
async function yieldToOthers(
	caller: TokenRequester,
	token: string,
	signal: AbortSignal,
): Promise<void> {
	const { context, state } = caller;
	const { tokens } = state;
	await delay(SETTLE_MS, signal);
	// Where it cannot be read, ours is as good as any.
	tokens.observeStored(await readStoredToken(context).catch(() => undefined));
	if (clientIdOf(tokens.current ?? token) === clientIdOf(token)) return;
	const request = { method: 'DELETE' as const, url: '/v1/client/sessions' };
	await sendRequest(context, caller, request, { token, signal }).catch(() => undefined);
	tokens.forget(token);
}

/** Has n8n store the newest token. A request that went well stays so if it cannot. */
export async function saveClientToken({ context, signal, state }: TokenRequester): Promise<void> {
	const { flights, tokens } = state;
	const save = async () => {
		const due = tokens.tokenToSave;
		await runDry(context, {}).catch(() => undefined);
		return due;
	};
	// What is under way may be for an older token: whatever begins after that is for this one.
	for (let turns = 0; turns < 2 && tokens.tokenToSave !== undefined; turns++) {
		const due = tokens.tokenToSave;
		const saved = await flights.run('save', save, signal).catch(() => due);
		if (saved === due) return;
	}
}

/** Whether other workers of n8n may be about to do the same: in the editor nobody has to wait for them. */
function isProduction(context: NodeContext): boolean {
	return !['internal', 'manual'].includes(context.getMode?.() ?? 'internal');
}
