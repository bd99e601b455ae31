import type { ApiHost } from '../protocol/apiHost';
import { API_VERSION, API_VERSION_PARAMETER } from '../protocol/apiVersion';
import { authParameters, readRotatedToken } from '../protocol/clientAuth';
import {
	ClerkRequestError,
	type Failure,
	type HttpResponse,
	isBlockedClient,
	isSignedOutFailure,
	toFailure,
} from '../protocol/failure';
import { encodeForm, type FormValue } from '../protocol/form';
import { type Client, isSignedIn, readClient } from '../protocol/objects';
import { USER_AGENT } from '../protocol/userAgent';
import { apiHostOf, apiUrlOf, type CredentialFields } from './credential';

/** A request that a credential makes for itself. Its address is whole: nothing signs it. */
export interface CredentialRequest {
	method: 'DELETE' | 'GET' | 'POST';
	host: ApiHost;
	url: string;
	query?: Record<string, string>;
	headers: Record<string, string>;
	body?: string;
}

/**
 * Makes a request, once.
 *
 * @throws {ClerkRequestError} when no answer came
 */
export type SendCredentialRequest = (request: CredentialRequest) => Promise<HttpResponse>;

/** What n8n lends for the requests that a credential makes for itself. */
export type CredentialHttp = (
	request: CredentialRequest,
	signal: AbortSignal,
) => Promise<HttpResponse>;

/** A client as Clerk recognises it. Every answer may replace the token, whatever comes of it. */
export interface DeviceToken {
	/** Missing for a client that does not exist yet. */
	token?: string;
}

/**
 * Asks whether somebody is signed in on a client.
 *
 * @throws {ClerkRequestError} when that cannot be found out
 */
export async function isClientSignedIn(
	fields: CredentialFields,
	device: DeviceToken,
	send: SendCredentialRequest,
): Promise<boolean> {
	const client = await fetchClient(fields, device, send);
	return client?.sessions.some(isSignedIn) ?? false;
}

/**
 * Asks for a client with its sessions.
 *
 * @returns null where Clerk says that it knows no such client, that it is blocked, or that nobody is
 * signed in
 * @throws {ClerkRequestError} when that cannot be found out
 */
export async function fetchClient(
	fields: CredentialFields,
	device: DeviceToken,
	send: SendCredentialRequest,
): Promise<Client | null> {
	const body = await askForClient(fields, device, send).catch((error: unknown) => {
		if (error instanceof ClerkRequestError && isGone(error.failure)) return undefined;
		throw error;
	});
	return readClient(body);
}

const isGone = (failure: Failure) => isBlockedClient(failure) || isSignedOutFailure(failure);

/**
 * Asks for a client.
 *
 * @returns the body of the answer
 * @throws {ClerkRequestError} when Clerk refuses, for whatever reason
 */
export async function askForClient(
	fields: CredentialFields,
	device: DeviceToken,
	send: SendCredentialRequest,
): Promise<unknown> {
	const answer = await sendAsClient(fields, device, send, { method: 'GET', path: '/v1/client' });
	const failure = toFailure(answer, apiHostOf(fields));
	if (failure) throw new ClerkRequestError(failure);
	return answer.body;
}

/**
 * Signs out of all sessions of a client: of one that was made for nothing, as another worker of n8n
 * was faster.
 *
 * @throws {ClerkRequestError} when no answer came
 */
export async function removeSessions(
	fields: CredentialFields,
	device: DeviceToken,
	send: SendCredentialRequest,
): Promise<void> {
	await sendAsClient(fields, device, send, { method: 'DELETE', path: '/v1/client/sessions' });
}

/** What a client asks of the Frontend API. */
export interface ClientRequest {
	method: CredentialRequest['method'];
	/** `/v1/…` */
	path: string;
	query?: Record<string, string>;
	form?: Record<string, FormValue>;
	/** Whether Clerk may answer with the token of another client: it makes one for a sign-in where it does not know the old one. */
	mayBeNewClient?: boolean;
}

/**
 * Makes a request of a client, which keeps the token that the answer brings.
 *
 * @throws {ClerkRequestError} when no answer came
 */
export async function sendAsClient(
	fields: CredentialFields,
	device: DeviceToken,
	send: SendCredentialRequest,
	{ method, path, query, form, mayBeNewClient = false }: ClientRequest,
): Promise<HttpResponse> {
	const mode = fields.connectUsing === 'devBrowser' ? 'devBrowser' : 'native';
	const auth = authParameters({ mode, token: device.token ?? '' });
	const answer = await send({
		method,
		host: apiHostOf(fields),
		url: apiUrlOf(fields) + path,
		query: { [API_VERSION_PARAMETER]: API_VERSION, ...query, ...auth.query },
		headers: {
			Accept: 'application/json',
			'User-Agent': USER_AGENT,
			...(device.token === undefined ? {} : auth.headers),
			...(form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
		},
		...(form ? { body: encodeForm(form) } : {}),
	});
	device.token = readRotatedToken(mode, answer, device.token, mayBeNewClient) ?? device.token;
	return answer;
}
