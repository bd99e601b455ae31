import { ClerkError } from '../errors/clerkError';
import type { Instance } from '../instance';
import type { Person } from '../state/people';

const TIMEOUT_MS = 60_000;

/**
 * A WebAuthn request for one of a person's passkeys, as Clerk puts it into a verification's `nonce`
 * (clerk-js `convertJSONToPublicKeyRequestOptions`).
 *
 * @throws ClerkError 400 when the person has none
 */
export function passkeyRequest({ host, random }: Instance, person: Person): string {
	if (person.passkeys.length === 0) throw new ClerkError('NoPasskeysFoundForUser');
	return JSON.stringify({
		challenge: Buffer.from(random.text(32)).toString('base64url'),
		timeout: TIMEOUT_MS,
		rpId: host.split('.').slice(1).join('.'),
		allowCredentials: person.passkeys.map(({ credentialId }) => ({
			type: 'public-key',
			id: credentialId,
		})),
		userVerification: 'preferred',
	});
}

/**
 * Checks that a credential answers a request: that it carries the challenge. Nobody holds a private
 * key here, so its signature is not looked at.
 *
 * @param credential as clerk-js serializes it: `id`, `rawId`, `type` and `response`, JSON in a string
 * @throws ClerkError 422 for what is no credential, 400 for one that answers another request
 */
export function checkPasskey(nonce: string, credential: string): void {
	const answered = clientDataOf(credential);
	if (answered?.type !== 'webauthn.get' || typeof answered.challenge !== 'string') {
		throw new ClerkError('PasskeyInvalidPublicKeyCredential', {
			parameter: 'public_key_credential',
		});
	}
	const asked: unknown = fieldOf(parsed(nonce), 'challenge');
	if (answered.challenge.replace(/=+$/, '') !== asked) {
		throw new ClerkError('PasskeyInvalidVerification');
	}
}

/**
 * Plays the browser: the credential that answers a request.
 *
 * @param nonce a verification's `nonce`
 * @param origin the page the person is on
 * @returns what goes into `public_key_credential`
 */
export function answerPasskeyRequest(nonce: string, origin: string): string {
	const request = parsed(nonce);
	const [allowed] = arrayOf(fieldOf(request, 'allowCredentials'));
	const id = String(fieldOf(allowed, 'id'));
	const encode = (text: string) => Buffer.from(text).toString('base64url');
	const clientData = {
		type: 'webauthn.get',
		challenge: fieldOf(request, 'challenge'),
		origin,
		crossOrigin: false,
	};
	return JSON.stringify({
		type: 'public-key',
		id,
		rawId: id,
		authenticatorAttachment: 'platform',
		response: {
			clientDataJSON: encode(JSON.stringify(clientData)),
			authenticatorData: encode('authenticator data'),
			signature: encode('signature'),
			userHandle: null,
		},
	});
}

function clientDataOf(credential: string): { type: unknown; challenge: unknown } | undefined {
	const whole = parsed(credential);
	const data = fieldOf(fieldOf(whole, 'response'), 'clientDataJSON');
	if (fieldOf(whole, 'type') !== 'public-key' || typeof data !== 'string') return undefined;
	const clientData = parsed(Buffer.from(data, 'base64url').toString());
	return { type: fieldOf(clientData, 'type'), challenge: fieldOf(clientData, 'challenge') };
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

function fieldOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

const arrayOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
