import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { API_VERSION, API_VERSION_PARAMETER } from '../frontendApi/apiVersion';
import { frontendApiUrl } from '../frontendApi/baseUrl';
import { signatureOf } from '../frontendApi/client';
import { readFields } from '../frontendApi/credential';
import { memoryOf } from '../frontendApi/memory';
import { ownAddress } from '../frontendApi/ownAddress';
import { type Rehearsal, REHEARSAL } from '../frontendApi/rehearsal';
import { ASK_CLERK, clientToUse, rehearse, TokenNeeded } from './clientToUse';

/** n8n's HTTP Request node speaks an older dialect of request options. */
interface LegacyOptions {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
}

/**
 * A header that marks the request of the credential test, which n8n makes like any other, and is
 * taken off again: a credential whose session has ended is to sign in then, not to be reported.
 */
export const TEST_MARK = 'X-Clerk-Sessions-Test';

type RequestOptions = IHttpRequestOptions & LegacyOptions & { [REHEARSAL]?: Rehearsal };

/**
 * Signs a request for the credential's client: n8n calls it for every request made with this
 * credential, ours and those of the HTTP Request node.
 *
 * A path (`/v1/…`) is taken at the credential's own Frontend API. Redirects are not followed: they
 * could carry the token elsewhere.
 *
 * @throws {FieldError} when a field of the credential cannot be used, or the request goes to another host
 * @throws {TokenNeeded} when n8n has to call `preAuthentication` first
 * @throws {Rehearsed} when that is all the request was for
 */
export async function signRequest(
	credentials: ICredentialDataDecryptedObject,
	requestOptions: RequestOptions,
): Promise<RequestOptions> {
	const fields = readFields(credentials);
	const rehearsal = requestOptions[REHEARSAL];
	if (rehearsal) rehearse(fields, rehearsal);
	const { [TEST_MARK]: mark, ...headers } = { ...requestOptions.headers };
	if (mark !== undefined) {
		// n8n comes back with the same request after preAuthentication.
		requestOptions.headers = headers;
		memoryOf(fields).isTested = true;
		throw new TokenNeeded(ASK_CLERK);
	}
	const { baseURL, uri, url, ...options } = requestOptions;
	const target = ownAddress(joined(baseURL, uri ?? url), frontendApiUrl(fields));
	const signature = signatureOf(clientToUse(fields));
	const version = target.searchParams.has(API_VERSION_PARAMETER)
		? {}
		: { [API_VERSION_PARAMETER]: API_VERSION };
	return {
		...options,
		url: target.href,
		...(uri === undefined ? {} : { uri: target.href }),
		qs: { ...version, ...options.qs, ...signature.query },
		headers: { ...headers, ...signature.headers },
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		sendCredentialsOnCrossOriginRedirect: false,
	};
}

/** A request's address as axios joins it: an absolute one stands alone. */
function joined(baseUrl: string | undefined, address: string): string {
	return baseUrl === undefined || /^([a-z][a-z\d+.-]*:)?\/\//i.test(address)
		? address
		: `${baseUrl.replace(/\/+$/, '')}/${address.replace(/^\/+/, '')}`;
}
