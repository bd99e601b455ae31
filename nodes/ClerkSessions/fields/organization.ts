import type { INodeProperties } from 'n8n-workflow';

/**
 * The choice of an organization. It has no routing: `transport/buildForm.ts` puts it on the
 * wire, as the choice may be an expression, under which n8n shows (and would send) both fields.
 */
export const organization: INodeProperties = {
	displayName: 'Organization',
	name: 'organization',
	type: 'options',
	options: [
		{ name: 'From List or by ID', value: 'byId', description: 'A certain organization' },
		{
			name: 'Personal Account',
			value: 'personal',
			description: 'No organization, where the application lets people have none',
		},
		{
			name: 'Unchanged',
			value: 'unchanged',
			description: 'The organization that is active in the session',
		},
	],
	default: 'unchanged',
	description: 'The organization that the person acts for',
};

/** Workflows made with 1.0.0 hold a plain text here, which n8n hands on as it is. */
export const organizationId: INodeProperties = {
	displayName: 'Organization ID',
	name: 'organizationId',
	type: 'resourceLocator',
	// Not `required`: where the choice is an expression, n8n would demand it for every choice.
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an organization...',
			typeOptions: { searchListMethod: 'searchOrganizations', searchable: true },
		},
		{
			displayName: 'ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. org_2abcDEFghiJKLmnoPQRstuVWXyz',
		},
	],
	displayOptions: { show: { organization: ['byId'] } },
	description:
		'An organization that the person is a member of. By ID, a slug does as well to touch a session.',
};
