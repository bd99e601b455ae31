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
		{ name: 'By ID', value: 'byId', description: 'A certain organization' },
		{ name: 'Personal Account', value: 'personal', description: 'No organization' },
		{
			name: 'Unchanged',
			value: 'unchanged',
			description: 'The organization that is active in the session',
		},
	],
	default: 'unchanged',
	description: 'The organization that the person acts for',
};

export const organizationId: INodeProperties = {
	displayName: 'Organization ID',
	name: 'organizationId',
	type: 'string',
	// Not `required`: where the choice is an expression, n8n would demand it for every choice.
	default: '',
	placeholder: 'e.g. org_2abcDEFghiJKLmnoPQRstuVWXyz',
	displayOptions: { show: { organization: ['byId'] } },
	description:
		'The ID of an organization that the person is a member of. To touch a session, its slug does as well.',
};
