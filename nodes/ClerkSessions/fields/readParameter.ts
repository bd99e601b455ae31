import type { IExecutePaginationFunctions } from 'n8n-workflow';
import { isObject } from '../../../frontendApi/protocol/objects';

/**
 * The value of a parameter for the item, any expressions in it worked out.
 *
 * n8n's own `getNodeParameter` looks up the field and whether it is shown for each item, to check a
 * `validateType` that none of ours has, and takes a value apart that has nothing to work out: with
 * these options it does neither (n8n-core `NodeExecutionContext._getNodeParameter`).
 *
 * @param fallback where the parameter is not set
 */
export function readParameter(
	context: IExecutePaginationFunctions,
	name: string,
	fallback: unknown,
): unknown {
	const raw: unknown = context.getNodeParameter(name, fallback, { rawExpressions: true });
	return isLiteral(raw) ? raw : context.getNodeParameter(name, fallback, { skipValidation: true });
}

/**
 * The value that a resource locator holds, whatever its mode: none of ours takes it out of a longer
 * text. It can be a text without a locator around it, too.
 */
export function readLocator(context: IExecutePaginationFunctions, name: string): unknown {
	const value = readParameter(context, name, '');
	return isObject(value) && 'mode' in value && 'value' in value ? value.value : value;
}

/** Whether nothing in a value is an expression, which begins with `=`. */
function isLiteral(value: unknown): boolean {
	if (typeof value === 'string') return !value.startsWith('=');
	return typeof value !== 'object' || value === null || Object.values(value).every(isLiteral);
}
