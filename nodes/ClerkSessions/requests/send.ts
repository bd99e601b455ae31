import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { rotatedToken } from '../../../frontendApi/client';
import { failureOfConnection } from '../../../frontendApi/connectionFailure';
import { type Answer, FailedRequest } from '../../../frontendApi/failure';
import { FieldError } from '../../../frontendApi/fieldError';
import { isObject } from '../../../frontendApi/objects';
import type { Connection, Context } from './connection';

/**
 * Makes a request that the credential signs, once, and takes over the client token if the answer
 * brings a new one.
 *
 * @returns the answer, whatever its status
 * @throws {FailedRequest} when no answer came, or signing in was not possible
 * @throws {FieldError} when the credential cannot be used
 */
export async function send(
	context: Context,
	{ fields, host, memory }: Connection,
	request: IHttpRequestOptions,
): Promise<Answer> {
	const number = memory.tokens.startRequest();
	try {
		const response: IN8nHttpFullResponse = await context.helpers.httpRequestWithAuthentication.call(
			context,
			'clerkFrontendApi',
			{
				...request,
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
			},
		);
		const mode = fields.connectUsing === 'devBrowser' ? 'devBrowser' : 'native';
		const token = rotatedToken(mode, response.headers);
		if (token !== undefined) memory.tokens.rotate(token, number);
		return { status: response.statusCode, headers: response.headers, body: response.body };
	} catch (error) {
		throw withoutAnswer(error, host);
	}
}

/** n8n wraps what its request helper and our credential throw; the cause says what it was. */
function withoutAnswer(error: unknown, host: string): unknown {
	const cause = error instanceof Error ? error.cause : undefined;
	if (cause instanceof FieldError) return cause;
	// Our preAuthentication: signing in is tried again there, not here.
	if (cause instanceof FailedRequest) return new FailedRequest(cause.failure, true);
	return isObject(cause) && typeof cause.code === 'string'
		? new FailedRequest(failureOfConnection(cause.code, host))
		: error;
}
