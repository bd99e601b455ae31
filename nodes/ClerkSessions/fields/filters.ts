import type { INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../frontendApi/protocol/fieldError';
import type { ListFilter } from './listFilter';
import { readSwitch } from './readSwitch';

/** Clerk's OpenAPI file, `Client.SessionBase`. */
const STATUSES = [
	'abandoned',
	'active',
	'ended',
	'expired',
	'pending',
	'removed',
	'replaced',
	'revoked',
] as const;

const status: ListFilter = {
	field: {
		displayName: 'Status',
		name: 'status',
		type: 'multiOptions',
		options: STATUSES.map((value) => ({
			name: value.charAt(0).toUpperCase() + value.slice(1),
			value,
		})),
		default: [],
		description: 'Only sessions with one of these statuses. None chosen: all.',
	},
	keeps: (value) => {
		const wanted = statusesIn(value);
		return (entry) => wanted.length === 0 || wanted.includes(String(entry.status));
	},
};

const EXCEPT_OWN = "Except This Client's Sessions";

const exceptOwn: ListFilter = {
	field: {
		displayName: EXCEPT_OWN,
		name: 'exceptOwn',
		type: 'boolean',
		default: false,
		displayOptions: { show: { '/scope': ['person'] } },
		description: 'Whether to leave out the sessions that the credential itself uses',
	},
	needsOwnSessions: (value) => readSwitch(value, EXCEPT_OWN),
	keeps: (value, ownSessionIds) => {
		const leavesOut = readSwitch(value, EXCEPT_OWN) ? ownSessionIds : [];
		return (entry) => !leavesOut.includes(String(entry.id));
	},
};

export const sessionFilters = [exceptOwn, status];

/** The collection that holds an operation's filters. */
export function filtersField(filters: ListFilter[]): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description: 'Which entries to return',
		options: filters.map(({ field }) => field),
	};
}

/** @throws {FieldError} for anything but statuses that Clerk knows: nothing is not all of them */
function statusesIn(value: unknown): string[] {
	const wanted: unknown[] = Array.isArray(value) ? value : [value];
	if (wanted.every((one) => STATUSES.some((known) => known === one))) return wanted.map(String);
	throw new FieldError(
		"'Status' has no valid choice",
		`An expression must result in a list of ${STATUSES.join(', ')}.`,
	);
}
