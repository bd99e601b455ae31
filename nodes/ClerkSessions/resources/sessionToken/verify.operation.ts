import { JWKS_PATH } from '../../../../frontendApi/client/publicKeys';
import { sessionTokenToVerify } from '../../fields/sessionTokenToVerify';
import type { Operation } from '../../operation';
import { simplifyVerifiedToken } from '../simplify';

/** `getJWKS` in Clerk's OpenAPI file; the token itself is checked here (`transport/steps/verifySessionToken.ts`). */
export const verify: Operation = {
	name: 'Verify',
	value: 'verify',
	action: 'Verify session token',
	description: 'Check the session token that somebody sends, and find out who it is',
	choices: [sessionTokenToVerify],
	routing: { request: { method: 'GET', url: JWKS_PATH } },
	path: {},
	retry: 'idempotent',
	isPublic: true,
	answer: { object: 'verified_token', in: 'body' },
	simplify: simplifyVerifiedToken,
};
