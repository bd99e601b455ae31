import { readFileSync } from 'node:fs';
import { errorCatalogue } from '../../../sandbox/errors/catalogue';
import { isObject } from './description/json';

/** An error of Clerk's list, as far as it is compared. */
interface ListedError {
	code: string;
	status: number;
}

/** What the sandbox can answer that no list has, and who says that Clerk answers so. */
const ELSEWHERE: Record<string, string> = {
	too_many_requests:
		'Clerk publishes no code for its general rate limit, only the status and Retry-After.',
	missing_expired_token: 'clerk-js: MissingExpiredTokenError, with 422.',
	device_blocked:
		'The list has it without a status. A blocked client is refused with 403 (Clerk’s OpenAPI file, getClient).',
	requires_captcha: 'clerk-js exempts this 401 from being a sign-out (`fraudProtection`).',
	clerk_key_invalid: 'The Backend API’s; the list is the Frontend API’s. @clerk/backend names it.',
};

/** What a check of the errors found. */
export interface ErrorCheck {
	/** How many were compared. */
	checked: number;
	/** In words. */
	differences: string[];
	/** In words, with the reason. */
	known: string[];
}

/**
 * Reads Clerk's list of errors (clerk-docs `data/api_errors.json`).
 *
 * @throws Error when there is no such file, or it holds no such list
 */
export function readErrorList(path: string): ListedError[] {
	const list: unknown = JSON.parse(readFileSync(path, 'utf8'));
	if (!Array.isArray(list)) throw new Error(`${path} is no list of errors`);
	return list.map((entry: unknown) => {
		if (isObject(entry) && typeof entry.code === 'string' && typeof entry.status === 'number') {
			return { code: entry.code, status: entry.status };
		}
		throw new Error(`${path} holds an error without code or status`);
	});
}

/** Checks that every error the sandbox can answer stands in a list, with that code and status. */
export function checkErrors(list: ListedError[]): ErrorCheck {
	const errors = Object.entries(errorCatalogue);
	const check: ErrorCheck = { checked: errors.length, differences: [], known: [] };
	for (const [name, { code, status }] of errors) {
		const statuses = list.filter((listed) => listed.code === code).map((listed) => listed.status);
		if (statuses.includes(status)) continue;
		const elsewhere = ELSEWHERE[code];
		const difference = `${name}: ${code} with ${status} is not in the list`;
		// 0 stands where the list says no status.
		if (elsewhere !== undefined && statuses.every((listed) => listed === 0)) {
			check.known.push(`${difference}. ${elsewhere}`);
		} else if (statuses.length === 0) {
			check.differences.push(difference);
		} else {
			check.differences.push(`${difference}, only with ${[...new Set(statuses)].join(', ')}`);
		}
	}
	return check;
}
