import { delay } from '../concurrency/clock';
import {
	isForOrganization,
	KEPT_ORGANIZATION,
	PERSONAL_ACCOUNTS_NOT_ALLOWED,
} from '../protocol/askedOrganization';
import {
	ClerkRequestError,
	type Failure,
	isSignedOutFailure,
	toFailure,
} from '../protocol/failure';
import type { FormValue } from '../protocol/form';
import {
	type Client,
	isObject,
	isPending,
	isSignedIn,
	lastActiveSession,
	type Session,
} from '../protocol/objects';
import { isTransient, retryDelayMs } from '../protocol/retryPolicy';
import { decodeToken, organizationIdIn } from '../protocol/sessionToken';
import {
	type CredentialHttp,
	type DeviceToken,
	fetchClient,
	type SendCredentialRequest,
	sendAsClient,
} from './clientRequests';
import { apiHostOf, canSignIn, type CredentialFields } from './credential';
import type { CredentialState } from './credentialState';
import { asCurrentClient } from './currentClient';
import { MISSING_EXPIRED_TOKEN } from './lastSessionTokens';
import { sessionPending } from './pendingSession';
import { redactFailure, redactor, secretsOf } from './redact';
import { rememberUselessSignIn, renewClientToken } from './renewal';
import type { SessionTokenChoice } from './sessionTokenCredential';
import { signedOutError, unknownClientError, uselessSignInError } from './signedOutErrors';

/** How often a request is made again after a failure that passes. */
const MAX_RETRIES = 3;

/** How many clients are looked at, one after the other: each worker of n8n may have signed in on one of its own. */
const MAX_CLIENTS_TRIED = 12;

/** How often somebody is signed in for one look-up: another worker may have ended the first session. */
const MAX_SIGN_INS = 2;

/** Whose session it is, and what is needed to ask for its tokens. */
export interface TokenMaker {
	fields: CredentialFields;
	state: CredentialState;
	choice: SessionTokenChoice;
	http: CredentialHttp;
	/** How often a request may be made again after a failure that passes: whoever looks at an editor does not wait for long. */
	maxRetries?: number;
}

/** A token that is being made. */
interface Making extends TokenMaker {
	/** What went along that must not come out again, besides what every request has. */
	secrets: string[];
}

/** A session, and a token of the client that it is on: no other client knows it. */
export interface SessionOnClient {
	sessionId: string;
	clientToken?: string;
}

export interface CreatedToken extends SessionOnClient {
	jwt: string;
}

/**
 * Makes a token of the client's last active session, and signs in for it where nobody is signed in.
 *
 * @param last the session that the last token was of: for the time that Clerk cannot be asked which one
 * is the last active
 * @param signal ends it
 * @throws {CanceledError} when the signal aborts
 * @throws {FieldError} when a field cannot be used
 * @throws {ClerkRequestError} when there is none to be had, saying why
 */
export async function createSessionToken(
	maker: TokenMaker,
	last: SessionOnClient | undefined,
	signal: AbortSignal,
): Promise<CreatedToken> {
	const making: Making = { ...maker, secrets: [] };
	for (let retries = 0; ; retries++) {
		const outcome = await attempt(making, last, signal).then(
			(created) => ({ created }),
			(error: unknown) => ({ error }),
		);
		if ('created' in outcome) return outcome.created;
		const waitMs = retryWaitMs(outcome.error, retries, maker.maxRetries ?? MAX_RETRIES);
		if (waitMs === undefined) throw explain(outcome.error, making);
		await delay(waitMs, signal);
	}
}

/**
 * Whether somebody is signed in in a session; undefined where Clerk cannot be asked.
 *
 * @param sessionId missing where it is not known: any session of the client counts
 * @param clientToken of the client that it is on: each worker of n8n may have signed in on one of its own
 */
export async function isSessionAlive(
	{ fields, state, http }: TokenMaker,
	{ sessionId, clientToken }: Partial<SessionOnClient>,
	signal: AbortSignal,
): Promise<boolean | undefined> {
	const ask = async (device: DeviceToken, send: SendCredentialRequest) =>
		(await fetchClient(fields, device, send))?.sessions ?? [];
	const asking = asCurrentClient(fields, state, http, signal, ask, clientToken);
	const sessions = await asking
		// Without a client, nobody is signed in at all.
		.then((found = []) => found)
		.catch((error: unknown) => {
			if (error instanceof ClerkRequestError) return undefined;
			throw error;
		});
	return sessions?.some(
		(session) => isSignedIn(session) && (sessionId === undefined || session.id === sessionId),
	);
}

/** What trying again does not help, and needs no more words. */
function final({ failure }: ClerkRequestError): ClerkRequestError {
	return new ClerkRequestError(failure, true);
}

/** A sign-in that failed has been tried again as far as that can help. */
function retryWaitMs(error: unknown, retries: number, maxRetries: number): number | undefined {
	if (!(error instanceof ClerkRequestError) || error.isFinal) return undefined;
	return retryDelayMs(error.failure, 'idempotent', retries, maxRetries, Math.random());
}

function explain(error: unknown, { fields, state, secrets }: Making): unknown {
	if (!(error instanceof ClerkRequestError) || error.isFinal) return error;
	const redact = redactor([...secretsOf(fields), ...state.tokens.secrets, ...secrets]);
	const failure = redactFailure(error.failure, redact);
	return new ClerkRequestError({
		...failure,
		message: `The session token could not be made: ${failure.message}`,
	});
}

async function attempt(
	maker: Making,
	last: SessionOnClient | undefined,
	signal: AbortSignal,
): Promise<CreatedToken> {
	let refused: { sessionId: string; failure: Failure } | undefined;
	for (;;) {
		const session = await findSession(maker, last, signal);
		if (refused?.sessionId === session.sessionId) throw new ClerkRequestError(refused.failure);
		const outcome = await requestToken(maker, session, signal);
		if ('jwt' in outcome) return { jwt: outcome.jwt, ...session };
		const { failure } = outcome;
		// It may have ended since it was looked up.
		const mayBeGone = isSignedOutFailure(failure) || [401, 404].includes(failure.status ?? 0);
		if (refused || !mayBeGone) throw new ClerkRequestError(failure);
		refused = { sessionId: session.sessionId, failure };
	}
}

/** @throws {ClerkRequestError} where there is none, or it is pending */
async function findSession(
	maker: TokenMaker,
	last: SessionOnClient | undefined,
	signal: AbortSignal,
): Promise<SessionOnClient> {
	const found = await findLastActive(maker, signal).catch((error: unknown) => {
		const isOut =
			error instanceof ClerkRequestError && !error.isFinal && isTransient(error.failure);
		if (isOut && last !== undefined) return last;
		throw error;
	});
	if (!('session' in found)) return found;
	const { session, clientToken } = found;
	if (isPending(session)) throw final(sessionPending(maker.fields, session.tasks));
	return { sessionId: session.id, clientToken };
}

async function findLastActive(
	maker: TokenMaker,
	signal: AbortSignal,
): Promise<{ session: Session; clientToken: string }> {
	const { fields, state } = maker;
	let signIns = 0;
	for (let tries = 1; ; tries++) {
		if (state.tokens.current === undefined && canSignIn(fields)) {
			await signIn(maker, signal);
			signIns++;
		}
		const { client, token } = await lookUpClient(maker, signal);
		const session = client ? lastActiveSession(client) : undefined;
		if (session) return { session, clientToken: token };
		if (!canSignIn(fields) || tries === MAX_CLIENTS_TRIED) {
			throw final(client ? signedOutError(fields) : unknownClientError(fields));
		}
		// Another client, of a worker that signed in as well, may be alive.
		state.tokens.signOut(token);
		if (signIns === MAX_SIGN_INS && state.tokens.current === undefined) {
			const error = final(uselessSignInError(client !== null));
			rememberUselessSignIn(state, error);
			throw error;
		}
	}
}

/** @returns the client, null where Clerk knows none, and its newest token */
async function lookUpClient(
	{ fields, state, http }: TokenMaker,
	signal: AbortSignal,
): Promise<{ client: Client | null; token: string }> {
	const ask = async (device: DeviceToken, send: SendCredentialRequest) => ({
		client: await fetchClient(fields, device, send),
		device,
	});
	const { client = null, device } = (await asCurrentClient(fields, state, http, signal, ask)) ?? {};
	return { client, token: device?.token ?? '' };
}

/** @throws {ClerkRequestError} that is final */
async function signIn(
	{ fields, state, http, maxRetries }: TokenMaker,
	signal: AbortSignal,
): Promise<void> {
	const signingIn = renewClientToken(fields, state, http, { caller: signal, maxRetries });
	await signingIn.catch((error: unknown) => {
		throw error instanceof ClerkRequestError ? final(error) : error;
	});
}

/** @throws {ClerkRequestError} when no answer comes, or the token is one of a pending session */
async function requestToken(
	{ fields, state, choice, http, secrets }: Making,
	{ sessionId, clientToken }: SessionOnClient,
	signal: AbortSignal,
): Promise<{ jwt: string } | { failure: Failure }> {
	const { lastSessionTokens } = state;
	const { organizationId, templateName } = choice;
	const isOfTemplate = templateName !== '';
	const suffix = isOfTemplate ? `/${encodeURIComponent(templateName)}` : '';
	const form: Record<string, FormValue> =
		isOfTemplate || organizationId === undefined ? {} : { organization_id: organizationId };
	const ask = async (query: Record<string, string>) =>
		await asCurrentClient(
			fields,
			state,
			http,
			signal,
			async (device, send) =>
				await sendAsClient(fields, device, send, {
					method: 'POST',
					path: `/v1/client/sessions/${sessionId}/tokens${suffix}`,
					query,
					form,
				}),
			// Another worker's client may have become the current one since the session was looked up.
			clientToken,
		);
	const host = apiHostOf(fields);
	let answer = await ask({});
	const lastToken = lastSessionTokens.of(sessionId);
	if (answer && lastToken && toFailure(answer, host)?.code === MISSING_EXPIRED_TOKEN) {
		secrets.push(lastToken);
		answer = await ask({ expired_token: lastToken });
	}
	if (answer === undefined) return { failure: signedOutError(fields).failure };
	const failure = toFailure(answer, host);
	if (failure?.code === RESOURCE_NOT_FOUND && isOfTemplate) {
		return { failure: { ...failure, description: TEMPLATE_NOT_FOUND } };
	}
	if (failure) return { failure };
	const jwt = isObject(answer.body) ? answer.body.jwt : undefined;
	const claims = typeof jwt === 'string' ? decodeToken(jwt)?.claims : undefined;
	if (typeof jwt !== 'string' || !claims) return { failure: NO_TOKEN };
	if (claims.sts === 'pending') throw final(sessionPending(fields, []));
	// Claims of a template are its author's: nothing can be told by them.
	if (isOfTemplate) return { jwt };
	lastSessionTokens.remember(sessionId, jwt);
	const asked = organizationId === null ? '' : organizationId;
	if (isForOrganization(asked, organizationIdIn(claims))) return { jwt };
	const { status } = answer;
	return { failure: { ...(asked === '' ? NO_PERSONAL_ACCOUNT : OTHER_ORGANIZATION), status } };
}

/** Clerk's code for a template, and for a session, that there is not. The session was just looked up. */
const RESOURCE_NOT_FOUND = 'resource_not_found';
const TEMPLATE_NOT_FOUND =
	"Check 'Template Name' in the credential: the Clerk Dashboard lists the templates of the instance under JWT templates.";

const NO_TOKEN: Failure = {
	message: 'Clerk answered without one',
	description:
		'The answer has no session token in it. Something between n8n and Clerk may have changed it: try again later.',
};

const NO_PERSONAL_ACCOUNT: Failure = {
	message: KEPT_ORGANIZATION,
	description:
		"The application has no personal accounts. Choose 'By ID' or 'Unchanged' under 'Organization' in the credential.",
	code: PERSONAL_ACCOUNTS_NOT_ALLOWED,
};

const OTHER_ORGANIZATION: Failure = {
	message: 'Clerk answered with one that is not for the organization asked for',
	description:
		"Something between n8n and Clerk may have changed the answer, or mixed it up with another: try again later, and check 'Organization ID' in the credential.",
};
