import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { missingAllowedDomain } from '../frontendApi/client/allowedDomains';
import { readResponseBody } from '../frontendApi/client/responseBody';
import { startDeadline } from '../frontendApi/concurrency/clock';
import { ConcurrencyLimiter } from '../frontendApi/concurrency/concurrencyLimiter';
import { networkFailure } from '../frontendApi/protocol/networkFailure';
import { ClerkRequestError } from '../frontendApi/protocol/failure';
import type { FieldError } from '../frontendApi/protocol/fieldError';
import { isObject } from '../frontendApi/protocol/objects';
import type { CredentialHttp, CredentialRequest } from '../frontendApi/client/clientRequests';

/** What each of its requests may take as a whole, however its answer trickles in. */
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * Lends n8n's request helper to what a credential asks for itself: signing in, and the tokens of a session.
 *
 * @returns makes a request; throws {ClerkRequestError} when no answer came, {FieldError} where n8n does
 * not let the credential ask that host, {CanceledError} when its signal aborts before its turn
 */
export function credentialHttp(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): CredentialHttp {
	const send: CredentialHttp = async ({ host, query, ...request }, signal) => {
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
			const body = await readResponseBody(response.body);
			return { status: response.statusCode, headers: response.headers, body };
		} catch (error) {
			throw toRequestError(error, { host, url: request.url }, credentials, deadline.isOver());
		} finally {
			deadline.clear();
		}
	};
	return async (request, signal) =>
		await inTurn(request.host.name, async () => await send(request, signal), signal);
}

/** How many of these requests may be in flight to one host, over all credentials of the process. */
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
function toRequestError(
	error: unknown,
	{ host, url }: Pick<CredentialRequest, 'host' | 'url'>,
	credentials: ICredentialDataDecryptedObject,
	isTimedOut: boolean,
): ClerkRequestError | FieldError {
	const code = isObject(error) && typeof error.code === 'string' ? error.code : undefined;
	const missing = code === undefined ? missingAllowedDomain(credentials, url) : undefined;
	return missing ?? new ClerkRequestError(networkFailure(isTimedOut ? 'ETIMEDOUT' : code, host));
}
