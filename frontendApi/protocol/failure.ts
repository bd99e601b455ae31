import { type ApiHost, addressAdvice } from './apiHost';
import { adviceFor } from './errorAdvice';
import { isObject, type JsonObject } from './objects';
import { retryAfter } from './retryAfter';

/** An answer over HTTP. */
export interface HttpResponse {
	status: number;
	/** Names in lower case. */
	headers: JsonObject;
	/** Parsed where it was JSON, else text. */
	body: unknown;
}

/** Why a request failed, for a person and for a workflow that branches on it. */
export interface Failure {
	/** What happened. */
	message: string;
	/** What to do about it. */
	description: string;
	/** Clerk's error code, or the network's. */
	code?: string;
	/** HTTP status. */
	status?: number;
	/** What Clerk's support asks for. */
	traceId?: string;
	/** The form parameter that Clerk names. */
	param?: string;
	/** Seconds after which to try again, where the answer says so. */
	retryAfter?: number;
}

/** A failure on its way to the item. */
export class ClerkRequestError extends Error {
	override readonly name = 'FailedRequest';
	/** n8n shows it below the message, in the HTTP Request node for example. */
	readonly description: string;

	/** @param isFinal whether it has been tried again already, as far as that can help */
	constructor(
		readonly failure: Failure,
		readonly isFinal = false,
	) {
		super(failure.message);
		this.description = failure.description;
	}
}

/**
 * What Clerk's answers hold: a resource, a session token, or a sign-in token of the Backend API. Any
 * other object comes from another service.
 */
const ENVELOPE_KEYS = ['response', 'jwt', 'token'];

/**
 * Why an answer is no success, or undefined if it is one: a 2xx status with one of Clerk's objects.
 *
 * @param host where the answer came from, for the sentence
 */
export function toFailure(answer: HttpResponse, host: ApiHost): Failure | undefined {
	if (isSuccess(answer)) return undefined;
	const failure = clerkFailure(answer, host) ?? nonClerkFailure(answer, host);
	return { ...failure, retryAfter: retryAfter(answer.headers) };
}

function isSuccess({ status, body }: HttpResponse): boolean {
	if (status < 200 || status >= 300) return false;
	return isObject(body) && ENVELOPE_KEYS.some((name) => Object.hasOwn(body, name));
}

/** Clerk's codes that say that nobody is signed in, or that it knows no such client (its error catalogue). */
const SIGNED_OUT = [
	'authentication_invalid',
	'client_not_found',
	// Clerk knows the client and wants no more of it.
	'device_blocked',
	'dev_browser_unauthenticated',
	'signed_out',
];

/**
 * Whether Clerk itself says that nobody is signed in. It then has carried nothing out. Other
 * refusals with 401 mean something else (`requires_captcha`, clerk-js `fraudProtection`), or come
 * from something in between.
 */
export function isSignedOutFailure({ code = '' }: Failure): boolean {
	return SIGNED_OUT.includes(code);
}

/** Whether a refusal of `GET /v1/client` is Clerk's own 403: the client is blocked (its OpenAPI file, getClient). */
export function isBlockedClient({ code, status }: Failure): boolean {
	return status === 403 && code !== undefined;
}

/** Whether an answer is Clerk's own, a refusal included, rather than that of something in between. */
export function isClerkResponse(answer: HttpResponse): boolean {
	return isSuccess(answer) || isResourceList(answer) || clerkErrorIn(answer) !== undefined;
}

/** Some lists stand bare (clerk-js `User.getSessions`). An empty one could be anybody's. */
function isResourceList({ status, body }: HttpResponse): boolean {
	return (
		status === 200 &&
		Array.isArray(body) &&
		body.length > 0 &&
		body.every((entry) => isObject(entry) && typeof entry.object === 'string')
	);
}

/**
 * A failure in Clerk's own words: `{ errors: [{ code, message, long_message, meta: { param_name } }],
 * clerk_trace_id }` (Clerk's OpenAPI file, ClerkErrors). Of several errors the first counts.
 */
function clerkFailure(answer: HttpResponse, { askedBy }: ApiHost): Failure | undefined {
	const error = clerkErrorIn(answer);
	if (error === undefined) return undefined;
	const { status } = answer;
	return { ...error, description: adviceFor(error.code, status, askedBy), status };
}

function clerkErrorIn({ body }: HttpResponse) {
	const errors = isObject(body) ? body.errors : undefined;
	const error: unknown = Array.isArray(errors) ? errors[0] : undefined;
	if (!isObject(body) || !isObject(error) || typeof error.code !== 'string') return undefined;
	return {
		message: text(error.long_message) ?? text(error.message) ?? `Clerk answered ${error.code}`,
		code: error.code,
		traceId: text(body.clerk_trace_id),
		param: isObject(error.meta) ? text(error.meta.param_name) : undefined,
	};
}

/** An answer that does not come from Clerk's Frontend API, named as what it is. */
function nonClerkFailure({ status, headers, body }: HttpResponse, host: ApiHost): Failure {
	const check = `${addressAdvice(host)}: something between n8n and Clerk may have answered.`;
	if (status === 429) {
		return {
			message: `${host.name} is receiving too many requests`,
			description: adviceFor('too_many_requests', status, host.askedBy),
			code: 'too_many_requests',
			status,
		};
	}
	if (status >= 300 && status < 400) {
		return {
			message: `${host.name} redirected the request (HTTP ${status})`,
			description: `Redirects are not followed, as they could carry a secret to another host. ${check}`,
			status,
		};
	}
	return {
		message: `${host.name} answered with ${describeBody(headers, body)} instead of Clerk's JSON (HTTP ${status})`,
		description:
			status >= 500 ? `The service may be down for a moment: try again later. ${check}` : check,
		status,
	};
}

function describeBody(headers: JsonObject, body: unknown): string {
	if (body === undefined || body === null || body === '') return 'nothing';
	const contentType = text(headers['content-type']) ?? '';
	if (typeof body !== 'string') return 'other JSON';
	if (contentType.includes('html') || /^\s*<(!doctype|html)/i.test(body)) return 'a web page';
	return contentType.includes('json') ? 'incomplete JSON' : 'text';
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
