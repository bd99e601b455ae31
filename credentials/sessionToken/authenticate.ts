import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { stateOf } from '../../frontendApi/client/credentialState';
import { PreAuthenticationRequired } from '../../frontendApi/client/handover';
import { JWKS_PATH } from '../../frontendApi/client/publicKeys';
import {
	readSessionTokenCredential,
	type SessionTokenCredential,
} from '../../frontendApi/client/sessionTokenCredential';
import {
	type SessionFate,
	type SessionTokenSource,
	sessionTokenSource,
} from '../../frontendApi/client/sessionTokenSource';
import { restrictToApi } from '../../frontendApi/protocol/apiUrls';
import { apiUrlOf } from '../../frontendApi/client/credential';
import { ClerkRequestError, type Failure } from '../../frontendApi/protocol/failure';
import { CREDENTIAL_TEST_HEADER } from '../authenticate';
import {
	addressOf,
	type CredentialRequestOptions,
	checkRequest,
	sendOnlyTo,
} from '../requestOptions';
import { type Attempt, attemptOf, noteAttempt } from './attempts';

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Signs a request to the user's own API with a session token. n8n calls it for every request made
 * with this credential.
 *
 * A token can only be made in `preAuthentication`, as only there n8n lends what makes requests. The
 * first request that finds none has it made; those that come meanwhile wait for it.
 *
 * @throws {FieldError} when a field of the credential cannot be used, or the request goes elsewhere
 * @throws {PreAuthenticationRequired} when n8n has to call `preAuthentication` first
 * @throws {ClerkRequestError} when no token can be made, or the API refused one that lives
 */
export async function authenticate(
	credentials: ICredentialDataDecryptedObject,
	requestOptions: CredentialRequestOptions,
): Promise<CredentialRequestOptions> {
	const earlier = attemptOf(credentials) ?? {};
	// First of all: what cannot be used is explained in another way to who presses the Test button.
	askForTest(credentials, requestOptions);
	const credential = readSessionTokenCredential(credentials);
	if (earlier.isCredentialTest) return askForPublicKeys(credential, requestOptions);
	const target = restrictToApi(addressOf(requestOptions), credential.apiUrls);
	checkRequest(requestOptions, target, 'the session token');
	if (earlier.refusedAs) throw new ClerkRequestError(REFUSALS[earlier.refusedAs]);
	const attempt: Attempt = { isSafe: isSafe(requestOptions) };
	noteAttempt(credentials, attempt);
	const source = sessionTokenSource(stateOf(credential.fields), credential);
	const token = earlier.made ?? (await findToken(source, credential, attempt, requestOptions));
	attempt.signedWith = token;
	return withToken(sendOnlyTo(target, requestOptions), token);
}

/** @throws {PreAuthenticationRequired} when this request is the one that a token is made for */
async function findToken(
	source: SessionTokenSource,
	{ stored }: SessionTokenCredential,
	attempt: Attempt,
	{ abortSignal }: CredentialRequestOptions,
): Promise<string> {
	source.observeStored(stored);
	const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
	const claim = await source.claim(signal);
	if (claim.turn === undefined) return claim.token.jwt;
	attempt.turn = claim.turn;
	throw new PreAuthenticationRequired('There is no session token yet');
}

/** @throws {PreAuthenticationRequired} the first time that the credential test comes by */
function askForTest(
	credentials: ICredentialDataDecryptedObject,
	requestOptions: CredentialRequestOptions,
): void {
	const { [CREDENTIAL_TEST_HEADER]: mark, ...headers } = { ...requestOptions.headers };
	if (mark === undefined) return;
	// n8n comes back with the same request after preAuthentication.
	requestOptions.headers = headers;
	noteAttempt(credentials, { isCredentialTest: true });
	throw new PreAuthenticationRequired('The credential is tested');
}

/** How a test ends that went well: what the API answers to a request that nobody chose is no sign. */
function askForPublicKeys(
	{ fields }: SessionTokenCredential,
	requestOptions: CredentialRequestOptions,
): CredentialRequestOptions {
	return sendOnlyTo(new URL(apiUrlOf(fields) + JWKS_PATH), requestOptions);
}

function isSafe({ method = 'GET' }: CredentialRequestOptions): boolean {
	return SAFE_METHODS.includes(method.toUpperCase());
}

function withToken(
	{ headers, ...options }: CredentialRequestOptions,
	token: string,
): CredentialRequestOptions {
	const others = Object.entries({ ...headers }).filter(
		([name]) => name.trim().toLowerCase() !== 'authorization',
	);
	return {
		...options,
		headers: { ...Object.fromEntries(others), Authorization: `Bearer ${token}` },
	};
}

/** Where n8n makes a request again without asking, what the API answered is lost. */
const REFUSALS: Record<SessionFate, Failure> = {
	lives: {
		message: 'The API refused a session token that is valid (HTTP 401)',
		description:
			'Clerk says that the session lives, so another token would not help. Check what the API wants of a token: its audience, authorized parties, or the claims of a template.',
		status: 401,
	},
	ended: {
		message: 'The API refused the session token (HTTP 401): its session has ended',
		description:
			'It was not sent again. The next request gets a new token, or says why there is none.',
		status: 401,
	},
	unknown: {
		message: 'The API refused the session token (HTTP 401)',
		description:
			'Clerk could not be asked whether its session lives, so it was not sent again. Try again later. If it stays so, check what the API wants of a token: its audience, authorized parties, or the claims of a template.',
		status: 401,
	},
};
