import type {
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { failureOfConnection } from '../../../frontendApi/connectionFailure';
import { type Answer, FailedRequest } from '../../../frontendApi/failure';
import { FieldError } from '../../../frontendApi/fieldError';
import { isObject } from '../../../frontendApi/objects';

/** Where a request is made from: a run, or the editor when it opens a list. */
export type Context = IExecutePaginationFunctions | ILoadOptionsFunctions;

/**
 * Makes a request that the credential signs, once.
 *
 * @returns the answer, whatever its status
 * @throws {FailedRequest} when no answer came
 * @throws {FieldError} when the credential cannot be used
 */
export async function send(
	context: Context,
	request: IHttpRequestOptions,
	host: string,
): Promise<Answer> {
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
		return { status: response.statusCode, headers: response.headers, body: response.body };
	} catch (error) {
		throw withoutAnswer(error, host);
	}
}

/** n8n wraps what its request helper and our credential throw; the cause says what it was. */
function withoutAnswer(error: unknown, host: string): Error {
	const cause = error instanceof Error ? error.cause : undefined;
	if (cause instanceof FieldError) return cause;
	if (isObject(cause) && typeof cause.code === 'string') {
		return new FailedRequest(failureOfConnection(cause.code, host));
	}
	return error instanceof Error ? error : new FailedRequest(failureOfConnection(undefined, host));
}
