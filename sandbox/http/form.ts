import { ClerkError } from '../errors/clerkError';
import type { SandboxContext } from './context';
import { forms, type FormDeclaration, type Parameter } from './parameters';

const FORM = 'application/x-www-form-urlencoded';

/** A form's parameters by name; an empty one is an empty string, one not sent is missing. */
export type Form = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks an operation's form.
 *
 * @param operation Clerk's `operationId`
 * @throws ClerkError 415 for any other kind of body, 400 for one that cannot be decoded, 422 for
 * parameters that are unknown, sent twice, missing or not among the values allowed
 */
export function readForm(c: SandboxContext, operation: keyof typeof forms): Form {
	const form = parsedForm(c);
	const declaration: FormDeclaration = forms[operation];
	const { always, byStrategy = {} } = declaration;
	const known = new Set([
		...Object.keys(always),
		...Object.values(byStrategy).flatMap((one) => Object.keys(one)),
	]);
	refuseUnknown(form, (name) => known.has(name));
	checkValues(form, always);
	const used = byStrategy[form.strategy ?? ''] ?? {};
	refuseUnknown(form, (name) => name in always || name in used);
	checkValues(form, used);
	return form;
}

/**
 * Checks the form of an operation that takes no parameter.
 *
 * @throws ClerkError as `readForm` does
 */
export function refuseForm(c: SandboxContext): void {
	refuseUnknown(parsedForm(c), () => false);
}

/** @returns the parameters of a form in order, however often each comes; undefined for other bodies */
export function formEntries(
	contentType: string | undefined,
	body: string,
): Array<[string, string]> | undefined {
	return isForm(contentType) ? [...new URLSearchParams(body)] : undefined;
}

function parsedForm(c: SandboxContext): Form {
	const body = c.get('body');
	if (body === '') return {};
	const contentType = c.req.header('content-type');
	if (!isForm(contentType)) {
		throw new ClerkError('UnsupportedContentType', {
			fill: { actual: contentType ?? '', expected: FORM },
		});
	}
	if (!isDecodable(body)) throw new ClerkError('MalformedRequestParameters');
	const form: Record<string, string> = Object.create(null);
	for (const [name, value] of new URLSearchParams(body)) {
		if (name in form) {
			throw new ClerkError('FormDuplicateParameter', { parameter: name, fill: { param: name } });
		}
		form[name] = value;
	}
	return form;
}

const isForm = (contentType: string | undefined): boolean =>
	contentType?.split(';')[0]?.trim().toLowerCase() === FORM;

function isDecodable(body: string): boolean {
	try {
		decodeURIComponent(body);
		return true;
	} catch {
		return false;
	}
}

function refuseUnknown(form: Form, isKnown: (name: string) => boolean): void {
	const unknown = Object.keys(form).find((name) => !isKnown(name));
	if (unknown === undefined) return;
	throw new ClerkError('FormUnknownParameter', { parameter: unknown, fill: { param: unknown } });
}

function checkValues(form: Form, parameters: Readonly<Record<string, Parameter>>): void {
	for (const [name, { required, oneOf }] of Object.entries(parameters)) {
		const value = form[name];
		if (required && (value === undefined || (value === '' && !oneOf))) {
			throw new ClerkError('FormMissingParameter', { parameter: name, fill: { param: name } });
		}
		if (!oneOf || value === undefined || (value === '' && !required)) continue;
		if (!oneOf.includes(value)) {
			throw new ClerkError('FormInvalidParameterValue', {
				parameter: name,
				fill: { value, param: name },
			});
		}
	}
}
