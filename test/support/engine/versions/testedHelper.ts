import type { ICredentialDataDecryptedObject, ICredentialsHelper } from 'n8n-workflow';

import { isAtLeast } from './n8nWorkflow';

/**
 * What the credential test's requests get their credential from: in n8n 2.41 and later, the data
 * under test instead of what is stored. Before, only the request itself was given that data.
 */
export function testedHelper(
	helper: ICredentialsHelper,
	data: ICredentialDataDecryptedObject,
): ICredentialsHelper {
	if (!isAtLeast(2, 41)) return helper;
	const getDecrypted: ICredentialsHelper['getDecrypted'] = async (...args) => {
		const raw = args[5];
		return raw === true ? await helper.getDecrypted(...args) : data;
	};
	return new Proxy<ICredentialsHelper>(helper, {
		get(target, property) {
			if (property === 'getDecrypted') return getDecrypted;
			const value: unknown = Reflect.get(target, property);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
