import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { API_VERSION, API_VERSION_PARAMETER } from '../frontendApi/apiVersion';
import { frontendApiUrl } from '../frontendApi/baseUrl';
import { signatureOf } from '../frontendApi/client';
import { ownAddress } from '../frontendApi/ownAddress';
import { clientOf, readFields } from './clientOf';

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
 */
export async function signRequest(
	credentials: ICredentialDataDecryptedObject,
	requestOptions: IHttpRequestOptions & LegacyOptions,
): Promise<IHttpRequestOptions & LegacyOptions> {
	const fields = readFields(credentials);
	const { baseURL, uri, url, ...options } = requestOptions;
	const path = uri ?? url;
	const target = ownAddress(
		baseURL === undefined ? path : joined(baseURL, path),
		frontendApiUrl(fields),
	);
	const signature = signatureOf(clientOf(fields));
	const version = target.searchParams.has(API_VERSION_PARAMETER)
		? {}
		: { [API_VERSION_PARAMETER]: API_VERSION };
	return {
		...options,
		...(uri === undefined ? { url: target.href } : { url: target.href, uri: target.href }),
		qs: { ...version, ...options.qs, ...signature.query },
		headers: { ...options.headers, ...signature.headers },
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		sendCredentialsOnCrossOriginRedirect: false,
	};
}

/** A request's address as axios joins it: an absolute one stands alone. */
function joined(baseUrl: string, address: string): string {
	return /^([a-z][a-z\d+.-]*:)?\/\//i.test(address)
		? address
		: `${baseUrl.replace(/\/+$/, '')}/${address.replace(/^\/+/, '')}`;
}
