import { isObject } from '../../../frontendApi/protocol/objects';

/**
 * The network's error code (`ECONNRESET`) in what n8n made of an error of its request helper, or in the
 * error of a stream. The one place that knows how n8n wraps errors.
 *
 * `NodeApiError` keeps the code as `httpCode` in all versions from 1.123 on; its `cause`, which is
 * the error itself, is lost up to n8n-workflow 2.33.
 */
export function networkCode(error: unknown): string | undefined {
	if (!isObject(error)) return undefined;
	const { cause, code, httpCode } = error;
	return [httpCode, code, isObject(cause) ? cause.code : undefined].find(isCode);
}

function isCode(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Z][A-Z0-9_]+$/.test(value);
}
