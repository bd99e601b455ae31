import { errorCatalogue, type ErrorName } from './catalogue';

/** What an error may add: values for the `<…>` marks, the parameter it is about, seconds to wait. */
export interface ErrorDetails {
	fill?: Readonly<Record<string, string>>;
	/** Goes into `meta.param_name`. */
	parameter?: string;
	/** Goes into the `Retry-After` header, in seconds. */
	retryAfter?: number;
}

/** A refusal on its way to the caller: thrown anywhere, turned into an answer in one place. */
export class ClerkError extends Error {
	readonly status: number;

	readonly code: string;

	readonly longMessage: string;

	readonly details: ErrorDetails;

	/** @param name the error's name in Clerk's list */
	constructor(name: ErrorName, details: ErrorDetails = {}) {
		const definition = errorCatalogue[name];
		super(filled(definition.message, details.fill));
		this.name = name;
		this.status = definition.status;
		this.code = definition.code;
		this.longMessage = filled(definition.longMessage, details.fill);
		this.details = details;
	}
}

/**
 * The body of a refusal, as Clerk's OpenAPI file has it (`ClerkErrors`).
 *
 * @param client the caller's client, where there is one: Clerk lets it ride along in `meta` (clerk-js
 * `getClientResourceFromPayload`)
 */
export function errorBody(error: ClerkError, traceId: string, client: object | null) {
	const meta = error.details.parameter ? { param_name: error.details.parameter } : {};
	return {
		errors: [{ message: error.message, long_message: error.longMessage, code: error.code, meta }],
		...(client ? { meta: { client } } : {}),
		clerk_trace_id: traceId,
	};
}

function filled(text: string, values: Readonly<Record<string, string>> = {}): string {
	return text.replace(/<([^<>]+)>/g, (mark, name: string) => values[name] ?? mark);
}
