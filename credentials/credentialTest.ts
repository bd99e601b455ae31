import type { ICredentialTestRequest } from 'n8n-workflow';
import { CREDENTIAL_TEST_HEADER } from './authenticate';

/** Clerk's error codes for `GET /v1/client` that the test explains, and what to do. */
export const REFUSALS = {
	host_invalid:
		'Clerk knows no instance at this address. Check that the publishable key is complete and belongs to this application, and that Proxy URL is empty unless you proxy the Frontend API.',
	native_api_disabled:
		'The Native API is off for this instance. Turn it on in the Clerk Dashboard under Native applications, or connect with a dev browser token.',
	dev_browser_unauthenticated:
		'Clerk does not know this dev browser token. Copy the __clerk_db_jwt cookie again from a browser that is signed in.',
	authentication_invalid:
		'Clerk does not accept this token. Copy it again from a client that is signed in.',
	signed_out: 'The client is signed out. Sign in on it again, then copy its token.',
	origin_authorization_headers_conflict:
		'Something on the way adds an Origin header, which Clerk refuses beside a client token. Check the proxy.',
} as const;

/**
 * The test behind the credential's Test button: asks for the client. n8n's rules compare one value
 * of the answer each, and the first that matches decides. A credential that can signs in for it. What
 * no single value tells, `preAuthentication` looks at.
 */
export const credentialTest: ICredentialTestRequest = {
	request: {
		method: 'GET',
		url: '/v1/client',
		headers: { [CREDENTIAL_TEST_HEADER]: 'true' },
		// Every status: the rules look at the body, and name what is no answer of Clerk's.
		ignoreHttpStatusErrors: true,
	},
	rules: [
		...Object.entries(REFUSALS).map(([code, message]) => ({
			type: 'responseSuccessBody' as const,
			properties: { key: 'errors[0].code', value: code, message },
		})),
	],
};
