import type { INodeProperties } from 'n8n-workflow';

/** A part of a request's path or query, as a field of the panel gives it. */
export interface RequestParameter {
	field: INodeProperties;
	/**
	 * Checks what the field holds before it becomes part of an address.
	 *
	 * @param label the field's name as shown
	 * @throws {FieldError} when it is empty or cannot be used
	 */
	check: (text: string, label: string) => string;
	/** Whether it can be the last active session. Finding that one may cost a request. */
	takesLastActive?: true;
}
