import { FieldError } from './fieldError';

const SESSION_ID = /^sess_[A-Za-z0-9]{1,64}$/;
const ORGANIZATION_ID = /^org_[A-Za-z0-9]{1,64}$/;
/** What cannot stand in a path segment even when encoded: separators, control characters, halves of characters, a segment of dots only. */
const UNSAFE_IN_PATH = /[/\\?#%\p{Cc}\p{Cs}]|^\.+$/u;
const MAX_TEMPLATE_NAME_LENGTH = 255;

/**
 * Checks a session ID before it becomes part of a path.
 *
 * @param label the field's name as shown, for the message
 * @throws {FieldError} when it is empty or not `sess_` and 1 to 64 letters and digits
 */
export function checkSessionId(id: string, label: string): string {
	if (id === '') {
		throw new FieldError(
			`'${label}' is empty`,
			'Choose a session from the list, or enter an ID that starts with sess_.',
		);
	}
	if (!SESSION_ID.test(id)) {
		throw new FieldError(
			`'${label}' is not a session ID`,
			'A session ID is sess_ followed by up to 64 letters and digits. Clerk shows it in the dashboard and in the session token as sid.',
		);
	}
	return id;
}

/**
 * Checks the name of a JWT template before it becomes part of a path.
 *
 * @param label the field's name as shown, for the message
 * @throws {FieldError} when it is empty, too long or could change the path of the request
 */
export function checkTemplateName(name: string, label: string): string {
	if (name === '') {
		throw new FieldError(
			`'${label}' is empty`,
			'Enter the name of a JWT template, as the Clerk Dashboard lists it under JWT templates.',
		);
	}
	if (name.length > MAX_TEMPLATE_NAME_LENGTH || UNSAFE_IN_PATH.test(name)) {
		throw new FieldError(
			`'${label}' is not the name of a JWT template`,
			'It is too long or has a character such as / or ?. The Clerk Dashboard lists the names under JWT templates.',
		);
	}
	return name;
}

/**
 * Checks the ID of an organization.
 *
 * @param label the field's name as shown, for the message
 * @throws {FieldError} when it is empty or not `org_` and 1 to 64 letters and digits
 */
export function checkOrganizationId(id: string, label: string): string {
	if (ORGANIZATION_ID.test(id)) return id;
	throw new FieldError(
		id === '' ? `'${label}' is empty` : `'${label}' is not an organization ID`,
		'It is org_ followed by letters and digits. The Clerk Dashboard shows it under Organizations.',
	);
}
