import { type ApiHost, addressAdvice } from '../protocol/apiHost';
import { API_VERSION } from '../protocol/apiVersion';
import { parseBaseUrl } from '../protocol/baseUrl';
import { adviceIn } from '../protocol/errorAdvice';
import {
	ClerkRequestError,
	type Failure,
	isSignedOutFailure,
	toFailure,
} from '../protocol/failure';
import { FieldError } from '../protocol/fieldError';
import { checkOrganizationId } from '../protocol/identifiers';
import { isObject } from '../protocol/objects';
import { parsePublishableKey } from '../protocol/publishableKey';
import { retryDelayMs } from '../protocol/retryPolicy';
import { USER_AGENT } from '../protocol/userAgent';
import {
	type CredentialRequest,
	type DeviceToken,
	isClientSignedIn,
	type SendCredentialRequest,
	sendAsClient,
} from './clientRequests';
import { apiHostOf, type CredentialFields } from './credential';
import { redactFailure, redactor, secretsOf } from './redact';

/** A ticket is traded at once; it need not outlive a slow network. */
const TICKET_LIFETIME_S = 120;

/** Statuses of a sign-in that is not complete, each with the reason and the way out. */
const INCOMPLETE_ADVICE: Readonly<Record<string, string>> = {
	needs_identifier:
		"Clerk does not recognise the identifier. Check 'Identifier' in the credential.",
	needs_first_factor:
		'Clerk wants another first factor than the password, for example because the account signs in by SSO. Connect using a sign-in ticket instead.',
	needs_second_factor:
		'the account has two-step verification, or Device Trust is on and this n8n is a new device (older applications answer so). Connect using a sign-in ticket instead.',
	needs_client_trust:
		'Device Trust is on, and this n8n is a new device for the account. Connect using a sign-in ticket instead.',
	needs_new_password:
		'the password has to be changed first. Reset it, or connect using a sign-in ticket instead.',
	needs_protect_check:
		'Clerk wants a check that only a browser can do. Connect using a sign-in ticket instead.',
};

/**
 * Tries once to sign the credential's user in.
 *
 * @param device that of an earlier sign-in: the new one goes out on the same client, as the same
 * device. It is left with its newest token, also where signing in fails.
 * @returns the client token
 * @throws {FieldError} when a field cannot be used
 * @throws {ClerkRequestError} when Clerk refuses or the sign-in needs another step; the message names it
 */
export async function signIn(
	fields: CredentialFields,
	device: DeviceToken,
	send: SendCredentialRequest,
): Promise<string> {
	checkSignInFields(fields);
	const secrets = [...secretsOf(fields), device.token ?? ''];
	const sendAndNote: SendCredentialRequest = async (request) => {
		secrets.push(...secretsOfSignIn(request));
		return await send(request);
	};
	return await attemptSignIn(fields, device, sendAndNote).catch((error: unknown) => {
		throw toSignInFailure(error, [...secrets, device.token ?? '']);
	});
}

/** What the request of a sign-in holds that the answer must not bring back to light. */
function secretsOfSignIn({ body = '' }: CredentialRequest): string[] {
	return [new URLSearchParams(body).get('ticket') ?? ''];
}

/** How many times in a row a ticket may turn out to be used up or too old. */
const MAX_STALE_TICKETS = 1;
/** Clerk's codes for a ticket that was good, but came too late (its error catalogue). */
const STALE_TICKET = ['sign_in_token_already_used_code', 'ticket_expired_code'];

/**
 * Whether to try signing in again, and after how long. A password or a ticket that was refused is
 * not sent again: wrong passwords lock accounts.
 *
 * @param retries how often it was tried again already
 * @param random from 0 to 1
 * @returns milliseconds to wait, or undefined to give up
 */
export function signInRetryDelayMs(
	error: unknown,
	retries: number,
	maxRetries: number,
	random: number,
): number | undefined {
	if (!(error instanceof ClerkRequestError)) return undefined;
	const isStale = STALE_TICKET.includes(error.failure.code ?? '');
	if (isStale) return retries < MAX_STALE_TICKETS ? 0 : undefined;
	return retryDelayMs(error.failure, 'idempotent', retries, maxRetries, random);
}

async function attemptSignIn(
	fields: CredentialFields,
	device: DeviceToken,
	send: SendCredentialRequest,
): Promise<string> {
	const form: Record<string, string> =
		fields.connectUsing === 'password'
			? { strategy: 'password', identifier: fields.identifier.trim(), password: fields.password }
			: { strategy: 'ticket', ticket: await createSignInToken(fields, send) };
	const isKnownDevice = device.token !== undefined;
	const answer = await sendAsClient(fields, device, send, {
		method: 'POST',
		path: '/v1/client/sign_ins',
		form,
		mayBeNewClient: true,
	});
	const failure = toFailure(answer, apiHostOf(fields));
	if (failure && isKnownDevice) return await recoverFromRefusal(failure, fields, device, send);
	if (failure) throw new ClerkRequestError(failure);
	const signInAttempt = isObject(answer.body) ? answer.body.response : undefined;
	const status = isObject(signInAttempt) ? String(signInAttempt.status) : 'unknown';
	if (status !== 'complete') {
		throw new ClerkRequestError({
			message: `Signing in stopped at ${/^[a-z_]{1,64}$/.test(status) ? status : 'an unknown step'}: ${INCOMPLETE_ADVICE[status] ?? 'a workflow cannot go on from there. Connect using a sign-in ticket instead.'}`,
			description: 'Only a sign-in that is complete at once can be used unattended.',
			code: status,
			status: answer.status,
		});
	}
	if (device.token !== undefined) return device.token;
	throw new ClerkRequestError({
		message: 'Signing in brought no client token',
		description:
			"The answer's Authorization header is missing. A proxy between n8n and Clerk may remove it.",
		status: answer.status,
	});
}

/** Clerk's codes for a client on which the person is signed in already (its error catalogue). */
const SIGNED_IN_ALREADY = ['session_exists', 'identifier_already_signed_in'];

/** A device that Clerk has forgotten, or on which the person is signed in already, is no obstacle. */
async function recoverFromRefusal(
	failure: Failure,
	fields: CredentialFields,
	device: DeviceToken,
	send: SendCredentialRequest,
): Promise<string> {
	if (isSignedOutFailure(failure)) {
		device.token = undefined;
		return await attemptSignIn(fields, device, send);
	}
	if (!SIGNED_IN_ALREADY.includes(failure.code ?? '')) throw new ClerkRequestError(failure);
	const isSignedInAlready = await isClientSignedIn(fields, device, send);
	if (isSignedInAlready && device.token !== undefined) return device.token;
	// Signed in, and yet of no use: Clerk has blocked that client.
	device.token = undefined;
	return await attemptSignIn(fields, device, send);
}

/** A one-time sign-in token of the Backend API (its OpenAPI file, CreateSignInToken). */
async function createSignInToken(
	fields: CredentialFields,
	send: SendCredentialRequest,
): Promise<string> {
	const baseUrl = parseBaseUrl(fields.backendApiUrl, 'Backend API URL');
	const organizationId = fields.organizationId.trim();
	const actorId = fields.actorId.trim();
	const host: ApiHost = {
		name: new URL(baseUrl).host,
		field: 'Backend API URL',
		askedBy: 'credential',
	};
	const answer = await send({
		method: 'POST',
		host,
		// Both are traded for a session in the same way (@clerk/backend, `ActorTokenApi`).
		url: `${baseUrl}/v1/${actorId === '' ? 'sign_in_tokens' : 'actor_tokens'}`,
		headers: {
			Accept: 'application/json',
			'User-Agent': USER_AGENT,
			Authorization: `Bearer ${fields.secretKey.trim()}`,
			'Clerk-API-Version': API_VERSION,
			'Content-Type': 'application/json',
		},
		body: JSON.stringify({
			user_id: fields.userId.trim(),
			expires_in_seconds: TICKET_LIFETIME_S,
			// The session begins in it (@clerk/backend 3.25, `orgId`).
			...(organizationId === '' ? {} : { org_id: organizationId }),
			...(actorId === '' ? {} : { actor: { sub: actorId } }),
		}),
	});
	const failure = toFailure(answer, host);
	if (failure) throw new ClerkRequestError({ ...failure, description: ticketAdvice(failure) });
	const ticket = isObject(answer.body) ? answer.body.token : undefined;
	if (typeof ticket === 'string') return ticket;
	throw new ClerkRequestError({
		message: 'The Backend API made no sign-in token',
		description: `${addressAdvice(host)}.`,
		status: answer.status,
	});
}

/** By the codes with which the Backend API refuses to make a ticket (@clerk/backend, its errors). */
const TICKET_ADVICE: Readonly<Record<string, string>> = {
	resource_not_found:
		"Check 'User ID' in the credential, and 'Actor ID' if it has one: the instance of the secret key knows nobody with this ID. The Clerk Dashboard shows it under Users.",
};

function ticketAdvice({ code, description, status }: Failure): string {
	if (status === 401 || status === 403) {
		return "Check 'Secret Key' in the credential: it must belong to the same instance as the publishable key.";
	}
	return adviceIn(TICKET_ADVICE, code) ?? description;
}

/** @throws {FieldError} naming the field that is missing or cannot be used */
function checkSignInFields(fields: CredentialFields): void {
	const { instance } = parsePublishableKey(fields.publishableKey);
	if (fields.connectUsing === 'password') {
		requireField(fields.identifier, 'Identifier', 'the email address, phone number or username');
		requireField(fields.password, 'Password', 'the password of the person who signs in');
		return;
	}
	const secretKey = fields.secretKey.trim();
	requireField(secretKey, 'Secret Key', 'the secret key from the Clerk Dashboard, under API keys');
	if (!/^sk_(test|live)_[\x21-\x7e]+$/.test(secretKey)) {
		throw new FieldError(
			"'Secret Key' is not a secret key",
			'It starts with sk_test_ or sk_live_. Copy it from the Clerk Dashboard, under API keys.',
		);
	}
	if (!secretKey.startsWith(`sk_${instance}_`)) {
		throw new FieldError(
			"'Secret Key' and 'Publishable Key' belong to different instances",
			'One is a test key, the other a live key. Copy both from the same instance.',
		);
	}
	if (!/^user_[A-Za-z0-9]{1,64}$/.test(fields.userId.trim())) {
		throw new FieldError(
			"'User ID' is not a user ID",
			'It is user_ followed by letters and digits. The Clerk Dashboard shows it under Users.',
		);
	}
	const organizationId = fields.organizationId.trim();
	if (organizationId !== '') checkOrganizationId(organizationId, 'Organization ID');
	const actorId = fields.actorId.trim();
	if (actorId !== '' && !/^[\x21-\x7e]{1,256}$/.test(actorId)) {
		throw new FieldError(
			"'Actor ID' is not an ID",
			'Enter the ID of whoever acts as the user, without spaces, for example user_2abcDEFghiJKLmnoPQRstuVWXyz.',
		);
	}
	if (actorId !== '' && organizationId !== '') {
		throw new FieldError(
			"'Actor ID' and 'Organization ID' cannot be used together",
			"Clerk's actor tokens take no organization. Leave one empty, or choose the organization with 'Session: Touch'.",
		);
	}
	parseBaseUrl(fields.backendApiUrl, 'Backend API URL');
}

function requireField(value: string, label: string, what: string): void {
	if (value.trim() === '') throw new FieldError(`'${label}' is empty`, `Enter ${what}.`);
}

function toSignInFailure(error: unknown, secrets: readonly string[]): unknown {
	if (!(error instanceof ClerkRequestError)) return error;
	const failure = redactFailure(error.failure, redactor(secrets));
	if (failure.message.startsWith('Signing in ')) return new ClerkRequestError(failure);
	return new ClerkRequestError({
		...failure,
		message: `Signing in was not possible: ${failure.message}`,
	});
}
