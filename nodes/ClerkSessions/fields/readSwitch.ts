import type { INodeProperties } from 'n8n-workflow';
import { FieldError } from '../../../frontendApi/protocol/fieldError';
import type { JsonObject } from '../../../frontendApi/protocol/objects';

/**
 * Whether a switch is on, which can be an expression: text as well, as n8n's variables hold no other.
 *
 * @param label the field's name as shown, for the message
 * @throws {FieldError} for anything else, nothing included: what is meant to be on must not count as off
 */
export function readSwitch(value: unknown, label: string): boolean {
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new FieldError(
		`'${label}' is neither on nor off`,
		'Its expression must result in true or false.',
	);
}

/** Whether a switch of a collection is on; one that was not added is off. @throws as `readSwitch` */
export function isOn({ options = [] }: INodeProperties, values: JsonObject, name: string): boolean {
	if (!Object.hasOwn(values, name)) return false;
	const field = options.find((option) => option.name === name);
	const label = field && 'displayName' in field ? field.displayName : name;
	return readSwitch(values[name], label);
}
