import { FieldError } from './fieldError';

export interface PublishableKey {
	/** Development instances have test keys, production instances live keys. */
	instance: 'test' | 'live';
	/** Host name of the instance's Frontend API, for example `example.accounts.dev`. */
	host: string;
}

const WHERE_TO_FIND =
	'Copy the publishable key from the Clerk Dashboard, under API keys. It begins with pk_test_ or pk_live_.';

/** Labels of lowercase letters, digits and hyphens, then a top-level domain: no IP address, port or path fits. */
const HOST_NAME =
	/^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;

/** Top-level names that resolve inside a machine or a private network, never to Clerk. */
const PRIVATE_NAME = /\.(?:localhost|local|internal|intranet|lan|home|corp|arpa)$/;

/**
 * Reads a publishable key: `pk_test_` or `pk_live_`, then base64 of the Frontend API's host name
 * and a `$` (padding may be missing).
 *
 * Source: `parsePublishableKey` in @clerk/shared, used by clerk-js.
 *
 * @throws {FieldError} with a sentence of its own for each way in which a key can be wrong
 */
export function parsePublishableKey(key: string): PublishableKey {
	const trimmed = key.trim();
	if (trimmed === '') throw new FieldError("'Publishable Key' is empty", WHERE_TO_FIND);
	if (/^sk_/i.test(trimmed)) {
		throw new FieldError(
			"'Publishable Key' holds a secret key",
			`A secret key must not be used here: it gives access to all users. ${WHERE_TO_FIND}`,
		);
	}
	const [, instance, encoded] = /^pk_(test|live)_(.*)$/s.exec(trimmed) ?? [];
	if (encoded === undefined) {
		throw new FieldError(
			"'Publishable Key' does not start with pk_test_ or pk_live_",
			WHERE_TO_FIND,
		);
	}
	const decoded = decodeBase64(encoded);
	if (decoded === undefined) {
		throw new FieldError(
			"'Publishable Key' is not complete: the part after the prefix is not valid base64",
			`A character may have been lost or added when it was copied. ${WHERE_TO_FIND}`,
		);
	}
	if (decoded.indexOf('$') !== decoded.length - 1) {
		throw new FieldError(
			"'Publishable Key' is not complete: what it encodes does not end with a single $",
			`The end may have been cut off when it was copied. ${WHERE_TO_FIND}`,
		);
	}
	const host = decoded.slice(0, -1);
	if (!HOST_NAME.test(host) || PRIVATE_NAME.test(host) || !isHostOfUrl(host)) {
		throw new FieldError(
			"'Publishable Key' does not name the public host of a Frontend API",
			`It must encode a host name such as example.accounts.dev, without port or path. To reach an instance on another address, fill in 'Proxy URL'. ${WHERE_TO_FIND}`,
		);
	}
	return { instance: instance === 'live' ? 'live' : 'test', host };
}

/** An international name can be well-formed and stand for nothing, or for another name (`xn--a.com`). */
function isHostOfUrl(host: string): boolean {
	const address = `https://${host}`;
	return URL.canParse(address) && new URL(address).hostname === host;
}

/** Decodes strict base64 into text, padding optional; undefined if it is none. */
function decodeBase64(encoded: string): string | undefined {
	const unpadded = encoded.replace(/={1,2}$/, '');
	if (unpadded === '' || /[^A-Za-z0-9+/]/.test(unpadded)) return undefined;
	const bytes = Buffer.from(unpadded, 'base64');
	// Buffer forgives left-over bits and a single dangling character: decoding must lead back.
	if (bytes.toString('base64').replace(/=+$/, '') !== unpadded) return undefined;
	return bytes.toString('utf8');
}
