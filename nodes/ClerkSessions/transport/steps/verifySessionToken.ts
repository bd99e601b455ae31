import { SESSION_PENDING } from '../../../../frontendApi/client/pendingSession';
import {
	noPublicKeys,
	type PublicKeySet,
	readPublicKeys,
} from '../../../../frontendApi/client/publicKeys';
import { ClerkRequestError } from '../../../../frontendApi/protocol/failure';
import {
	findInvalidReason,
	type InvalidReason,
	type ParsedToken,
	parseToken,
} from '../../../../frontendApi/protocol/verifyToken';
import { sessionTokenToVerify } from '../../fields/sessionTokenToVerify';
import type { Call } from '../context';
import { readParameter } from '../../fields/readParameter';
import { readText } from '../../fields/readText';
import type { Next, Step } from './step';

/** The reason where there is no token: `@clerk/backend` calls that `token-invalid`. */
export const TOKEN_MISSING = 'token-missing';

/** Why a token is not valid: in Clerk's words, and two that verifying alone does not have. */
type Reason = InvalidReason | typeof SESSION_PENDING | typeof TOKEN_MISSING;

/** What each reason says in a message. */
const SENTENCES: Readonly<Record<Reason, string>> = {
	'jwk-kid-mismatch': 'it was signed by a key that this instance does not have',
	[SESSION_PENDING]: 'its session has something to do first, such as choosing an organization',
	'token-expired': 'it has expired',
	'token-iat-in-the-future': 'it was issued in the future',
	'token-invalid': 'it is no session token',
	'token-invalid-algorithm': 'it was not signed by RS256',
	'token-invalid-authorized-parties': 'it was made for another origin',
	'token-invalid-signature': 'its signature is wrong',
	[TOKEN_MISSING]: 'there is none',
	'token-not-active-yet': 'its time has not come',
	'token-verification-failed': 'what it says is not what a session token says',
};

/**
 * Answers with whether the token of the item is valid, and whose it is. The instance's public keys are
 * asked for only where they are not known.
 *
 * @throws {FieldError} when a field cannot be used
 * @throws {ClerkRequestError} when the keys cannot be had, or the token is not valid and that is to fail
 */
export const verifySessionToken: Step = async function verifySessionToken(call, next) {
	const { context, options } = call;
	const { displayName, name } = sessionTokenToVerify;
	const token = readText(readParameter(context, name, ''), displayName)
		.trim()
		.replace(/^Bearer(\s+|$)/i, '');
	const parsed = parseToken(token);
	const reason = token === '' ? TOKEN_MISSING : await invalidReason(call, next, parsed);
	if (reason !== undefined && options.failIfInvalid) {
		throw new ClerkRequestError({
			message: `The session token is not valid: ${SENTENCES[reason]}`,
			description: `Whoever sent it has to sign in again, or to send a newer one. Without the option 'Fail If Invalid' the workflow can branch on isValid.`,
			code: reason,
		});
	}
	const body =
		reason === undefined
			? { isValid: true, header: parsed?.header, claims: parsed?.claims }
			: { isValid: false, reason };
	return { status: 200, headers: {}, body };
};

async function invalidReason(
	call: Call,
	next: Next,
	parsed: ParsedToken | undefined,
): Promise<Reason | undefined> {
	if (parsed === undefined) return 'token-invalid';
	const { options, run, signal } = call;
	const { allowPendingSession, authorizedParties, clockSkew } = options;
	// Whoever could give us keys of their own could sign tokens: 'Ignore SSL Issues' does not count.
	const transport = { ...call.transport, skipSslCertificateValidation: false };
	const way = JSON.stringify([transport, options.maxConcurrentRequests, options.maxRetries]);
	const fetch = async (flightSignal: AbortSignal) =>
		await fetchKeys({ ...call, signal: flightSignal, transport }, next);
	const key = await run.state.publicKeys.find(parsed.kid, way, fetch, signal);
	const reason = findInvalidReason(parsed, key, {
		authorizedParties,
		clockSkewMs: clockSkew * 1000,
		nowMs: Date.now(),
	});
	if (reason !== undefined) return reason;
	// Clerk's backends take it for that of somebody who is signed out.
	const isPending = parsed.claims.sts === 'pending';
	return isPending && !allowPendingSession ? SESSION_PENDING : undefined;
}

async function fetchKeys(call: Call, next: Next): Promise<PublicKeySet> {
	const answer = await next(call);
	const keys = answer.status === 200 ? readPublicKeys(answer.body) : undefined;
	if (keys) return keys;
	throw new ClerkRequestError(noPublicKeys(answer, call.run.host));
}
