import type { Fault } from '../../sandbox';

/** One of Clerk's errors, as the Frontend API words it. */
export interface ClerkAnswer {
	status: number;
	code: string;
	message?: string;
	longMessage?: string;
	param?: string;
	traceId?: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Has the sandbox answer with an error in Clerk's form (Clerk's OpenAPI file, ClerkErrors). */
export function clerkAnswers(answer: ClerkAnswer): Fault {
	const { status, code, message = 'short', longMessage, param, traceId } = answer;
	const meta = param === undefined ? {} : { param_name: param };
	return answers(status, {
		errors: [{ code, message, long_message: longMessage, meta }],
		clerk_trace_id: traceId,
	});
}

/** Has the sandbox answer with any JSON. */
export function answers(status: number, body: unknown): Fault {
	return { status, headers: JSON_TYPE, body: JSON.stringify(body) };
}
