import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';
import {
	credentialFingerprint,
	pastedClientAuth,
	storedToken,
} from '../../frontendApi/client/credential';
import { stateOf } from '../../frontendApi/client/credentialState';
import type { TokenMaker } from '../../frontendApi/client/createSessionToken';
import {
	readSessionTokenCredential,
	type SessionTokenCredential,
} from '../../frontendApi/client/sessionTokenCredential';
import {
	type SessionTokenSource,
	sessionTokenSource,
	type SourcedToken,
} from '../../frontendApi/client/sessionTokenSource';
import type { CredentialHttp } from '../../frontendApi/client/clientRequests';
import { ClerkRequestError } from '../../frontendApi/protocol/failure';
import { credentialHttp } from '../credentialHttp';
import { inOneLine } from '../inOneLine';
import { type Attempt, attemptOf } from './attempts';

/**
 * Makes a session token where `authenticate` asks for one, and hands it to n8n to store, so that
 * other workers find it.
 *
 * n8n also calls it when none is stored, where there is nothing to do yet, and after a request to the
 * user's API failed for whatever reason: then a request that only reads goes out once more if the
 * session has ended meanwhile. If it lives, nothing is returned, and n8n repeats nothing.
 *
 * @throws {FieldError} when a field cannot be used
 * @throws {ClerkRequestError} when no token can be made, saying why
 */
export async function preAuthentication(
	this: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const attempt = attemptOf(credentials);
	if (attempt === undefined) return {};
	const http = credentialHttp(this, credentials);
	return await makeToken(credentials, attempt, http).catch((error: unknown) => {
		throw attempt.isCredentialTest ? inOneLine(error) : error;
	});
}

async function makeToken(
	credentials: ICredentialDataDecryptedObject,
	attempt: Attempt,
	http: CredentialHttp,
): Promise<IDataObject> {
	const credential = readSessionTokenCredential(credentials);
	const { choice, fields } = credential;
	const state = stateOf(fields);
	const source = sessionTokenSource(state, credential);
	const maker: TokenMaker = { fields, state, choice, http };
	if (attempt.isCredentialTest) {
		return toStore(maker, credential, await source.makeAnew({ ...maker, maxRetries: 0 }));
	}
	if (attempt.turn) {
		const made = await attempt.turn.run(async () => await source.make(maker));
		attempt.made = made.jwt;
		return toStore(maker, credential, made);
	}
	const another = await replaceAfterFailure(attempt, source, maker);
	if (another === undefined) return {};
	attempt.made = another.jwt;
	return toStore(maker, credential, another);
}

/** @returns another token for a request that failed, if it may go out once more */
async function replaceAfterFailure(
	attempt: Attempt,
	source: SessionTokenSource,
	maker: TokenMaker,
): Promise<SourcedToken | undefined> {
	if (attempt.signedWith === undefined) return undefined;
	attempt.refusedAs = await source.fateOf(attempt.signedWith, maker);
	if (attempt.refusedAs !== 'ended' || attempt.isSafe !== true) return undefined;
	const another = await replacement(source, maker).catch((error: unknown) => {
		// The API's own word is not to be lost for it. Who asks for the next token is told.
		if (error instanceof ClerkRequestError) return undefined;
		throw error;
	});
	if (another) attempt.refusedAs = undefined;
	return another;
}

/** The token that others wait for, too, or one made now. */
async function replacement(source: SessionTokenSource, maker: TokenMaker): Promise<SourcedToken> {
	const claim = await source.claim();
	return claim.turn === undefined
		? claim.token
		: await claim.turn.run(async () => await source.make(maker));
}

/** What n8n merges into the credential and stores: the token, and that of its session's client where it is new. */
function toStore(
	{ fields, state: { tokens } }: TokenMaker,
	{ fingerprint }: SessionTokenCredential,
	{ jwt, expiresAtMs, clientToken }: SourcedToken,
): IDataObject {
	const newest = clientToken === undefined ? tokens.current : tokens.successorOf(clientToken);
	const isNews =
		newest !== undefined &&
		newest !== storedToken(fields) &&
		newest !== pastedClientAuth(fields)?.token;
	if (isNews) tokens.countSave(newest);
	return {
		sessionToken: jwt,
		sessionTokenFor: fingerprint,
		sessionTokenExpiresAt: String(expiresAtMs),
		...(isNews
			? { sessionClientToken: newest, sessionClientTokenFor: credentialFingerprint(fields) }
			: {}),
	};
}
