import { isObject, type JsonObject } from './objects';

export interface DecodedToken {
	header: JsonObject;
	claims: JsonObject;
}

/**
 * Reads a JWT without checking its signature: the token comes straight from Clerk over TLS and is
 * only shown.
 *
 * @returns undefined for anything that is no JWT
 */
export function decodeToken(jwt: string): DecodedToken | undefined {
	const [header, claims, signature, ...rest] = jwt.split('.').map(decodePart);
	if (!header || !claims || signature === undefined || rest.length > 0) return undefined;
	return { header, claims };
}

/** One base64url part of a JWT as an object; null where it holds none (a signature does not). */
function decodePart(part: string): JsonObject | null {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
		return isObject(value) ? value : null;
	} catch {
		return null;
	}
}
