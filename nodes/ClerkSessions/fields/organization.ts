import type { IExecuteSingleFunctions, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';

/**
 * The choice of an organization. What it sends is the form parameter `parameter`: nothing, an empty
 * value (the personal account), or the ID.
 *
 * @param subject what the choice is for, in the middle of a sentence
 * @param identifier what an organization is named by here: Clerk takes a slug in some places only
 */
export function organizationFields(
	parameter: string,
	subject: string,
	identifier: 'ID' | 'ID or slug',
): INodeProperties[] {
	return [
		{
			displayName: 'Organization',
			name: 'organization',
			type: 'options',
			options: [
				{
					name: 'By ID',
					value: 'byId',
					description: `${subject} a certain organization`,
				},
				{
					name: 'Personal Account',
					value: 'personal',
					description: `${subject} no organization`,
				},
				{
					name: 'Unchanged',
					value: 'unchanged',
					description: `${subject} the organization that is active in the session`,
				},
			],
			default: 'unchanged',
			description: 'The organization that the person acts for',
			routing: { send: { preSend: [sendOrganization(parameter)] } },
		},
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			// Not `required`: where the choice is an expression, n8n would demand it for every choice.
			default: '',
			placeholder: 'e.g. org_2abcDEFghiJKLmnoPQRstuVWXyz',
			displayOptions: { show: { organization: ['byId'] } },
			description: `The ${identifier} of an organization that the person is a member of`,
		},
	];
}

/** Puts the choice on the wire. A function, as the choice may be an expression, under which n8n shows (and would send) both fields. */
function sendOrganization(parameter: string) {
	return async function (
		this: IExecuteSingleFunctions,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const choice = this.getNodeParameter('organization');
		if (choice === 'unchanged') return request;
		const value =
			choice === 'personal' ? null : String(this.getNodeParameter('organizationId', '') ?? '');
		return { ...request, body: { ...Object(request.body), [parameter]: value } };
	};
}
