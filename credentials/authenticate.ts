import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import {
	API_VERSION,
	API_VERSION_PARAMETER,
	VERSION_HEADER,
} from '../frontendApi/protocol/apiVersion';
import { authParameters } from '../frontendApi/protocol/clientAuth';
import {
	apiUrlOf,
	type CredentialFields,
	pastedClientAuth,
	readCredentialFields,
	canSignIn,
} from '../frontendApi/client/credential';
import { type CredentialState, stateOf } from '../frontendApi/client/credentialState';
import { JWKS_PATH } from '../frontendApi/client/publicKeys';
import {
	type DryRun,
	type Handover,
	HANDOVER,
	noteHandover,
	PreAuthenticationRequired,
} from '../frontendApi/client/handover';
import { restrictToOrigin } from '../frontendApi/protocol/restrictToOrigin';
import {
	addressOf,
	type CredentialRequestOptions,
	checkRequest,
	sendOnlyTo,
} from './requestOptions';

/**
 * A header that identifies the credential test, whose request n8n makes like any other. It is removed
 * before sending. A credential whose session has ended signs in again for the test.
 */
export const CREDENTIAL_TEST_HEADER = 'X-Clerk-Sessions-Test';

type RequestOptions = CredentialRequestOptions & { [HANDOVER]?: Handover };

/** How every dry run ends: the request would have been sent now. */
class DryRunDone extends Error {
	override readonly name = 'DryRunDone';
}

/**
 * Signs a request for the credential's client: n8n calls it for every request made with this
 * credential, ours and those of the HTTP Request node.
 *
 * A path (`/v1/…`) is taken at the credential's own Frontend API. Redirects are not followed: they
 * could carry the token elsewhere.
 *
 * @throws {FieldError} when a field of the credential cannot be used, or the request goes to another host
 * @throws {PreAuthenticationRequired} when n8n has to call `preAuthentication` first
 * @throws {DryRunDone} when that is all the request was for
 */
export async function authenticate(
	credentials: ICredentialDataDecryptedObject,
	requestOptions: RequestOptions,
): Promise<RequestOptions> {
	const handover = noteHandover(credentials, requestOptions[HANDOVER]);
	handover.error = undefined;
	return await prepare(credentials, requestOptions, handover).catch((error: unknown) => {
		handover.error = error;
		throw error;
	});
}

async function prepare(
	credentials: ICredentialDataDecryptedObject,
	requestOptions: RequestOptions,
	handover: Handover,
): Promise<RequestOptions> {
	const fields = readCredentialFields(credentials);
	// First of all: what cannot be used is explained in another way to who presses the Test button.
	askForTest(fields, requestOptions, handover);
	const state = stateOf(fields);
	if (handover.dryRun) return endDryRun(state, handover.dryRun);
	if (handover.isPublic || fields.connectUsing === 'nobody') {
		handover.signedWith = '';
		return sign(fields, requestOptions, UNSIGNED, handover.signal);
	}
	const pasted = pastedClientAuth(fields);
	const mode = pasted?.mode ?? 'native';
	const token = chooseToken(fields, state, handover.token) ?? pasted?.token ?? '';
	handover.signedWith = token;
	return sign(fields, requestOptions, authParameters({ mode, token }), handover.signal);
}

/** @throws always */
function endDryRun({ tokens }: CredentialState, dryRun: DryRun): never {
	const isDue = dryRun.renewal ? dryRun.renewal.isDone !== true : tokens.tokenToSave !== undefined;
	if (isDue && dryRun.hasAsked !== true) {
		dryRun.hasAsked = true;
		throw new PreAuthenticationRequired('The client token has to be renewed or stored');
	}
	dryRun.isDone = true;
	throw new DryRunDone();
}

/** @throws {PreAuthenticationRequired} the first time that the credential test comes by */
function askForTest(
	{ connectUsing }: CredentialFields,
	requestOptions: RequestOptions,
	handover: Handover,
): void {
	const { [CREDENTIAL_TEST_HEADER]: mark, ...headers } = { ...requestOptions.headers };
	if (mark === undefined) return;
	// n8n comes back with the same request after preAuthentication.
	requestOptions.headers = headers;
	// Without a client Clerk may refuse to say anything of one (`dev_browser_unauthenticated`).
	if (connectUsing === 'nobody') requestOptions.url = JWKS_PATH;
	handover.isCredentialTest = true;
	throw new PreAuthenticationRequired('The credential is tested');
}

/**
 * The newest token that this process knows of the client that is wanted, or of any.
 *
 * @returns undefined where a pasted token was signed out: it is sent all the same, as Clerk's own
 * answer explains best
 * @throws {PreAuthenticationRequired} when nobody is signed in yet
 */
function chooseToken(
	fields: CredentialFields,
	{ tokens }: CredentialState,
	wanted: string | undefined,
): string | undefined {
	const token = wanted === undefined ? tokens.current : tokens.successorOf(wanted);
	if (token === undefined && canSignIn(fields)) {
		throw new PreAuthenticationRequired('Nobody is signed in yet');
	}
	return token;
}

/** What anybody may ask. */
const UNSIGNED = { query: {}, headers: {} };

function sign(
	fields: CredentialFields,
	request: RequestOptions,
	signature: ReturnType<typeof authParameters>,
	signal: AbortSignal | undefined,
): RequestOptions {
	const target = restrictToOrigin(addressOf(request), apiUrlOf(fields));
	checkRequest(request, target, "the client's token");
	const version = namesVersion(target, request) ? {} : { [API_VERSION_PARAMETER]: API_VERSION };
	return {
		...sendOnlyTo(target, request),
		...(signal === undefined ? {} : { abortSignal: signal }),
		qs: { ...version, ...request.qs, ...signature.query },
		headers: { ...request.headers, ...signature.headers },
	};
}

/** Whether a request asks for a version of its own: Clerk refuses one in query and header at once. */
function namesVersion({ searchParams }: URL, { headers, qs }: RequestOptions): boolean {
	const inHeader = Object.keys(headers ?? {}).some(
		(name) => name.trim().toLowerCase() === VERSION_HEADER,
	);
	return (
		inHeader ||
		searchParams.has(API_VERSION_PARAMETER) ||
		Object.hasOwn(qs ?? {}, API_VERSION_PARAMETER)
	);
}
