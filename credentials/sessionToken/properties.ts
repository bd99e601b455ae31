import type { INodeProperties } from 'n8n-workflow';
import { properties as clientProperties } from '../properties';

const apiUrl: INodeProperties = {
	displayName: 'API URL',
	name: 'apiUrl',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. https://api.example.com',
	description:
		'The address of your own API, and of what is below it: the session token is sent nowhere else. Several with commas between them.',
};

/** What kind of token it is. */
const choice: INodeProperties[] = [
	{
		displayName: 'Template Name',
		name: 'templateName',
		type: 'string',
		default: '',
		placeholder: 'e.g. hasura',
		description:
			"The JWT template whose claims the token gets, as the Clerk Dashboard lists it. Leave empty for Clerk's own session token.",
	},
	{
		displayName: 'Organization',
		name: 'organization',
		type: 'options',
		options: [
			{ name: 'By ID', value: 'byId', description: 'A certain organization' },
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
	},
	{
		displayName: 'Organization ID',
		name: 'organizationId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. org_2abcDEFghiJKLmnoPQRstuVWXyz',
		displayOptions: { show: { organization: ['byId'] } },
		description:
			'The person has to be a member. With a sign-in ticket, each sign-in begins in this organization.',
	},
];

/** Filled by itself; n8n runs preAuthentication while the first is empty, and stores what that returns. */
const made: INodeProperties[] = [
	{
		displayName: 'Session Token',
		name: 'sessionToken',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: '',
	},
	{
		// n8n keeps the token when the credential is edited: this says what it was made for.
		displayName: 'Session Token For',
		name: 'sessionTokenFor',
		type: 'hidden',
		typeOptions: { password: true },
		default: '',
	},
	{
		displayName: 'Session Token Expires At',
		name: 'sessionTokenExpiresAt',
		type: 'hidden',
		default: '',
	},
];

/** The address first, then how to connect, as for the Frontend API, then what kind of token. */
export const properties: INodeProperties[] = [
	apiUrl,
	...withoutOwnChoices(clientProperties).flatMap((property) =>
		property.name === 'proxyUrl' ? [...choice, property] : [property],
	),
	...made,
];

/** Somebody has to be signed in, and the organization is chosen for the token. */
function withoutOwnChoices(shared: readonly INodeProperties[]): INodeProperties[] {
	return shared
		.filter(({ name }) => name !== 'organizationId')
		.map((property) => {
			switch (property.name) {
				case 'connectUsing':
					return {
						...property,
						options: property.options?.filter(
							(option) => !('value' in option && option.value === 'nobody'),
						),
					};
				case 'sessionClientToken':
					// n8n looks for one property that expires: here that is the session token.
					return { ...property, typeOptions: { password: true } };
				default:
					return property;
			}
		});
}
