/** A value of a form field before it is sent. */
export type FormValue = string | number | boolean | null | object;

/**
 * Encodes an object as a form, as Clerk's OpenAPI file wants bodies: numbers and booleans as text,
 * nested objects and lists as JSON text (the passkey credential is one), null as an empty value.
 *
 * @returns `application/x-www-form-urlencoded` text; empty for an empty object
 */
export function encodeForm(body: Readonly<Record<string, FormValue>>): string {
	const form = new URLSearchParams();
	for (const [name, value] of Object.entries(body)) form.append(name, encodeValue(value));
	return form.toString();
}

function encodeValue(value: FormValue): string {
	if (value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
