import type { DeclarativeRestApiSettings, IHttpRequestOptions } from 'n8n-workflow';
import { encodeForm } from '../../../frontendApi/form';
import type { Call } from './call';
import { checkOrigin } from './checkOrigin';
import { fillPath } from './fillPath';
import { readForm } from './readForm';

/**
 * Turns what n8n gathered from the operation's routing into the request that is sent: fields
 * checked, form encoded, path filled in.
 *
 * @throws {FieldError} naming the field that cannot be used; nothing was sent then
 * @throws {FailedRequest} when the last active session cannot be found out
 */
export async function prepareRequest(
	call: Call,
	gathered: DeclarativeRestApiSettings.HttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const { method, headers = {} } = gathered;
	const body = call.operation.form ? encodeForm(readForm(call, gathered.body)) : '';
	const origin = checkOrigin(headers.Origin, call.run.fields.connectUsing);
	return {
		method,
		url: await fillPath(call),
		headers: {
			Accept: headers.Accept,
			...(origin === undefined ? {} : { Origin: origin }),
			...(body === '' ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
		},
		...(body === '' ? {} : { body }),
	};
}
