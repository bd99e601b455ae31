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
	const [header, claims, signature, ...rest] = jwt.split('.');
	if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) {
		return undefined;
	}
	const decoded = { header: decodePart(header), claims: decodePart(claims) };
	return decoded.header && decoded.claims
		? { header: decoded.header, claims: decoded.claims }
		: undefined;
}

/** One base64url part of a JWT as an object; undefined where it holds none. */
function decodePart(part: string): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}
