import { exportJWK, generateKeyPair, type CryptoKey, type JWTHeaderParameters } from 'jose';
import { KeyObject, sign } from 'node:crypto';

/** The instance's RS256 key. */
export interface SigningKey {
	readonly privateKey: CryptoKey;
	readonly publicKey: CryptoKey;
	/** What every token's header starts with. */
	readonly header: JWTHeaderParameters & { kid: string };
	/** The public half as Clerk publishes it (Clerk's OpenAPI file, `WellKnown.JWKS`). */
	readonly jwks: { keys: object[] };
	/** Signs claims at once, for the tokens that are made outside a request. */
	signNow(claims: object): string;
}

/** @param kid the key's name; Clerk uses the instance's ID */
export async function createSigningKey(kid: string): Promise<SigningKey> {
	const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
	const header = { alg: 'RS256', kid, typ: 'JWT' };
	const signer = KeyObject.from(privateKey);
	return {
		privateKey,
		publicKey,
		header,
		jwks: { keys: [{ use: 'sig', kid, alg: 'RS256', ...(await exportJWK(publicKey)) }] },
		signNow: (claims) => {
			const input = `${encoded(header)}.${encoded(claims)}`;
			return `${input}.${sign('sha256', Buffer.from(input), signer).toString('base64url')}`;
		},
	};
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
