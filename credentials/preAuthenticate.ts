import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestHelper,
	type IN8nHttpFullResponse,
	sleep,
} from 'n8n-workflow';
import { failureOfConnection } from '../frontendApi/connectionFailure';
import { pastedClient, readFields, signsIn, tokenPurpose } from '../frontendApi/credential';
import { type Answer, FailedRequest } from '../frontendApi/failure';
import { memoryOf } from '../frontendApi/memory';
import { isObject } from '../frontendApi/objects';
import { isClientSignedIn, signIn, type SignInRequest, type World } from '../frontendApi/signIn';
import { storedToken } from './clientToUse';

/** Milliseconds that each request of a sign-in may take. */
const TIMEOUT = 30_000;

/**
 * Sees to it that the credential has a client token, and hands n8n the one to store.
 *
 * n8n calls it when none is stored, when `authenticate` asks for it (`TokenNeeded`), in the
 * credential test, and in the HTTP Request node after any failed request. So it first asks whether
 * the client still lives; if so, nothing is returned, and n8n repeats nothing.
 *
 * @throws {FieldError} when a field cannot be used
 * @throws {FailedRequest} when signing in was not possible, saying why
 */
export async function preAuthenticate(
	this: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const fields = readFields(credentials);
	const memory = memoryOf(fields);
	const stored = storedToken(fields) ?? pastedClient(fields)?.token;
	const world = worldOf(this);
	let token = memory.tokens.token(stored);
	if (signsIn(fields)) {
		if (token !== undefined && token === stored) {
			if (
				await memory.together('isSignedIn', () => isClientSignedIn(fields, String(stored), world))
			) {
				return {};
			}
			memory.tokens.retire(token);
		}
		token = memory.tokens.token() ?? (await memory.signIn(() => signIn(fields, stored, world)));
	}
	return token === undefined || token === stored
		? {}
		: { sessionClientToken: token, sessionClientTokenFor: tokenPurpose(fields) };
}

/** Lends n8n's request helper to the sign-in. */
function worldOf({ helpers }: IHttpRequestHelper): World {
	return {
		sleep,
		request: async (request) => await send(helpers, request),
	};
}

async function send(
	helpers: IHttpRequestHelper['helpers'],
	{ query, ...request }: SignInRequest,
): Promise<Answer> {
	try {
		const response: IN8nHttpFullResponse = await helpers.httpRequest({
			...request,
			qs: query,
			timeout: TIMEOUT,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			returnFullResponse: true,
		});
		return { status: response.statusCode, headers: response.headers, body: response.body };
	} catch (error) {
		throw withoutAnswer(error, request.url);
	}
}

/** The error of the request helper holds the whole request, secrets included: only its code is kept. */
function withoutAnswer(error: unknown, url: string): FailedRequest {
	const code = isObject(error) && typeof error.code === 'string' ? error.code : undefined;
	return new FailedRequest(failureOfConnection(code, new URL(url).host));
}
