import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestHelper,
	type IN8nHttpFullResponse,
	sleep,
} from 'n8n-workflow';
import { frontendApiUrl } from '../frontendApi/baseUrl';
import { failureOfConnection } from '../frontendApi/connectionFailure';
import type { ClientTokens } from '../frontendApi/clientTokens';
import {
	type CredentialFields,
	credentialKey,
	pastedClient,
	readFields,
	signsIn,
} from '../frontendApi/credential';
import { type Answer, FailedRequest } from '../frontendApi/failure';
import { type CredentialMemory, memoryOf } from '../frontendApi/memory';
import { isObject } from '../frontendApi/objects';
import { isClientSignedIn, signIn, type SignInRequest, type World } from '../frontendApi/signIn';
import { storedToken } from './clientToUse';

/** Milliseconds that each request of a sign-in may take. */
const TIMEOUT = 30_000;

/**
 * Sees to it that the credential has a client token, and hands n8n the one to store.
 *
 * n8n calls it when none is stored, when `authenticate` asks for it (`TokenNeeded`), and in the HTTP
 * Request node after any failed request. So it first asks whether the client still lives; if so,
 * nothing is returned, and n8n repeats nothing.
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
	const { tokens } = memory;
	const stored = storedToken(fields) ?? pastedClient(fields)?.token;
	const token = tokens.token(stored);
	const world = worldOf(this);
	const { isTested } = memory;
	memory.isTested = false;
	if (!signsIn(fields)) {
		if (isTested) await tryConnection(fields, world);
		return token === stored ? {} : toStore(fields, token);
	}
	if (token !== undefined && token === stored) {
		const isAlive = await memory.together(`alive? ${token}`, () =>
			isStillAlive(fields, memory, token, world),
		);
		if (isAlive) return {};
	}
	const newToken =
		tokens.token() ?? (await memory.signIn(() => signInOnDevice(fields, tokens, world)));
	return toStore(fields, newToken);
}

/**
 * Of a connection that fails, n8n's test shows the bare code. Ours says which host, and what to do.
 *
 * @throws {FailedRequest} when no answer comes; what the answer is, the test itself looks at
 */
async function tryConnection(fields: CredentialFields, world: World): Promise<void> {
	await world.request({ method: 'GET', url: `${frontendApiUrl(fields)}/v1/client`, headers: {} });
}

/** What n8n merges into the credential and stores. */
function toStore(fields: CredentialFields, token: string | undefined): IDataObject {
	return token === undefined
		? {}
		: { sessionClientToken: token, sessionClientTokenFor: credentialKey(fields) };
}

/**
 * Whether somebody is signed in under a token; where Clerk says no, it is not used any more. Where
 * Clerk cannot be asked, the answer is yes: a token is not given up on a guess.
 */
async function isStillAlive(
	fields: CredentialFields,
	memory: CredentialMemory,
	token: string,
	world: World,
): Promise<boolean> {
	const { generation, tokens } = memory;
	const request = tokens.startRequest();
	const device = { token };
	const isSignedIn = await isClientSignedIn(fields, device, world).catch(() => true);
	if (device.token !== token) tokens.rotate(device.token, request);
	if (!isSignedIn && memory.generation === generation) tokens.signOut();
	return isSignedIn;
}

async function signInOnDevice(
	fields: CredentialFields,
	tokens: ClientTokens,
	world: World,
): Promise<string> {
	const device = { token: tokens.deviceToken };
	return await signIn(fields, device, world).finally(() => tokens.keepDevice(device.token));
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
