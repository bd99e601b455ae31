import type { NodeApiError } from 'n8n-workflow';
import { SESSION_PENDING } from '../../../frontendApi/client/pendingSession';
import { type Failure, isSignedOutFailure } from '../../../frontendApi/protocol/failure';
import { isTransient } from '../../../frontendApi/protocol/retryPolicy';
import { INVALID_REASONS } from '../../../frontendApi/protocol/verifyToken';
import { TOKEN_MISSING } from './steps/verifySessionToken';

type FailureCause = NonNullable<NodeApiError['failure']>;

/** Clerk's codes for what is not there, or set up otherwise (its error catalogue), and ours. */
const CONFIGURATION = [
	'host_invalid',
	'native_api_disabled',
	'resource_not_found',
	SESSION_PENDING,
];
const TOKEN_REASONS: readonly string[] = [...INVALID_REASONS, TOKEN_MISSING];
/** Clerk's codes for a credential that cannot sign in (its error catalogue). */
const CREDENTIAL = [
	'clerk_key_invalid',
	'form_identifier_not_found',
	'form_password_incorrect',
	'form_password_or_identifier_incorrect',
];

/**
 * Why a request failed, in n8n's words (n8n-workflow `errors/failure`, from 2.37 on; older versions
 * ignore it): n8n backs off by it, or asks for another credential.
 */
export function failureCause(failure: Failure): FailureCause | undefined {
	const { code = '', retryAfter, status } = failure;
	const wait = retryAfter === undefined ? {} : { retryAfterMs: Math.ceil(retryAfter * 1000) };
	if (status === 429) return { cause: 'rate-limited', ...wait };
	if (code === 'quota_exceeded') return { cause: 'quota-exhausted', ...wait };
	if (isSignedOutFailure(failure) || CREDENTIAL.includes(code))
		return { cause: 'credential-invalid' };
	if (CONFIGURATION.includes(code)) return { cause: 'configuration-invalid' };
	// Not Clerk's doing, nor the credential's: somebody has sent a token that is none.
	if (TOKEN_REASONS.includes(code)) return undefined;
	const isOut = status === undefined ? code !== '' && isTransient(failure) : isTransient(failure);
	return isOut ? { cause: 'temporarily-unavailable', ...wait } : undefined;
}
