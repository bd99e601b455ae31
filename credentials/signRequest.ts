import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { API_VERSION, API_VERSION_PARAMETER } from '../frontendApi/apiVersion';
import { frontendApiUrl } from '../frontendApi/baseUrl';
import { signatureOf } from '../frontendApi/client';
import { readFields } from '../frontendApi/credential';
import { ownAddress } from '../frontendApi/ownAddress';
import { clientToUse } from './clientToUse';

/** n8n's HTTP Request node speaks an older dialect of request options. */
interface LegacyOptions {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
}

/**
 * Signs a request for the credential's client: n8n calls it for every request made with this
 * credential, ours and those of the HTTP Request node.
 *
 * A path (`/v1/…`) is taken at the credential's own Frontend API. Redirects are not followed: they
 * could carry the token elsewhere.
 *
 * @throws {FieldError} when a field of the credential cannot be used, or the request goes to another host
 * @throws {TokenNeeded} when n8n has to call `preAuthentication` first
 */
export async function signRequest(
	credentials: ICredentialDataDecryptedObject,
	requestOptions: IHttpRequestOptions & LegacyOptions,
): Promise<IHttpRequestOptions & LegacyOptions> {
	const fields = readFields(credentials);
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
		headers: { ...options.headers, ...signature.headers },
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
