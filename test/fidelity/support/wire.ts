import type { RecordedRequest } from '../../../sandbox';
import type { IntendedDifference } from '../intendedDifferences';

/** A request, field by field. A parameter that comes twice has both values. */
export type WireFields = Record<string, string>;

/** One field that is not the same; null where a request lacks it. */
export interface Difference {
	field: string;
	clerkJs: string | null;
	node: string | null;
}

/** Query parameters that hold a device's token; each side has its own. */
const DEVICE_TOKENS = ['__clerk_db_jwt'];

/** Form parameters that no failing test shall print. */
const SECRETS = ['form.password', 'form.ticket', 'form.code', 'form.token'];

/**
 * Takes a request apart for comparison. The session's ID is replaced, as each side has its own; which
 * token goes along is not looked at, but how it does is; an empty header is none (a new device).
 */
export function wireFields({ method, path, query, headers, form }: RecordedRequest): WireFields {
	const fields: WireFields = {
		method,
		path: withoutId(path),
		authorization: headers.authorization ? 'client token' : 'none',
	};
	const contentType = headers['content-type'];
	if (contentType !== undefined) fields.contentType = contentType;
	for (const [name, value] of Object.entries(query)) {
		fields[`query.${name}`] = DEVICE_TOKENS.includes(name) ? 'device token' : withoutId(value);
	}
	for (const [name, value] of form ?? []) {
		const before = fields[`form.${name}`];
		fields[`form.${name}`] = before === undefined ? value : `${before}, ${value}`;
	}
	return fields;
}

const withoutId = (text: string) => text.replace(/sess_\w+/, '{sessionId}');

/** The fields in which two requests differ; of secrets, only that they do. */
export function differences(clerkJs: WireFields, node: WireFields): Difference[] {
	return [...new Set([...Object.keys(clerkJs), ...Object.keys(node)])]
		.map((field) => ({ field, clerkJs: clerkJs[field] ?? null, node: node[field] ?? null }))
		.filter((field) => field.clerkJs !== field.node)
		.map((difference) => (SECRETS.includes(difference.field) ? masked(difference) : difference));
}

function masked({ field, clerkJs, node }: Difference): Difference {
	return {
		field,
		clerkJs: clerkJs === null ? null : '(one value)',
		node: node === null ? null : '(another value)',
	};
}

/** The entry that a difference was intended by, if any. */
export function intention(
	intended: IntendedDifference[],
	intent: string,
	difference: Difference,
): IntendedDifference | undefined {
	const fits = (expected: RegExp | null, value: string | null) =>
		expected === null || value === null ? expected === value : expected.test(value);
	return intended.find(
		({ field, clerkJs, node, scenarios }) =>
			field === difference.field &&
			fits(clerkJs, difference.clerkJs) &&
			fits(node, difference.node) &&
			(scenarios === undefined || scenarios.test(intent)),
	);
}
