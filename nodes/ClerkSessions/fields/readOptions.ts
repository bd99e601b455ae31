import { FieldError } from '../../../frontendApi/protocol/fieldError';
import type { JsonObject } from '../../../frontendApi/protocol/objects';
import {
	DEFAULT_CLOCK_SKEW_S,
	DEFAULT_CONCURRENCY,
	DEFAULT_MINIMUM_LIFETIME_S,
	DEFAULT_RETRIES,
	MAX_CLOCK_SKEW_S,
	options,
} from './options';
import { isOn } from './readSwitch';
import { readText } from './readText';

/** What the options of a step say, also where they were not added. */
export interface CallOptions {
	allowOwnSession: boolean;
	allowPendingSession: boolean;
	/** The origins that a token may be made for; none: all. */
	authorizedParties: string[];
	/** Seconds. */
	clockSkew: number;
	failIfInvalid: boolean;
	maxConcurrentRequests: number;
	maxRetries: number;
	/** Seconds. */
	minimumTokenLifetime: number;
	reuseToken: boolean;
}

/**
 * Numbers out of bounds, which an expression can give, are brought back into them.
 *
 * @param entered the collection
 * @throws {FieldError} for what would otherwise switch off what somebody meant to have on
 */
export function readOptions(entered: unknown): CallOptions {
	const values: JsonObject = Object(entered);
	const { clockSkew, maxConcurrentRequests, maxRetries, minimumTokenLifetime } = values;
	return {
		allowOwnSession: isOn(options, values, 'allowOwnSession'),
		allowPendingSession: isOn(options, values, 'allowPendingSession'),
		authorizedParties: readParties(values),
		clockSkew: within(clockSkew, 0, MAX_CLOCK_SKEW_S, DEFAULT_CLOCK_SKEW_S),
		failIfInvalid: isOn(options, values, 'failIfInvalid'),
		maxConcurrentRequests: within(maxConcurrentRequests, 1, 100, DEFAULT_CONCURRENCY),
		maxRetries: within(maxRetries, 0, 20, DEFAULT_RETRIES),
		minimumTokenLifetime: within(minimumTokenLifetime, 0, Infinity, DEFAULT_MINIMUM_LIFETIME_S),
		reuseToken: isOn(options, values, 'reuseToken'),
	};
}

/** None would be all: so an option that was added names one. */
function readParties(values: JsonObject): string[] {
	if (!Object.hasOwn(values, 'authorizedParties')) return [];
	const parties = readText(values.authorizedParties, 'Authorized Parties')
		.split(',')
		.map((party) => party.trim())
		.filter((party) => party !== '');
	if (parties.length > 0) return parties;
	throw new FieldError(
		"'Authorized Parties' is empty",
		'Name the origin of your front end, or remove the option.',
	);
}

function within(value: unknown, least: number, most: number, otherwise: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && !Number.isNaN(number)
		? Math.min(Math.max(number, least), most)
		: otherwise;
}
