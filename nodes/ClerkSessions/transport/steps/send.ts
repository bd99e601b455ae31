import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { missingAllowedDomain } from '../../../../frontendApi/client/allowedDomains';
import { apiUrlOf } from '../../../../frontendApi/client/credential';
import { readResponseBody } from '../../../../frontendApi/client/responseBody';
import { readRotatedToken } from '../../../../frontendApi/protocol/clientAuth';
import { startDeadline } from '../../../../frontendApi/concurrency/clock';
import { networkFailure, PROXY_HUNG_UP } from '../../../../frontendApi/protocol/networkFailure';
import { isObject } from '../../../../frontendApi/protocol/objects';
import { type HttpResponse, ClerkRequestError } from '../../../../frontendApi/protocol/failure';
import { USER_AGENT } from '../../../../frontendApi/protocol/userAgent';
import {
	type Handover,
	HANDOVER,
	PreAuthenticationRequired,
} from '../../../../frontendApi/client/handover';
import type { NodeContext, LoadedCredential } from '../context';
import { signedOutError } from '../../../../frontendApi/client/signedOutErrors';
import type { SendingStep } from './step';

/** What a request may take as a whole where the step sets no timeout: as long as n8n gives it. */
const DEFAULT_TIMEOUT_MS = 300_000;

/** Makes the request, once. @throws as `sendRequest` */
export const send: SendingStep = async function send({
	context,
	operation,
	request,
	run,
	signal,
	token,
	transport,
}) {
	return await sendRequest(
		context,
		run,
		{ ...transport, ...request },
		{
			isPublic: operation?.isPublic,
			token,
			signal,
		},
	);
};

/** With whose token a request is made, and for how long. */
export interface SendOptions {
	/** Missing: the newest one. */
	token?: string;
	/** Ends the request. */
	signal?: AbortSignal;
	/** It goes out without a token. */
	isPublic?: boolean;
}

/**
 * Makes a request that the credential signs, once, and takes over the client token if the answer
 * brings a new one.
 *
 * @param request its `timeout` bounds it as a whole, however the answer trickles in
 * @returns the answer, whatever its status
 * @throws {ClerkRequestError} when no answer came
 * @throws {FieldError} when the credential cannot be used
 */
export async function sendRequest(
	context: NodeContext,
	credential: LoadedCredential,
	request: IHttpRequestOptions,
	{ isPublic, token, signal }: SendOptions,
): Promise<HttpResponse> {
	const { fields, state } = credential;
	const sequence = state.tokens.nextSequence();
	const deadline = startDeadline(request.timeout ?? DEFAULT_TIMEOUT_MS, signal);
	const handover: Handover = { isPublic, token, signal: deadline.signal };
	const options: IHttpRequestOptions & { [HANDOVER]: Handover } = {
		...request,
		headers: { 'User-Agent': USER_AGENT, ...request.headers },
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
		encoding: 'stream',
		[HANDOVER]: handover,
	};
	try {
		const response: IN8nHttpFullResponse = await context.helpers.httpRequestWithAuthentication.call(
			context,
			'clerkFrontendApi',
			options,
		);
		const { statusCode: status, headers } = response;
		const answer: HttpResponse = { status, headers, body: await readResponseBody(response.body) };
		const { signedWith } = handover;
		const mode = fields.connectUsing === 'devBrowser' ? 'devBrowser' : 'native';
		const newToken = signedWith && readRotatedToken(mode, answer, signedWith);
		if (signedWith && newToken) state.tokens.rotate(newToken, signedWith, sequence);
		return answer;
	} catch (error) {
		throw toRequestError(error, credential, handover, deadline.isOver());
	} finally {
		deadline.clear();
	}
}

function toRequestError(
	error: unknown,
	{ credentials, fields, host }: LoadedCredential,
	{ error: ownError, signedWith }: Handover,
	isTimedOut: boolean,
): unknown {
	if (ownError instanceof PreAuthenticationRequired) return signedOutError(fields);
	if (ownError instanceof ClerkRequestError) return new ClerkRequestError(ownError.failure, true);
	if (ownError !== undefined && signedWith === undefined) return ownError;
	// n8n could not read the credential, for example because its database is out: not Clerk's doing.
	if (signedWith === undefined) return error;
	const code = isTimedOut ? 'ETIMEDOUT' : networkCode(error);
	if (code !== undefined) return new ClerkRequestError(networkFailure(code, host));
	return missingAllowedDomain(credentials, apiUrlOf(fields)) ?? error;
}

/**
 * The network's error code (`ECONNRESET`) in what n8n made of an error of its request helper, or in the
 * error of a stream. The one place that knows how n8n wraps errors.
 *
 * `NodeApiError` keeps the code as `httpCode` in all versions from 1.123 on; its `cause`, which is
 * the error itself, is lost up to n8n-workflow 2.33.
 */
function networkCode(error: unknown): string | undefined {
	if (!isObject(error)) return undefined;
	const { cause, code, httpCode, message } = error;
	const given = [httpCode, code, isObject(cause) ? cause.code : undefined].find(isCode);
	return given ?? (message === PROXY_HUNG_UP_MESSAGE ? PROXY_HUNG_UP : undefined);
}

/** `https-proxy-agent`, parseProxyResponse: all that it says of a proxy that hangs up. */
const PROXY_HUNG_UP_MESSAGE = 'Proxy connection ended before receiving CONNECT response';

function isCode(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Z][A-Z0-9_]+$/.test(value);
}
