import type { Clerk } from '@clerk/clerk-js';
import type { Sandbox } from '../../../sandbox';
import { present } from './understood';

type GetCredentials = NonNullable<Clerk['__internal_getPublicCredentials']>;
type Credential = NonNullable<Awaited<ReturnType<GetCredentials>>['publicKeyCredential']>;

/**
 * Gives clerk-js an authenticator, as Clerk's Expo SDK does: it answers the WebAuthn request that
 * clerk-js read in a verification, and notes it.
 *
 * @returns the requests it was shown
 */
export function giveAuthenticator(clerk: Clerk, sandbox: Sandbox) {
	const requests: Array<Parameters<GetCredentials>[0]['publicKeyOptions']> = [];
	clerk.__internal_isWebAuthnSupported = () => true;
	clerk.__internal_getPublicCredentials = async ({ publicKeyOptions }) => {
		requests.push(publicKeyOptions);
		return { publicKeyCredential: answer(sandbox, publicKeyOptions), error: null };
	};
	return requests;
}

/** The passkey's answer to a verification's `nonce`, as a browser would hand it to clerk-js. */
export function credentialFor(sandbox: Sandbox, nonce: string): Credential {
	const { id, rawId, type, authenticatorAttachment, response } = JSON.parse(
		sandbox.passkeyFor(nonce),
	);
	return {
		id,
		rawId: buffer(rawId),
		type,
		authenticatorAttachment,
		response: {
			clientDataJSON: buffer(response.clientDataJSON),
			authenticatorData: buffer(response.authenticatorData),
			signature: buffer(response.signature),
			userHandle: null,
		},
		getClientExtensionResults: () => ({}),
		toJSON: () => ({}),
	};
}

function answer(
	sandbox: Sandbox,
	request: Parameters<GetCredentials>[0]['publicKeyOptions'],
): Credential {
	const [allowed] = present(request.allowCredentials);
	const nonce = {
		challenge: encoded(request.challenge),
		allowCredentials: [{ id: encoded(present(allowed).id) }],
	};
	return credentialFor(sandbox, JSON.stringify(nonce));
}

const encoded = (value: ArrayBuffer): string => Buffer.from(value).toString('base64url');

function buffer(encodedValue: string): ArrayBuffer {
	return Uint8Array.from(Buffer.from(encodedValue, 'base64url')).buffer;
}
