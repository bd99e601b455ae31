import { type ICredentialDataDecryptedObject, isExpression } from 'n8n-workflow';

import { isAtLeast } from './n8nWorkflow';

/**
 * What n8n stores after a sign-in. Before 2.34: the credential as the node saw it, so that a field a
 * person wrote as an expression becomes its value. Since then: what is stored, and what was fetched.
 *
 * @param stored the credential as it is stored
 * @param used the credential as `preAuthentication` got it
 * @param fetched what it returned
 * @param expirable the property that the sign-in is for
 */
export function signedInData(
	stored: ICredentialDataDecryptedObject,
	used: ICredentialDataDecryptedObject,
	fetched: ICredentialDataDecryptedObject,
	expirable: string,
): ICredentialDataDecryptedObject {
	if (!isAtLeast(2, 34)) return { ...used, ...fetched };
	const data = { ...stored };
	for (const [key, value] of Object.entries(fetched)) {
		if (key === expirable || !isExpression(stored[key])) data[key] = value;
	}
	return data;
}
