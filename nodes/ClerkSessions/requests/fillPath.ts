import { checkSessionId, checkTemplateName } from '../../../frontendApi/identifiers';
import type { Call } from './call';
import { LAST_ACTIVE, lastActiveSessionId } from './lastActiveSession';
import { readText } from './readText';

/**
 * The path of an operation with its parameters filled in. They are checked as well as encoded: a
 * parameter of `..` would climb even when encoded.
 *
 * @throws {FieldError} when a parameter cannot be part of a path
 */
export async function fillPath(call: Call): Promise<string> {
	const { context, operation } = call;
	const { url } = operation.routing.request;
	const parameters: Record<string, () => Promise<string>> = {
		templateName: async () =>
			checkTemplateName(readText(context.getNodeParameter('templateName', ''), 'Template Name')),
		sessionId: async () => {
			const value = context.getNodeParameter('sessionId', '', { extractValue: true });
			const chosen = readText(value, 'Session').trim();
			return chosen === LAST_ACTIVE ? await lastActiveSessionId(call) : checkSessionId(chosen);
		},
	};
	let path = url;
	// The cheap checks come first: a wrong template name must not cost a look-up of the session.
	for (const [name, read] of Object.entries(parameters)) {
		if (url.includes(`{${name}}`)) {
			path = path.replace(`{${name}}`, encodeURIComponent(await read()));
		}
	}
	return path;
}
