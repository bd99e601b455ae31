import {
	type HttpResponse,
	ClerkRequestError,
	type Failure,
	toFailure,
} from '../../../../frontendApi/protocol/failure';
import { isObject, type JsonObject } from '../../../../frontendApi/protocol/objects';
import { decodeToken } from '../../../../frontendApi/protocol/sessionToken';
import type { AnswerObject } from '../../operation';
import { contentOf } from '../answerContent';
import type { Call } from '../context';
import { otherAnswer, withDoubt } from '../otherAnswer';
import { unknownClientError } from '../../../../frontendApi/client/signedOutErrors';
import type { Step } from './step';

/** Clerk's objects, in words. An answer may hold anything: no other text of it is repeated. */
const NAMES: Readonly<Record<string, string>> = {
	client: 'a client',
	session: 'a session',
	session_reverification: 'a reverification',
	// So clerk-js's types call it.
	session_verification: 'a reverification',
	sign_in: 'a sign-in',
	sign_in_attempt: 'a sign-in',
	sign_up: 'a sign-up',
	sign_up_attempt: 'a sign-up',
	token: 'a session token',
	user: 'a user',
};

/**
 * Lets an answer through that is what the operation asked for: the right one of Clerk's objects,
 * about the session in the path. So it does with a refusal, which is a matter for the caller.
 *
 * @throws {ClerkRequestError} for any other answer, saying what it is, and that the request may have
 * been carried out where that matters
 */
export const checkAnswer: Step = async function checkAnswer(call, next) {
	const answer = await next(call);
	const isRefusal = answer.status >= 300 && answer.status < 500;
	if (isRefusal) return answer;
	const failure = isBareList(call, answer)
		? failureOfContent(call, answer)
		: (toFailure(answer, call.run.host) ?? failureOfContent(call, answer));
	if (failure === undefined) return answer;
	throw new ClerkRequestError(withDoubt(call, failure));
};

/** Whether it is a list with nothing around it, where one is asked for. */
function isBareList({ operation }: Call, { status, body }: HttpResponse): boolean {
	return status < 300 && operation.answer.in === 'body' && Array.isArray(body);
}

function failureOfContent(call: Call, { status, body }: HttpResponse): Failure | undefined {
	const { operation, run } = call;
	const { answer } = operation;
	const content = contentOf(answer, body);
	// What Clerk answers for a client that it does not know, as to `GET /v1/client`.
	if (answer.nullMeansUnknownClient && isObject(body) && body.response === null) {
		return { ...unknownClientError(run.fields).failure, status };
	}
	const other = otherThanDeclared(call, content);
	return other === undefined ? undefined : otherAnswer(run.host, other, status);
}

/** @returns what was answered instead, in words; undefined if nothing was */
function otherThanDeclared({ operation, request }: Call, content: unknown): string | undefined {
	const { about, isList, object } = operation.answer;
	const sessionId = about && partOf(request.url, operation.routing.request.url, about);
	const otherThan = (resource: unknown) =>
		object === 'token'
			? otherThanToken(isObject(resource) ? resource : {}, sessionId)
			: otherThanResource(resource, object, sessionId);
	if (!isList) return otherThan(content);
	if (!Array.isArray(content)) return `${inWords(content)} instead of a list`;
	return content.map(otherThan).find((other) => other !== undefined);
}

/** What stands in a path where its template has this parameter. */
function partOf(path: string, template: string, parameter: string): string | undefined {
	const parts = path.split('/');
	return parts[template.split('/').indexOf(`{${parameter}}`)];
}

/** @returns what was answered instead, in words; undefined if nothing was */
function otherThanToken({ jwt, response }: JsonObject, sessionId?: string): string | undefined {
	// clerk-js `Session.ts` takes an empty one for a failure, too.
	if (jwt === '') return 'an empty session token';
	if (typeof jwt !== 'string') return `${inWords(jwt ?? response)} instead of a session token`;
	const sid = decodeToken(jwt)?.claims.sid;
	// The claims of a template are its author's: only what is a session's ID counts.
	const isSession = typeof sid === 'string' && sid.startsWith('sess_');
	const isOthers = isSession && sessionId !== undefined && sid !== sessionId;
	return isOthers ? 'a token of another session than the one asked for' : undefined;
}

/** @returns what was answered instead, in words; undefined if nothing was */
function otherThanResource(
	resource: unknown,
	kind: Exclude<AnswerObject, 'token'>,
	sessionId?: string,
): string | undefined {
	if (!isObject(resource) || nameOf(resource) !== NAMES[kind]) {
		return `${inWords(resource)} instead of ${NAMES[kind]}`;
	}
	const subject = kind === 'session_reverification' ? resource.session : resource;
	// A reverification need not name its session.
	if (subject === undefined || subject === null) return undefined;
	const id = isObject(subject) ? subject.id : undefined;
	if (typeof id !== 'string') return `${NAMES[kind]} without an ID`;
	const isOthers = sessionId !== undefined && id !== sessionId;
	return isOthers ? 'the data of another session than the one asked for' : undefined;
}

function inWords(value: unknown): string {
	if (value === undefined || value === null || value === '') return 'nothing';
	if (typeof value === 'string') return 'text';
	if (Array.isArray(value)) return 'a list';
	return (isObject(value) ? nameOf(value) : undefined) ?? 'something else';
}

function nameOf({ object }: JsonObject): string | undefined {
	return typeof object === 'string' && Object.hasOwn(NAMES, object) ? NAMES[object] : undefined;
}
