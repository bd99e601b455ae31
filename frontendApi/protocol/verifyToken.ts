import { type KeyObject, verify } from 'node:crypto';
import { isObject, type JsonObject } from './objects';
import { trimEnd } from './trimEnd';

/** Why a token is not valid, in the words of `@clerk/backend` (`TokenVerificationErrorReason`). */
export const INVALID_REASONS = [
	'jwk-kid-mismatch',
	'token-expired',
	'token-iat-in-the-future',
	'token-invalid',
	'token-invalid-algorithm',
	'token-invalid-authorized-parties',
	'token-invalid-signature',
	'token-not-active-yet',
	'token-verification-failed',
] as const;
export type InvalidReason = (typeof INVALID_REASONS)[number];

/** A JWT taken apart. Nothing of it is to be believed before its signature was checked. */
export interface ParsedToken {
	header: JsonObject;
	claims: JsonObject;
	/** The name of the key that is said to have signed it. */
	kid: string | undefined;
	/** What was signed. */
	signed: Buffer;
	signature: Buffer;
}

export interface TokenChecks {
	/** Origins that may have asked for the token (`azp`); none: any. */
	authorizedParties: readonly string[];
	/** How far the clocks of Clerk and of this machine may be apart, in ms. */
	clockSkewMs: number;
	/** Milliseconds since 1970. */
	nowMs: number;
}

/** The category of machine-to-machine tokens in a token's header, which are none of a session (`@clerk/backend`). */
const MACHINE_TOKEN = 'cl_B7d4PD333AAA';

/**
 * The longest token that is looked at, in characters. A session token travels in a header, and Node.js
 * takes 16 KB of all headers together (`http.maxHeaderSize`): four times that is none.
 */
const MAX_TOKEN_LENGTH = 64 * 1024;

/**
 * Takes a session token apart, as strictly as `@clerk/backend` does.
 *
 * @returns undefined for what cannot be one
 */
export function parseToken(token: string): ParsedToken | undefined {
	if (token.length > MAX_TOKEN_LENGTH) return undefined;
	const parts = token.split('.');
	if (parts.length !== 3) return undefined;
	const [header, claims, signature] = parts.map(decodeBase64Url);
	if (header === undefined || claims === undefined || signature === undefined) return undefined;
	const [headerObject, claimsObject] = [header, claims].map(parseObject);
	if (headerObject === undefined || claimsObject === undefined) return undefined;
	if (headerObject.cat === MACHINE_TOKEN) return undefined;
	const { kid } = headerObject;
	return {
		header: headerObject,
		claims: claimsObject,
		kid: typeof kid === 'string' ? kid : undefined,
		signed: Buffer.from(parts.slice(0, 2).join('.')),
		signature,
	};
}

/**
 * Checks a token by a public key of its instance: first that it was signed, and by RS256 and nothing
 * else, then what it says. In the order of `@clerk/backend` (`verifyToken`), so that the reason is the
 * same.
 *
 * @param key the RSA key that the token names; undefined where the instance has none of that name
 * @returns why it is not valid; undefined for a valid one
 */
export function findInvalidReason(
	{ claims, header, signature, signed }: ParsedToken,
	key: KeyObject | undefined,
	{ authorizedParties, clockSkewMs, nowMs }: TokenChecks,
): InvalidReason | undefined {
	if (key === undefined) return 'jwk-kid-mismatch';
	if (header.typ !== undefined && header.typ !== 'JWT') return 'token-invalid';
	if (header.alg !== 'RS256') return 'token-invalid-algorithm';
	if (!verify('sha256', signed, key, signature)) return 'token-invalid-signature';
	const { azp, exp, iat, nbf, sub } = claims;
	if (typeof sub !== 'string') return 'token-verification-failed';
	const isAuthorized =
		authorizedParties.length === 0 || (typeof azp === 'string' && authorizedParties.includes(azp));
	if (!isAuthorized) return 'token-invalid-authorized-parties';
	if (typeof exp !== 'number') return 'token-verification-failed';
	if (timeOf(exp) <= nowMs - clockSkewMs) return 'token-expired';
	if (nbf !== undefined && typeof nbf !== 'number') return 'token-verification-failed';
	if (nbf !== undefined && timeOf(nbf) > nowMs + clockSkewMs) return 'token-not-active-yet';
	if (iat !== undefined && typeof iat !== 'number') return 'token-verification-failed';
	if (iat !== undefined && timeOf(iat) > nowMs + clockSkewMs) return 'token-iat-in-the-future';
	return undefined;
}

/** @returns milliseconds since 1970; NaN for a time that no date can hold */
function timeOf(seconds: number): number {
	return new Date(0).setUTCSeconds(seconds);
}

/**
 * Node passes over what does not belong there: a token that can be written in two ways would count.
 *
 * @returns undefined for what is not base64url, with or without padding
 */
function decodeBase64Url(text: string): Buffer | undefined {
	const unpadded = trimEnd(text, '=');
	const bytes = Buffer.from(unpadded, 'base64url');
	return bytes.toString('base64url') === unpadded ? bytes : undefined;
}

const utf8 = new TextDecoder();

function parseObject(bytes: Buffer): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(utf8.decode(bytes));
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}
