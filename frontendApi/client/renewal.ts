import { delay, monotonicNow } from '../concurrency/clock';
import { clientIdOf } from '../protocol/clientAuth';
import type { CredentialFields } from './credential';
import type { CredentialState } from './credentialState';
import { ClerkRequestError } from '../protocol/failure';
import type { Renewal } from './handover';
import {
	type CredentialHttp,
	type DeviceToken,
	isClientSignedIn,
	removeSessions,
	type SendCredentialRequest,
} from './clientRequests';
import { asClient } from './currentClient';
import { signIn, signInRetryDelayMs } from './signIn';

/** For how long a sign-in that Clerk refused is not tried again: Clerk allows five in ten seconds. */
const REFUSAL_PAUSE_MS = 5_000;
/** Enough to sit out a limit or an outage of some ten seconds. */
export const MAX_SIGN_IN_RETRIES = 5;
/** After this long, signing in is not tried again. */
const MAX_SIGN_IN_MS = 45_000;
/** The longest that is kept up, whatever Clerk asks for: after that, it is asked again. */
const MAX_REFUSAL_PAUSE_MS = 60_000;

/** Who asks for a client token, and why. */
export interface RenewalOptions {
	/** Of the run that asks; missing where n8n asks by itself, which cannot look at the store. */
	renewal?: Renewal;
	/** Ends the wait of the one who asks; the renewal goes on as long as somebody waits. */
	caller?: AbortSignal;
	/** The token under which nobody may be signed in any more; missing: none has been used. */
	doubted?: string;
	/** How often signing in may be tried again. */
	maxRetries?: number;
}

/**
 * Sees to it that a credential that can sign in has a client on which somebody is signed in: asks
 * Clerk whether that is so, and signs in if not. Once for all who ask at the same time.
 *
 * @returns the client token to use
 * @throws {CanceledError} when that signal aborts
 * @throws {FieldError} when a field cannot be used
 * @throws {ClerkRequestError} when signing in was not possible, saying why
 */
export async function renewClientToken(
	fields: CredentialFields,
	state: CredentialState,
	http: CredentialHttp,
	{
		renewal,
		caller = renewal?.signal,
		doubted = renewal?.refused,
		maxRetries = renewal?.maxRetries ?? MAX_SIGN_IN_RETRIES,
	}: RenewalOptions,
): Promise<string> {
	const { flights, tokens } = state;
	if (doubted !== undefined && tokens.successorOf(doubted) === doubted) {
		const check = async (signal: AbortSignal) =>
			await isStillSignedIn(fields, state, doubted, async (request) => await http(request, signal));
		const isSignedIn = await flights.run(`check ${doubted}`, check, caller);
		if (isSignedIn) return doubted;
	}
	if (tokens.current !== undefined) return tokens.current;
	const start = async (signal: AbortSignal) =>
		await signInUnlessOthersDid(fields, state, http, signal, maxRetries, renewal);
	// Who is in a hurry makes nobody else fail.
	return await flights.run(`sign in, ${maxRetries}`, start, caller);
}

/**
 * Whether somebody is signed in under a token; where Clerk says no, it is not used any more. Where
 * Clerk cannot be asked, the answer is yes: a token is not given up on a guess.
 */
async function isStillSignedIn(
	fields: CredentialFields,
	{ tokens }: CredentialState,
	token: string,
	send: SendCredentialRequest,
): Promise<boolean> {
	const { isSignedIn, newest } = await asClient(tokens, token, async (device) => {
		const answer = await isClientSignedIn(fields, device, send).catch((error: unknown) => {
			if (error instanceof ClerkRequestError) return true;
			throw error;
		});
		return { isSignedIn: answer, newest: device.token };
	});
	if (!isSignedIn) tokens.signOut(newest);
	return isSignedIn;
}

/** Signs in, unless another worker of n8n has done so and stored its token: that serves as well. */
async function signInUnlessOthersDid(
	fields: CredentialFields,
	state: CredentialState,
	http: CredentialHttp,
	signal: AbortSignal,
	maxRetries: number,
	renewal?: Renewal,
): Promise<string> {
	const { tokens } = state;
	const send: SendCredentialRequest = async (request) => await http(request, signal);
	const storedByOthers = async () => {
		tokens.observeStored(await renewal?.readStored());
		return tokens.current;
	};
	await sitOutRefusal(state, maxRetries, signal);
	await delay(renewal?.headStartMs ?? 0, signal);
	const device = { token: tokens.deviceToken };
	const begin = monotonicNow();
	const attempt = async (): Promise<{ token: string } | { error: unknown }> => {
		const stored = await storedByOthers();
		if (stored !== undefined) return { token: stored };
		try {
			await signIn(fields, device, send);
		} catch (error) {
			tokens.setDeviceToken(device.token);
			return { error };
		}
		return { token: await keep(fields, state, device, send, renewal) };
	};
	for (let retries = 0; ; retries++) {
		// Whoever waits between two tries lets those go who have less time.
		const outcome = await state.signIns.runExclusive(attempt, signal);
		if ('token' in outcome) return outcome.token;
		const waitMs = signInRetryDelayMs(outcome.error, retries, maxRetries, Math.random());
		if (waitMs === undefined || monotonicNow() - begin > MAX_SIGN_IN_MS) {
			rememberRefusal(state, outcome.error, maxRetries);
			throw outcome.error;
		}
		await delay(waitMs, signal);
	}
}

/** @returns the token that a sign-in brought, or the one that another worker has stored meanwhile */
async function keep(
	fields: CredentialFields,
	state: CredentialState,
	device: DeviceToken,
	send: SendCredentialRequest,
	renewal?: Renewal,
): Promise<string> {
	const { tokens } = state;
	const token = device.token ?? '';
	// Signed in already: that n8n cannot read for a moment must not lose it.
	const stored = await renewal?.readStored().catch(() => undefined);
	if (stored !== undefined && clientIdOf(stored) !== clientIdOf(token)) {
		tokens.observeStored(stored);
		if (tokens.current !== undefined) {
			// Nobody would ever use the session that was made for nothing.
			await removeSessions(fields, device, send).catch(() => undefined);
			return tokens.current;
		}
	}
	// Kept even if everybody has left meanwhile: the session is made, and the next one can use it.
	const settle = await state.settling.lock();
	tokens.replaceAfterSignIn(token);
	// Whoever started this may have left: nobody would settle it then.
	if (renewal === undefined || renewal.signal.aborted) settle();
	else renewal.signedIn = { token, settle };
	return token;
}

/**
 * Waits where somebody with less patience, a list or the credential's test, has met a limit that will
 * pass.
 *
 * @throws why signing in was refused a moment ago, if trying again is of no use
 */
async function sitOutRefusal(
	{ signInRefusal }: CredentialState,
	maxRetries: number,
	signal: AbortSignal,
): Promise<void> {
	if (signInRefusal === undefined) return;
	const { error, pauseMs, retries } = signInRefusal;
	const isWorthWaiting =
		retries < maxRetries && signInRetryDelayMs(error, retries, maxRetries, 0) !== undefined;
	if (!isWorthWaiting) throw error;
	await delay(pauseMs, signal);
}

/** Signing in went well, and was of no use: nobody tries again so soon, however patient. */
export function rememberUselessSignIn(state: CredentialState, error: ClerkRequestError): void {
	state.refuseSignIn({ error, retries: MAX_SIGN_IN_RETRIES, pauseMs: REFUSAL_PAUSE_MS });
}

/** What passes by itself is not remembered: whoever comes next tries anew, as patiently as the last. */
function rememberRefusal(state: CredentialState, error: unknown, retries: number): void {
	if (!(error instanceof ClerkRequestError)) return;
	const { status, retryAfter = 0 } = error.failure;
	const isRefusal = status !== undefined && status < 500 && (status !== 429 || retryAfter > 0);
	if (!isRefusal) return;
	const pauseMs = Math.max(REFUSAL_PAUSE_MS, retryAfter * 1000);
	state.refuseSignIn({ error, retries, pauseMs: Math.min(pauseMs, MAX_REFUSAL_PAUSE_MS) });
}
