import { FieldError } from '../../../frontendApi/fieldError';
import type { FormValue } from '../../../frontendApi/form';
import type { Call } from './call';
import { readChoice, readText } from './readText';

const CHOICES = ['byId', 'personal', 'unchanged'] as const;

/**
 * What the choice of an organization sends: nothing, an empty value (the personal account), or the
 * organization's ID.
 *
 * @throws {FieldError} when an organization was chosen and is missing: it must not turn into another choice
 */
export function readOrganization({ context, operation }: Call): Record<string, FormValue> {
	const parameter = operation.organizationParameter;
	if (parameter === undefined) return {};
	const choice = context.getNodeParameter('organization', 'unchanged');
	switch (readChoice(choice, CHOICES, 'Organization')) {
		case 'unchanged':
			return {};
		case 'personal':
			return { [parameter]: null };
		case 'byId':
			return { [parameter]: givenId(context.getNodeParameter('organizationId', '')) };
	}
}

function givenId(value: unknown): string {
	const id = readText(value, 'Organization ID');
	if (id.trim() !== '') return id;
	throw new FieldError(
		"'Organization ID' is empty",
		"Enter the ID of an organization, or choose another option under 'Organization'.",
	);
}
