import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import {
	API_VERSION,
	API_VERSION_PARAMETER,
	VERSION_HEADER,
} from '../frontendApi/protocol/apiVersion';
import { frontendApiUrl } from '../frontendApi/protocol/baseUrl';
import { authParameters } from '../frontendApi/protocol/clientAuth';
import {
	type CredentialFields,
	pastedClientAuth,
	readCredentialFields,
	canSignIn,
} from '../frontendApi/client/credential';
import { type CredentialState, stateOf } from '../frontendApi/client/credentialState';
import { JWKS_PATH } from '../frontendApi/client/publicKeys';
import { FieldError } from '../frontendApi/protocol/fieldError';
import {
	type DryRun,
	type Handover,
	HANDOVER,
	noteHandover,
	PreAuthenticationRequired,
} from '../frontendApi/client/handover';
import { restrictToOrigin } from '../frontendApi/protocol/restrictToOrigin';

/** n8n's HTTP Request node speaks an older dialect of request options. */
interface LegacyOptions {
	uri?: string;
	rejectUnauthorized?: boolean;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
}

/**
 * A header that identifies the credential test, whose request n8n makes like any other. It is removed
 * before sending. A credential whose session has ended signs in again for the test.
 */
export const CREDENTIAL_TEST_HEADER = 'X-Clerk-Sessions-Test';

type RequestOptions = IHttpRequestOptions & LegacyOptions & { [HANDOVER]?: Handover };

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
	const state = stateOf(fields);
	if (handover.dryRun) return endDryRun(state, handover.dryRun);
	askForTest(fields, requestOptions, handover);
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
	{ baseURL, uri, url, ...options }: RequestOptions,
	signature: ReturnType<typeof authParameters>,
	signal: AbortSignal | undefined,
): RequestOptions {
	const target = restrictToOrigin(joinUrl(baseURL, uri ?? url), frontendApiUrl(fields));
	checkHostHeader(options.headers ?? {}, target.host);
	checkProxy(options, target);
	const version = namesVersion(target, options) ? {} : { [API_VERSION_PARAMETER]: API_VERSION };
	return {
		...options,
		url: target.href,
		...(uri === undefined ? {} : { uri: target.href }),
		...(signal === undefined ? {} : { abortSignal: signal }),
		qs: { ...version, ...options.qs, ...signature.query },
		headers: { ...options.headers, ...signature.headers },
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		sendCredentialsOnCrossOriginRedirect: false,
	};
}

/** Whether a request asks for a version of its own: Clerk refuses one in query and header at once. */
function namesVersion(
	{ searchParams }: URL,
	{ headers, qs }: Omit<RequestOptions, 'url'>,
): boolean {
	const inHeader = Object.keys(headers ?? {}).some(
		(name) => name.trim().toLowerCase() === VERSION_HEADER,
	);
	return (
		inHeader ||
		searchParams.has(API_VERSION_PARAMETER) ||
		Object.hasOwn(qs ?? {}, API_VERSION_PARAMETER)
	);
}

/** @throws {FieldError} when a request names another host than the one it goes to: whoever routes by it would get the token */
function checkHostHeader(headers: object, host: string): void {
	const isForeign = Object.entries(headers).some(
		// axios takes white space around a name off.
		([name, value]) =>
			name.trim().toLowerCase() === 'host' && String(value).trim().toLowerCase() !== host,
	);
	if (!isForeign) return;
	throw new FieldError(
		`This credential signs requests to ${host} only`,
		"The request has a 'Host' header that names another host, which must not see the client's token. Remove that header.",
	);
}

/**
 * A proxy sees nothing of what goes through it, unless it may show a certificate of its own. Who may
 * use a credential must not get to read it that way.
 *
 * @throws {FieldError} for a proxy of the step beside certificates that nobody checks
 */
function checkProxy(options: Omit<RequestOptions, 'url'>, { host, protocol }: URL): void {
	const { agentOptions = {}, proxy, rejectUnauthorized, skipSslCertificateValidation } = options;
	const isUnchecked =
		skipSslCertificateValidation === true ||
		rejectUnauthorized === false ||
		agentOptions.rejectUnauthorized === false ||
		agentOptions.ca !== undefined;
	if (!proxy || !isUnchecked || protocol !== 'https:') return;
	throw new FieldError(
		"'Proxy' cannot be used together with 'Ignore SSL Issues' or certificates of your own",
		`Whatever stands between n8n and ${host} could read the client's token then. Leave one of them out, or have the certificate of the proxy installed in n8n.`,
	);
}

/** A request's address as axios joins it: an absolute one stands alone. */
function joinUrl(baseUrl: string | undefined, address: string): string {
	return baseUrl === undefined || /^([a-z][a-z\d+.-]*:)?\/\//i.test(address)
		? address
		: `${baseUrl.replace(/\/+$/, '')}/${address.replace(/^\/+/, '')}`;
}
