import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { encodeForm } from '../../../frontendApi/form';
import type { Operation } from '../operation';
import { checkOrigin } from './checkOrigin';
import { fillPath } from './fillPath';
import { readForm } from './readForm';
import type { Run } from './run';

/**
 * Turns what n8n gathered from the operation's routing into the request that is sent: fields
 * checked, form encoded, path filled in.
 *
 * @throws {FieldError} naming the field that cannot be used; nothing was sent then
 * @throws {FailedRequest} when the last active session cannot be found out
 */
export async function prepareRequest(
	context: IExecutePaginationFunctions,
	run: Run,
	operation: Operation,
	gathered: DeclarativeRestApiSettings.HttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const {
		method,
		headers = {},
		timeout,
		proxy,
		skipSslCertificateValidation,
		allowedDomains,
	} = gathered;
	const body = operation.form ? encodeForm(readForm(context, operation, gathered.body)) : '';
	const origin = checkOrigin(headers.Origin, run.fields.connectUsing);
	return {
		method,
		url: await fillPath(context, run, operation, timeout),
		headers: {
			Accept: headers.Accept,
			...(origin === undefined ? {} : { Origin: origin }),
			...(body === '' ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
		},
		...(body === '' ? {} : { body }),
		timeout,
		proxy,
		skipSslCertificateValidation: skipSslCertificateValidation === true,
		allowedDomains,
	};
}
