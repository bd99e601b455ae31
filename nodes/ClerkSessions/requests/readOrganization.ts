import { FieldError } from '../../../frontendApi/fieldError';
import type { FormValue } from '../../../frontendApi/form';
import type { Call } from './call';

/**
 * What the choice of an organization sends: nothing, an empty value (the personal account), or the
 * organization's ID.
 *
 * @throws {FieldError} when an organization was chosen and is missing: it must not turn into another choice
 */
export function readOrganization({ context, operation }: Call): Record<string, FormValue> {
	const parameter = operation.organizationParameter;
	if (parameter === undefined) return {};
	switch (context.getNodeParameter('organization', 'unchanged')) {
		case 'unchanged':
			return {};
		case 'personal':
			return { [parameter]: null };
		case 'byId':
			return { [parameter]: givenId(context.getNodeParameter('organizationId', '')) };
		default:
			throw new FieldError(
				"'Organization' has no valid choice",
				'An expression must result in byId, personal or unchanged.',
			);
	}
}

function givenId(value: unknown): string {
	const id = String(value ?? '');
	if (id.trim() !== '') return id;
	throw new FieldError(
		"'Organization ID' is empty",
		"Enter the ID of an organization, or choose another option under 'Organization'.",
	);
}
