import type { ICredentialTestRequest } from 'n8n-workflow';
import { JWKS_PATH } from '../../frontendApi/client/publicKeys';
import { CREDENTIAL_TEST_HEADER } from '../authenticate';

/**
 * The test behind the credential's Test button: has a token made, whether there is one or not.
 * `preAuthentication` says what is wrong; the request itself is one that anybody may make.
 */
export const credentialTest: ICredentialTestRequest = {
	request: {
		method: 'GET',
		url: JWKS_PATH,
		headers: { [CREDENTIAL_TEST_HEADER]: 'true' },
		ignoreHttpStatusErrors: true,
	},
};
