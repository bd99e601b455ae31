import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { missingAllowedDomain } from '../frontendApi/allowedDomains';
import { readAnswerBody } from '../frontendApi/answerBody';
import { frontendApiUrl } from '../frontendApi/baseUrl';
import { startDeadline } from '../frontendApi/clock';
import { ConcurrencyLimiter } from '../frontendApi/concurrencyLimiter';
import { failureOfConnection } from '../frontendApi/connectionFailure';
import {
	credentialKey,
	type CredentialFields,
	pastedClient,
	readFields,
	signsIn,
	storedToken,
} from '../frontendApi/credential';
import { type CredentialState, stateOf } from '../frontendApi/credentialState';
import { FailedRequest } from '../frontendApi/failure';
import type { FieldError } from '../frontendApi/fieldError';
import { type Handover, handoverOf } from '../frontendApi/handover';
import { isObject } from '../frontendApi/objects';
import { renewClientToken, type SignInHttp } from '../frontendApi/renewal';

/** What each request of a sign-in may take as a whole, however its answer trickles in. */
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * Sees to it that the credential has a client token, and hands n8n the one to store.
 *
 * n8n calls it when none is stored, when `authenticate` asks for it, in the credential test, and in
 * the HTTP Request node after any failed request. So it first asks whether the client still lives;
 * if so, nothing is returned, and n8n repeats nothing.
 *
 * @throws {FieldError} when a field cannot be used
 * @throws {FailedRequest} when signing in was not possible, saying why
 */
export async function preAuthentication(
	this: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const fields = readFields(credentials);
	const state = stateOf(fields);
	const handover = handoverOf(credentials);
	state.tokens.observeStored(storedToken(fields) ?? pastedClient(fields)?.token);
	if (handover === undefined) return storeNewest(fields, state);
	const http = signInHttp(this, credentials);
	return await renewAndStore(fields, state, http, handover).catch((error: unknown) => {
		handover.error = error;
		throw error;
	});
}

/** n8n calls because nothing is stored. Where nobody is signed in yet, `authenticate` says so next. */
function storeNewest(fields: CredentialFields, state: CredentialState): IDataObject {
	const { current, isStored, tokenToSave } = state.tokens;
	return store(fields, state, signsIn(fields) && !isStored ? current : tokenToSave);
}

async function renewAndStore(
	fields: CredentialFields,
	state: CredentialState,
	http: SignInHttp,
	{ dryRun, signal }: Handover,
): Promise<IDataObject> {
	const { isCredentialTest, tokens } = state;
	state.isCredentialTest = false;
	if (!signsIn(fields)) {
		if (isCredentialTest) await assertReachable(fields, http);
		return store(fields, state, tokens.tokenToSave);
	}
	if (dryRun) {
		const { renewal } = dryRun;
		if (renewal) {
			await renewClientToken(fields, state, http, renewal, renewal.signal);
			renewal.isDone = true;
		}
		return store(fields, state, tokens.tokenToSave);
	}
	const stored = storedToken(fields);
	const { current } = tokens;
	// Newer than what n8n read: the request was made with the older one.
	const isNewer = current !== undefined && current !== stored;
	// Who presses the Test button waits for the outcome.
	const maxRetries = isCredentialTest ? 0 : undefined;
	const token = isNewer
		? current
		: await renewClientToken(fields, state, http, undefined, signal, maxRetries);
	// n8n makes a request of the HTTP Request node again only if it gets a token to store.
	return store(fields, state, token === stored ? undefined : token);
}

/**
 * n8n's credential test shows only the network's code (`ECONNREFUSED`). Ours says which host, and
 * what to do.
 *
 * @throws {FailedRequest} when no answer comes; what the answer is, the test itself looks at
 */
async function assertReachable(fields: CredentialFields, http: SignInHttp): Promise<void> {
	const url = `${frontendApiUrl(fields)}/v1/client`;
	await http({ method: 'GET', url, headers: {} }, new AbortController().signal);
}

/** What n8n merges into the credential and stores; nothing, and it stores nothing. */
function store(
	fields: CredentialFields,
	{ tokens }: CredentialState,
	token: string | undefined,
): IDataObject {
	if (token === undefined) return {};
	tokens.countSave(token);
	return { sessionClientToken: token, sessionClientTokenFor: credentialKey(fields) };
}

/** Lends n8n's request helper to the sign-in. */
function signInHttp(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): SignInHttp {
	const send: SignInHttp = async ({ query, ...request }, signal) => {
		const deadline = startDeadline(REQUEST_TIMEOUT_MS, signal);
		try {
			const response: IN8nHttpFullResponse = await helpers.httpRequest({
				...request,
				qs: query,
				timeout: REQUEST_TIMEOUT_MS,
				abortSignal: deadline.signal,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				returnFullResponse: true,
				encoding: 'stream',
			});
			const body = await readAnswerBody(response.body);
			return { status: response.statusCode, headers: response.headers, body };
		} catch (error) {
			throw toFailure(error, request.url, credentials, deadline.isOver());
		} finally {
			deadline.clear();
		}
	};
	return async (request, signal) =>
		await inTurn(new URL(request.url).host, async () => await send(request, signal), signal);
}

/** How many requests of sign-ins may be in flight to one host, over all credentials of the process. */
const MAX_IN_FLIGHT = 20;
const limiters = new Map<string, ConcurrencyLimiter>();

/**
 * Makes a request when its turn comes. A credential with expressions can sign in hundreds of people
 * at once: their answers would not all arrive before the time of each is up.
 *
 * @throws {CanceledError} when the signal aborts before that; else what `run` throws
 */
async function inTurn<T>(host: string, run: () => Promise<T>, signal: AbortSignal): Promise<T> {
	const limiter = limiters.get(host) ?? new ConcurrencyLimiter();
	limiters.set(host, limiter);
	try {
		return await limiter.run(MAX_IN_FLIGHT, run, signal);
	} finally {
		if (limiter.isIdle) limiters.delete(host);
	}
}

/** The error of the request helper holds the whole request, secrets included: only its code is kept. */
function toFailure(
	error: unknown,
	url: string,
	credentials: ICredentialDataDecryptedObject,
	isTimedOut: boolean,
): FailedRequest | FieldError {
	const code = isObject(error) && typeof error.code === 'string' ? error.code : undefined;
	const missing = code === undefined ? missingAllowedDomain(credentials, url) : undefined;
	const { host } = new URL(url);
	return missing ?? new FailedRequest(failureOfConnection(isTimedOut ? 'ETIMEDOUT' : code, host));
}
