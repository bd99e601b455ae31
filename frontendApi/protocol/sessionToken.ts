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
	const parts = jwt.split('.');
	if (parts.length !== 3) return undefined;
	// The third, the signature, holds no JSON.
	const [header, claims] = parts.slice(0, 2).map(decodePart);
	return header && claims ? { header, claims } : undefined;
}

/**
 * How long a token lives, in ms: by its own two times, as this machine's clock may be off.
 *
 * @returns undefined where it does not say
 */
export function tokenLifetimeMs(jwt: string): number | undefined {
	const { exp, iat } = decodeToken(jwt)?.claims ?? {};
	return typeof exp === 'number' && typeof iat === 'number' ? (exp - iat) * 1000 : undefined;
}

/**
 * The organization that a session token is for: `o.id` in version 2, `org_id` before. An `org_id` in
 * version 2 is a claim of the application's own, and Clerk's backends do not look at it
 * (`jwtPayloadParser` of @clerk/shared).
 *
 * @returns undefined for the personal account
 */
export function organizationIdIn({ o, org_id: before, v }: JsonObject): string | undefined {
	const inVersion2 = isObject(o) ? o.id : undefined;
	const id = v === 2 ? inVersion2 : before;
	return typeof id === 'string' ? id : undefined;
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
