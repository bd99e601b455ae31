import { exportJWK, generateKeyPair, type CryptoKey, type JWTHeaderParameters } from 'jose';
import { KeyObject, sign } from 'node:crypto';

/** An RS256 key, both halves. */
export interface KeyPair {
	readonly privateKey: CryptoKey;
	readonly publicKey: CryptoKey;
}

/** What the instance signs with. */
export interface SigningKey extends KeyPair {
	/** What every token's header starts with. */
	readonly header: JWTHeaderParameters & { kid: string };
	/** The public half as Clerk publishes it (Clerk's OpenAPI file, `WellKnown.JWKS`). */
	readonly jwks: { keys: object[] };
	/** Signs claims at once, for the tokens that are made outside a request. */
	signNow(claims: object): string;
}

/** How many signatures of a key are kept. */
const KEPT_SIGNATURES = 1_000;

/** @returns a new key; making one takes about a seventh of a second of the processor's time */
export async function createKeyPair(): Promise<KeyPair> {
	return await generateKeyPair('RS256', { extractable: true });
}

/** @param kid the key's name; Clerk uses the instance's ID */
export async function createSigningKey(
	kid: string,
	{ privateKey, publicKey }: KeyPair,
): Promise<SigningKey> {
	const header = { alg: 'RS256', kid, typ: 'JWT' };
	const signer = KeyObject.from(privateKey);
	// RS256 signs the same claims alike, and after a reset the same ones are asked for again.
	const signatures = new Map<string, string>();
	const signatureOf = (input: string): string => {
		const known = signatures.get(input);
		if (known !== undefined) return known;
		const signature = sign('sha256', Buffer.from(input), signer).toString('base64url');
		if (signatures.size >= KEPT_SIGNATURES) signatures.clear();
		signatures.set(input, signature);
		return signature;
	};
	return {
		privateKey,
		publicKey,
		header,
		jwks: { keys: [{ use: 'sig', kid, alg: 'RS256', ...(await exportJWK(publicKey)) }] },
		signNow: (claims) => {
			const input = `${encoded(header)}.${encoded(claims)}`;
			return `${input}.${signatureOf(input)}`;
		},
	};
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
