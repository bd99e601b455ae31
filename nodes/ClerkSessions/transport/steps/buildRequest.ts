import type { IHttpRequestOptions } from 'n8n-workflow';
import { encodeForm } from '../../../../frontendApi/protocol/form';
import { LAST_ACTIVE } from '../../fields/session';
import type { RequestParameter } from '../../fields/requestParameter';
import { buildForm } from '../buildForm';
import { checkOrigin } from '../../fields/checkOrigin';
import type { Call } from '../context';
import { lastActiveSessionId } from './lastActiveSession';
import { readLocator, readParameter } from '../../fields/readParameter';
import { readText } from '../../fields/readText';
import { secretsOfForm } from '../redactError';
import type { Step } from './step';

/**
 * Turns what n8n gathered into the request that is sent: fields checked, form encoded, path and
 * query filled in.
 *
 * @throws {FieldError} naming the field that cannot be used; nothing was sent then
 * @throws {ClerkRequestError} when the last active session cannot be found out
 */
export const buildRequest: Step = async function buildRequest(call, next) {
	const { operation, request: gathered, run } = call;
	const { method, url, headers = {} } = gathered;
	const body = operation.form ? encodeForm(buildForm(call, gathered.body)) : '';
	const origin = checkOrigin(headers.Origin, run.fields.connectUsing);
	call.secrets.push(...secretsOfForm(body));
	const inPath = await readParameters(call, operation.path);
	const inQuery = await readParameters(call, operation.query ?? {});
	operation.checkParameters?.({ ...inPath, ...inQuery }, call.options);
	Object.assign(call.query, inQuery);
	const request: IHttpRequestOptions = {
		method,
		url: buildPath(url, inPath),
		headers: {
			Accept: headers.Accept,
			...(origin === undefined ? {} : { Origin: origin }),
			...(body === '' ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
		},
		...(operation.query ? { qs: inQuery } : {}),
		...(body === '' ? {} : { body }),
	};
	return await next({ ...call, request });
};

/** Parameters are checked as well as encoded: one of `..` would climb even when encoded. */
function buildPath(template: string, values: Record<string, string>): string {
	return template.replace(/\{(\w+)\}/g, (_brace, name: string) =>
		encodeURIComponent(values[name] ?? ''),
	);
}

/** The cheap checks come first: a wrong template name must not cost a look-up of the session. */
async function readParameters(
	call: Call,
	parameters: Record<string, RequestParameter>,
): Promise<Record<string, string>> {
	const entries = Object.entries(parameters);
	const values: Record<string, string> = {};
	for (const [name, parameter] of entries.filter(([, { takesLastActive }]) => !takesLastActive)) {
		values[name] = parameter.check(textIn(call, parameter), parameter.field.displayName);
	}
	for (const [name, parameter] of entries.filter(([, { takesLastActive }]) => takesLastActive)) {
		const text = textIn(call, parameter);
		values[name] =
			text === LAST_ACTIVE
				? await lastActiveSessionId(call)
				: parameter.check(text, parameter.field.displayName);
	}
	return values;
}

function textIn({ context }: Call, { field }: RequestParameter): string {
	const isLocator = field.type === 'resourceLocator';
	const value = isLocator
		? readLocator(context, field.name)
		: readParameter(context, field.name, '');
	// What is pasted often has white space around it, and none of these begins or ends with any.
	return readText(value, field.displayName).trim();
}
