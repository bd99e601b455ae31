import { isObject } from '../../../frontendApi/protocol/objects';
import type { AnswerDeclaration } from '../operation';

/** What an answer holds where it is declared to stand. */
export function contentOf({ in: place }: AnswerDeclaration, body: unknown): unknown {
	if (place === 'body') return body;
	const response = isObject(body) ? body.response : undefined;
	if (place === 'response') return response;
	// What is no client has no sessions, whatever it calls so.
	if (isObject(response))
		return response.object === 'client' ? (response.sessions ?? []) : response;
	return Array.isArray(response) ? undefined : response;
}

/** The answer with other entries in its list. */
export function withContent(
	{ in: place }: AnswerDeclaration,
	body: unknown,
	entries: unknown[],
): unknown {
	if (place === 'body' || !isObject(body)) return entries;
	if (place === 'response') return { ...body, response: entries };
	return { ...body, response: { ...Object(body.response), sessions: entries } };
}
