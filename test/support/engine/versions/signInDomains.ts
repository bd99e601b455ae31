import {
	type ICredentialDataDecryptedObject,
	type IHttpRequestHelper,
	UserError,
} from 'n8n-workflow';

import { exported } from './n8nWorkflow';

/** Whether this version of n8n holds a sign-in's own requests to the allowed domains: from 2.41 on. */
export const restrictsSignIn = exported.getCredentialOwnRequestAllowedDomains !== undefined;

/** What `preAuthentication` sends with: n8n's restrictToCredentialDomains. */
export function withinAllowedDomains(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper {
	const { getCredentialOwnRequestAllowedDomains: allowedBy } = exported;
	if (!allowedBy) return helper;
	const { helpers } = helper;
	return {
		helpers: {
			httpRequest: async (request) => {
				const allowedDomains = allowedBy(credentials);
				if (allowedDomains === undefined) return await helpers.httpRequest(request);
				if (request.allowedDomains !== undefined) {
					throw new UserError(
						'This credential restricts requests to specific domains; its sign-in asks for others',
					);
				}
				return await helpers.httpRequest({ ...request, allowedDomains });
			},
		},
	};
}
