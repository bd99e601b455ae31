import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';
import {
	apiHostOf,
	credentialFingerprint,
	type CredentialFields,
	pastedClientAuth,
	readCredentialFields,
	canSignIn,
	storedToken,
} from '../frontendApi/client/credential';
import { type CredentialState, stateOf } from '../frontendApi/client/credentialState';
import { type Handover, handoverOf } from '../frontendApi/client/handover';
import { assertPublicKeys } from '../frontendApi/client/publicKeys';
import { sessionPending } from '../frontendApi/client/pendingSession';
import { renewClientToken } from '../frontendApi/client/renewal';
import { redactFailure, redactor, secretsOf } from '../frontendApi/client/redact';
import type { CredentialHttp, SendCredentialRequest } from '../frontendApi/client/clientRequests';
import { askForCurrentClient } from '../frontendApi/client/currentClient';
import { addressAdvice } from '../frontendApi/protocol/apiHost';
import { ClerkRequestError, type Failure } from '../frontendApi/protocol/failure';
import { FieldError } from '../frontendApi/protocol/fieldError';
import {
	isObject,
	isPending,
	lastActiveSession,
	readClient,
} from '../frontendApi/protocol/objects';
import { REFUSALS } from './credentialTest';
import { credentialHttp } from './credentialHttp';
import { inOneLine } from './inOneLine';

/**
 * Sees to it that the credential has a client token, and hands n8n the one to store.
 *
 * n8n calls it when none is stored, when `authenticate` asks for it, in the credential test, and in
 * the HTTP Request node after any failed request. So it first asks whether the client still lives;
 * if so, nothing is returned, and n8n repeats nothing.
 *
 * @throws {FieldError} when a field cannot be used
 * @throws {ClerkRequestError} when signing in was not possible, saying why
 */
export async function preAuthentication(
	this: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const fields = readCredentialFields(credentials);
	const handover = handoverOf(credentials);
	if (handover === undefined) return await storeNewest(fields).catch(leaveToAuthenticate);
	const http = credentialHttp(this, credentials);
	return await renewAndStore(fields, http, handover).catch((error: unknown) => {
		handover.error = handover.isCredentialTest ? inOneLine(error) : error;
		throw handover.error;
	});
}

/** A field that cannot be used, as what n8n is here for is not known yet. */
function leaveToAuthenticate(error: unknown): IDataObject {
	if (error instanceof FieldError) return {};
	throw error;
}

/** n8n calls because nothing is stored. Where nobody is signed in yet, `authenticate` says so next. */
async function storeNewest(fields: CredentialFields): Promise<IDataObject> {
	const state = stateOf(fields);
	const { current, isStored, tokenToSave } = state.tokens;
	const isNews = current !== pastedClientAuth(fields)?.token && !isStored;
	return store(fields, state, isNews ? current : tokenToSave);
}

async function renewAndStore(
	fields: CredentialFields,
	http: CredentialHttp,
	{ dryRun, isCredentialTest = false, signal, signedWith }: Handover,
): Promise<IDataObject> {
	const state = stateOf(fields);
	const { tokens } = state;
	// n8n makes a request of the HTTP Request node again if it gets a token to store: another one than
	// the request was made with, or it would only fail again.
	const storeAnother = (token: string | undefined) =>
		store(fields, state, token === signedWith ? undefined : token);
	if (!canSignIn(fields)) {
		if (isCredentialTest) await assertUsable(fields, state, http);
		return storeAnother(tokens.tokenToSave);
	}
	if (dryRun) {
		const { renewal } = dryRun;
		if (renewal) {
			await renewClientToken(fields, state, http, { renewal });
			renewal.isDone = true;
		}
		return store(fields, state, tokens.tokenToSave);
	}
	if (isCredentialTest) {
		// Who presses the button waits for the outcome.
		const testing = { doubted: tokens.current, maxRetries: 0 };
		const token = await renewClientToken(fields, state, http, testing);
		await assertUsable(fields, state, http);
		const newest = tokens.current ?? token;
		return store(fields, state, newest === storedToken(fields) ? undefined : newest);
	}
	// Not what is stored: that may be of somebody else, where a field is an expression.
	const asking = { doubted: signedWith, caller: signal };
	return storeAnother(await renewClientToken(fields, state, http, asking));
}

/**
 * n8n's credential test shows only the network's code (`ECONNREFUSED`), and looks at one value of an
 * answer. Ours says which host, what Clerk says, whether anybody is signed in, what a pending session
 * has to do first, and what to do.
 *
 * @throws {ClerkRequestError} when no good answer comes, nobody is signed in, or the session is pending;
 * what the rules of the test explain is left to them
 */
async function assertUsable(
	fields: CredentialFields,
	state: CredentialState,
	http: CredentialHttp,
): Promise<void> {
	const { signal } = new AbortController();
	const explain = (error: unknown) => {
		if (!(error instanceof ClerkRequestError)) throw error;
		if (Object.hasOwn(REFUSALS, error.failure.code ?? '')) return undefined;
		// An answer may echo what it was asked with.
		const redact = redactor([...secretsOf(fields), ...state.tokens.secrets]);
		throw new ClerkRequestError(redactFailure(error.failure, redact));
	};
	if (fields.connectUsing === 'nobody') {
		const send: SendCredentialRequest = async (request) => await http(request, signal);
		await assertPublicKeys(fields, send).catch(explain);
		return;
	}
	const body = await askForCurrentClient(fields, state, http, signal).catch(explain);
	if (body === undefined) return;
	const client = readClient(body);
	if (client === null) {
		const isUnknown = isObject(body) && body.response === null;
		throw new ClerkRequestError(isUnknown ? UNKNOWN_TOKEN : notClerk(fields));
	}
	// `last_active_session_id` may be null although sessions live (clerk-android, clerk-js).
	const session = lastActiveSession(client);
	if (session === undefined) throw new ClerkRequestError(NOBODY_SIGNED_IN);
	if (isPending(session)) throw sessionPending(fields, session.tasks);
}

const UNKNOWN_TOKEN = {
	message:
		'Clerk does not know this token. It may be cut off, belong to another instance, or have been replaced by a sign-in or sign-out since it was copied.',
	description: '',
	code: 'client_not_found',
};

const notClerk = (fields: CredentialFields): Failure => ({
	message: `The answer is not one of Clerk's Frontend API. It may be down for a moment: test again later. ${addressAdvice(apiHostOf(fields))} if it stays so.`,
	description: '',
});

const NOBODY_SIGNED_IN = {
	message:
		'Clerk knows the client, but nobody is signed in on it. Sign in on it again, then copy its token.',
	description: '',
	code: 'signed_out',
};

/** What n8n merges into the credential and stores; nothing, and it stores nothing. */
function store(
	fields: CredentialFields,
	{ tokens }: CredentialState,
	token: string | undefined,
): IDataObject {
	if (token === undefined) return {};
	tokens.countSave(token);
	return { sessionClientToken: token, sessionClientTokenFor: credentialFingerprint(fields) };
}
