import type { ApiHost } from './apiHost';
import { STEP_ADVICE } from './stepAdvice';

const CHECK_ORGANIZATION =
	"Check 'Organization ID' in the credential: the person must be a member of that organization.";
const USE_A_TICKET = 'The account has no password. Connect using a sign-in ticket instead.';

/**
 * What to do about Clerk's errors, by code: Clerk's own message says what happened, this says how to
 * go on. It is true of whatever brings the code, and of what a credential asks for itself; a step of
 * the node knows more (`STEP_ADVICE`).
 *
 * The codes of both are those of Clerk's error catalogue (clerk-docs, Frontend API errors) that the
 * operations and signing in can bring, and a few at the end that it does not list.
 */
export const ERROR_ADVICE: Readonly<Record<string, string>> = {
	// Who is asking
	signed_out:
		'Nobody is signed in on this client any more. If its token was pasted into the credential, sign in again and renew it there, or choose a way to connect that signs in by itself.',
	authentication_invalid:
		'The client has no live session, or its token was replaced by a later sign-in or sign-out. If it was pasted into the credential, renew it there.',
	authorization_header_format_invalid:
		'A proxy between n8n and Clerk may change the Authorization header. If there is none, paste the token into the credential again.',
	multiple_authorization_header_values_forbidden:
		'A proxy between n8n and Clerk adds an Authorization header of its own. Have it leave that header alone.',
	dev_browser_unauthenticated:
		"Copy the __clerk_db_jwt cookie again from a browser that is signed in, into 'Dev Browser Token' in the credential.",
	client_not_found:
		'Clerk does not know this client. If its token was pasted into the credential, renew it there.',
	native_api_disabled:
		'Turn on the Native API in the Clerk Dashboard under Native applications, or connect with a dev browser token.',
	host_invalid:
		"Check that 'Publishable Key' in the credential is complete and belongs to this application.",
	multiple_origin_header_values_forbidden:
		'A proxy between n8n and Clerk adds an Origin header of its own. Have it leave that header alone.',
	subdomain_not_allowed: 'Add this subdomain to the allowed subdomains in the Clerk Dashboard.',
	request_invalid_for_environment:
		'This works on development or on production instances only. Check which one the publishable key belongs to.',
	instance_type_invalid:
		'This works on development or on production instances only. Check which one the publishable key belongs to.',
	operation_not_allowed_on_satellite_domain:
		'Use the publishable key of the primary domain of the instance.',
	invalid_proxy_configuration:
		"Check 'Proxy URL' in the credential, and how the proxy is set up in the Clerk Dashboard under Domains.",
	proxy_request_missing_secret_key:
		"The proxy must add a Clerk-Secret-Key header. Check its set-up, or leave 'Proxy URL' empty.",
	proxy_request_invalid_secret_key:
		"The proxy adds a secret key of another instance. Check its set-up, or leave 'Proxy URL' empty.",
	user_locked:
		'Too many wrong attempts. Wait until the lock ends, or unlock the user in the Clerk Dashboard.',
	user_banned:
		'The user is banned. Unban them in the Clerk Dashboard, or connect as somebody else.',
	user_deactivated: 'The user is deactivated. Activate them in the Clerk Dashboard.',
	deprovisioned: 'The account was closed by its directory. Ask whoever manages the directory.',
	device_blocked:
		'Clerk has blocked this client. Sign in on a new one, and look at the protection settings in the Clerk Dashboard.',
	action_blocked:
		'Clerk took this for an attack. Look at the protection settings in the Clerk Dashboard.',
	requires_protect_check:
		'Clerk wants a check that only a browser can do. Do it there, or connect with a sign-in ticket.',
	requires_device_attestation:
		'The instance takes attested devices only, which n8n is not. Connect with a dev browser token, or turn that off in the Clerk Dashboard.',

	// What was asked for
	resource_not_found: 'It may be gone since it was looked up. Try again.',
	invalid_action_for_session:
		'The session has ended, expired or been removed. Try again: another one is taken.',
	missing_query_parameter:
		'A proxy between n8n and Clerk changes the query. Have it leave the query alone.',
	invalid_query_parameter_value:
		'A proxy between n8n and Clerk changes the query. Have it leave the query alone.',
	unsupported_content_type:
		'A proxy between n8n and Clerk changes the request. Bodies must arrive as a form.',
	api_version_invalid:
		'The instance does not know this version of the API. Update this node, and look for a proxy that changes the query.',
	feature_not_enabled: 'Turn the feature on in the Clerk Dashboard.',
	organization_not_enabled_in_instance: 'Turn on organizations in the Clerk Dashboard.',
	not_a_member_in_organization: CHECK_ORGANIZATION,
	organization_not_found_or_unauthorized: CHECK_ORGANIZATION,
	personal_accounts_not_allowed:
		'The application has no personal accounts. Choose an organization.',
	unsupported_subscription_plan_features:
		'The plan of the Clerk application does not include this. See the plan in the Clerk Dashboard.',
	feature_not_implemented: 'The instance cannot do this yet. Use another way.',

	// What passes
	resource_locked: 'Another request changes the same thing at this moment. Try again.',
	quota_exceeded: 'The Clerk application has reached a limit of its plan. See the Clerk Dashboard.',

	// Signing in
	form_identifier_not_found:
		"No account has this identifier. Check 'Identifier' in the credential.",
	form_password_incorrect: "Check 'Password' in the credential.",
	no_password_set: USE_A_TICKET,
	strategy_for_user_invalid: USE_A_TICKET,
	form_password_or_identifier_incorrect: "Check 'Identifier' and 'Password' in the credential.",
	form_password_pwned:
		'The password is known from a data leak and must be reset before it can be used.',
	form_password_compromised:
		'The password may be known to others. Connect with a sign-in ticket instead.',
	session_exists: 'Somebody is signed in on this client already.',
	identifier_already_signed_in: 'The person is signed in on this client already.',
	session_creation_not_allowed:
		'Somebody is impersonated on this client. Sign out there first, or use another client.',
	not_allowed_access:
		'The application does not let this person in. See the restrictions in the Clerk Dashboard.',
	account_lockout_warning:
		"Check 'Password' in the credential before running again: few tries are left until the account locks.",
	password_too_long_needs_reset:
		"Reset the person's password first, or connect with a sign-in ticket.",
	saml_connection_not_found: 'The account cannot sign in by SSO. Connect with a sign-in ticket.',
	sign_in_must_use_enterprise_connection_identifier:
		"Enter the person's email address as 'Identifier', or connect with a sign-in ticket.",
	sign_in_no_identification_for_user:
		"Check 'User ID' in the credential: this user cannot sign in.",
	sign_in_identification_or_user_deleted:
		"The user was deleted. Check 'Identifier' or 'User ID' in the credential.",
	user_settings_invalid:
		'The sign-in settings of the instance contradict each other. Check them in the Clerk Dashboard.',
	ticket_expired_code: 'The sign-in ticket is too old. Run again: a new one is made.',
	ticket_invalid_code:
		'The sign-in ticket is not one of this instance. Check that the secret key and the publishable key belong together.',
	sign_in_token_already_used_code:
		'The sign-in ticket was used before. Run again: a new one is made.',
	sign_in_token_revoked_code: 'The sign-in ticket was revoked. Run again: a new one is made.',
	sign_in_token_cannot_be_used_code:
		'The sign-in ticket cannot be used any more. Run again: a new one is made.',
	password_reset_required: "Reset the person's password first, or connect with a sign-in ticket.",
	requires_captcha:
		'Clerk wants a captcha, which only a browser can solve. Nobody was signed out. The Native API needs none: if you use a proxy URL, see whether requests arrive there as a native app’s; else try again later.',
	captcha_invalid:
		'Clerk wants a CAPTCHA, which a workflow cannot solve. Connect with a sign-in ticket.',
	captcha_missing_token:
		'Clerk wants a CAPTCHA, which a workflow cannot solve. Connect with a sign-in ticket.',

	// Not in Clerk's list.
	/** The answer of its origin while the edge before it is out (clerk-js `MissingExpiredTokenError`). */
	missing_expired_token: 'Clerk wants the last session token along. Try again.',
	/** The Backend API's word on a secret key (@clerk/backend `InvalidSecretKey`). */
	clerk_key_invalid:
		"Check 'Secret Key' in the credential: it must belong to the same instance as the publishable key.",
	/** No code is published for the general rate limit; this one is ours. */
	too_many_requests: 'Fewer requests in a row help. Wait a moment, and try again.',
};

/** Advice for codes without their own, by who asked and the first digit of the status. */
const BY_STATUS: Readonly<Record<ApiHost['askedBy'], Readonly<Record<string, string>>>> = {
	credential: {
		4: 'Check the fields of the credential.',
		5: 'Clerk could not answer. Try again later.',
	},
	step: {
		4: "Check the fields of this step; 'code' and 'traceId' in the details help Clerk's support.",
		5: "Clerk could not answer. Try again later; 'traceId' in the details helps Clerk's support.",
	},
};

/** What a table says about a code: one from outside, which may be called `constructor`. */
export function adviceIn(
	table: Readonly<Record<string, string>>,
	code: string | undefined,
): string | undefined {
	return code !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
}

/** What to do about an error of Clerk's. */
export function adviceFor(code: string, status: number, askedBy: ApiHost['askedBy']): string {
	const ofStep = askedBy === 'step' ? adviceIn(STEP_ADVICE, code) : undefined;
	const byStatus = BY_STATUS[askedBy];
	return (
		ofStep ??
		adviceIn(ERROR_ADVICE, code) ??
		byStatus[String(status).charAt(0)] ??
		byStatus['4'] ??
		''
	);
}

/** Whether a code is one of Clerk's that are known here. */
export function isKnownCode(code: string): boolean {
	return Object.hasOwn(ERROR_ADVICE, code) || Object.hasOwn(STEP_ADVICE, code);
}
