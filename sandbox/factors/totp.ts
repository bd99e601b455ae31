import { Secret, TOTP } from 'otpauth';
import type { Instance } from '../instance';
import type { Person } from '../state/people';

const PERIOD_SECONDS = 30;
/** Steps before and after the present one that count too. */
const WINDOW = 1;

/** @param secret in base32 */
export function totp(secret: string): TOTP {
	return new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD_SECONDS });
}

/**
 * Checks a code by RFC 6238 and the sandbox's clock. It may be used again within its window, unless
 * codes are strict.
 */
export function isTotpValid({ clock, settings }: Instance, person: Person, code: string): boolean {
	if (!person.totpSecret) return false;
	const timestamp = clock.now();
	const delta = totp(person.totpSecret).validate({ token: code, timestamp, window: WINDOW });
	if (delta === null) return false;
	const step = Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
	if (settings.enforceCodeLimits && step <= (person.lastTotpStep ?? -1)) return false;
	person.lastTotpStep = step;
	return true;
}
