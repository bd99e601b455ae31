import {
	askForClient,
	type CredentialHttp,
	type DeviceToken,
	type SendCredentialRequest,
} from './clientRequests';
import type { ClientTokens } from './clientTokens';
import { type CredentialFields, pastedClientAuth } from './credential';
import type { CredentialState } from './credentialState';

/**
 * Asks something as the client that a credential stands for at this moment.
 *
 * @param begunWith a token of the client that is meant, as long as that one lives
 * @returns what `ask` does; undefined where there is no client yet
 * @throws what `ask` throws
 */
export async function asCurrentClient<T>(
	fields: CredentialFields,
	{ tokens }: CredentialState,
	http: CredentialHttp,
	signal: AbortSignal,
	ask: (device: DeviceToken, send: SendCredentialRequest) => Promise<T>,
	begunWith?: string,
): Promise<T | undefined> {
	const token = clientTokenOf(fields, tokens, begunWith);
	if (token === undefined) return undefined;
	const send: SendCredentialRequest = async (request) => await http(request, signal);
	return await asClient(tokens, token, async (device) => await ask(device, send));
}

/** The token of the client that a credential stands for at this moment, or of the one begun with. */
function clientTokenOf(
	fields: CredentialFields,
	tokens: ClientTokens,
	begunWith?: string,
): string | undefined {
	const successor = begunWith === undefined ? undefined : tokens.successorOf(begunWith);
	return successor ?? tokens.current ?? pastedClientAuth(fields)?.token;
}

/** Asks something under a client token, and takes over the newer one that an answer brings. */
export async function asClient<T>(
	tokens: ClientTokens,
	token: string,
	ask: (device: DeviceToken & { token: string }) => Promise<T>,
): Promise<T> {
	const sequence = tokens.nextSequence();
	const device = { token };
	return await ask(device).finally(() => tokens.rotate(device.token, token, sequence));
}

/**
 * Asks for the client that a credential stands for at this moment.
 *
 * @returns the body of the answer; null where there is no client yet
 * @throws {ClerkRequestError} when no answer comes, or Clerk refuses
 */
export async function askForCurrentClient(
	fields: CredentialFields,
	state: CredentialState,
	http: CredentialHttp,
	signal: AbortSignal,
): Promise<unknown> {
	const ask = async (device: DeviceToken, send: SendCredentialRequest) =>
		await askForClient(fields, device, send);
	return (await asCurrentClient(fields, state, http, signal, ask)) ?? null;
}
