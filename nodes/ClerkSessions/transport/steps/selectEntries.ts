import { isObject, type JsonObject } from '../../../../frontendApi/protocol/objects';
import type { HttpResponse } from '../../../../frontendApi/protocol/failure';
import type { IDataObject } from 'n8n-workflow';
import { contentOf, withContent } from '../answerContent';
import { readParameter } from '../../fields/readParameter';
import type { Call } from '../context';
import { fetchOwnClient } from './lastActiveSession';
import type { Step } from './step';

/**
 * Leaves the entries of a list that the filters keep, without what is never put out.
 *
 * @throws {FieldError} when a filter cannot be used; nothing was sent then
 * @throws {ClerkRequestError} when the client's own sessions cannot be found out
 */
export const selectEntries: Step = async function selectEntries(call, next) {
	const { answer: declared, filters = [] } = call.operation;
	if (!declared.isList) return await next(call);
	const chosen = filters.length > 0 ? readParameter(call.context, 'filters', {}) : {};
	const values: JsonObject = isObject(chosen) ? chosen : {};
	const used = filters.filter(({ field }) => Object.hasOwn(values, field.name));
	const keepsWith = (ownSessionIds: readonly string[]) => {
		const keeps = used.map((filter) => filter.keeps(values[filter.field.name], ownSessionIds));
		return (entry: IDataObject) => keeps.every((keep) => keep(entry));
	};
	// Choices are checked before anything is sent.
	let keep = keepsWith([]);
	if (used.some(({ field, needsOwnSessions }) => needsOwnSessions?.(values[field.name]))) {
		const { sessions } = await fetchOwnClient(call);
		keep = keepsWith(sessions.map(({ id }) => id));
	}
	return selected(call, await next(call), keep);
};

function selected(
	{ operation }: Call,
	answer: HttpResponse,
	keep: (entry: IDataObject) => boolean,
): HttpResponse {
	const { withheld = [] } = operation.answer;
	const entries = contentOf(operation.answer, answer.body);
	if (answer.status >= 300 || !Array.isArray(entries)) return answer;
	const kept = entries.filter(keep).map((entry) => {
		if (!isObject(entry) || withheld.length === 0) return entry;
		return Object.fromEntries(Object.entries(entry).filter(([name]) => !withheld.includes(name)));
	});
	return { ...answer, body: withContent(operation.answer, answer.body, kept) };
}
