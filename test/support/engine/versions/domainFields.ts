import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { exported } from './n8nWorkflow';

/** Up to n8n 2.2x they stood in package n8n (load-nodes-and-credentials.js). */
const DOMAIN_FIELDS: INodeProperties[] = [
	{
		displayName: 'Allowed HTTP Request Domains',
		name: 'allowedHttpRequestDomains',
		type: 'options',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'Specific Domains', value: 'domains' },
			{ name: 'None', value: 'none' },
		],
		default: 'all',
	},
	{
		displayName: 'Allowed Domains',
		name: 'allowedDomains',
		type: 'string',
		default: '',
		displayOptions: { show: { allowedHttpRequestDomains: ['domains'] } },
	},
];

/**
 * A credential type's properties with the fields n8n adds, "Allowed HTTP Request Domains" among them:
 * n8n's LoadNodesAndCredentials.postProcessLoaders does so for every credential that signs requests.
 */
export function withDomainFields(type: ICredentialType): INodeProperties[] {
	if (exported.injectDomainRestrictionFields) return exported.injectDomainRestrictionFields(type);
	const parents = ['oAuth2Api', 'oAuth1Api', 'googleOAuth2Api'];
	const signs =
		type.authenticate !== undefined ||
		type.genericAuth === true ||
		parents.some((parent) => type.extends?.includes(parent));
	const hasThem = type.properties.some(({ name }) => name === 'allowedHttpRequestDomains');
	return signs && !hasThem ? [...type.properties, ...DOMAIN_FIELDS] : type.properties;
}
