import type { IHttpRequestOptions } from 'n8n-workflow';
import { FieldError } from '../frontendApi/protocol/fieldError';
import { trimEnd } from '../frontendApi/protocol/trimEnd';

/** n8n's HTTP Request node speaks an older dialect of request options. */
interface LegacyOptions {
	uri?: string;
	rejectUnauthorized?: boolean;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
}

/** A request that n8n has a credential sign. */
export type CredentialRequestOptions = IHttpRequestOptions & LegacyOptions;

/** A request's address as axios joins it: an absolute one stands alone. */
export function addressOf({ baseURL, uri, url }: CredentialRequestOptions): string {
	const address = uri ?? url;
	if (!baseURL || /^([a-z][a-z\d+.-]*:)?\/\//i.test(address)) return address;
	return address === '' ? baseURL : `${trimEnd(baseURL, '/')}/${address.replace(/^\/+/, '')}`;
}

/** The same request to a checked address. Redirects are not followed: they could carry the token elsewhere. */
export function sendOnlyTo(
	{ href }: URL,
	request: CredentialRequestOptions,
): CredentialRequestOptions {
	const sent = {
		...request,
		url: href,
		...(request.uri === undefined ? {} : { uri: href }),
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		sendCredentialsOnCrossOriginRedirect: false,
	};
	delete sent.baseURL;
	return sent;
}

/**
 * Looks whether a request would show its token to anybody but the host that it goes to.
 *
 * @param secret what the credential adds to it, in words
 * @throws {FieldError} saying by what
 */
export function checkRequest(options: CredentialRequestOptions, target: URL, secret: string): void {
	checkHostHeader(options.headers ?? {}, target.host, secret);
	checkProxy(options, target, secret);
}

/** @throws {FieldError} when a request names another host than the one it goes to: whoever routes by it would get the token */
function checkHostHeader(headers: object, host: string, secret: string): void {
	const isForeign = Object.entries(headers).some(
		// axios takes white space around a name off.
		([name, value]) =>
			name.trim().toLowerCase() === 'host' && String(value).trim().toLowerCase() !== host,
	);
	if (!isForeign) return;
	throw new FieldError(
		`This credential signs requests to ${host} only`,
		`The request has a 'Host' header that names another host, which must not see ${secret}. Remove that header.`,
	);
}

/**
 * A proxy sees nothing of what goes through it, unless nothing is encrypted or it may show a
 * certificate of its own. Who may use a credential must not get to read it that way, nor to give
 * public keys of his own to others. The proxy that n8n itself uses is not in the options.
 *
 * @throws {FieldError} for a proxy of the step without TLS, or beside certificates that nobody checks
 */
function checkProxy(
	options: CredentialRequestOptions,
	{ host, protocol }: URL,
	secret: string,
): void {
	const { agentOptions = {}, proxy, rejectUnauthorized, skipSslCertificateValidation } = options;
	if (!proxy) return;
	if (protocol !== 'https:') {
		throw new FieldError(
			"'Proxy' cannot be used for an address that is not encrypted",
			`Over http:// it could read and change all that n8n and ${host} say to each other. Leave 'Proxy' empty (the proxy that n8n itself is set up with is used all the same), or enter an address with https:// in the credential.`,
		);
	}
	const isUnchecked =
		skipSslCertificateValidation === true ||
		rejectUnauthorized === false ||
		agentOptions.rejectUnauthorized === false ||
		agentOptions.ca !== undefined;
	if (!isUnchecked) return;
	throw new FieldError(
		"'Proxy' cannot be used together with 'Ignore SSL Issues' or certificates of your own",
		`Whatever stands between n8n and ${host} could read ${secret} then. Leave one of them out, or have the certificate of the proxy installed in n8n.`,
	);
}
