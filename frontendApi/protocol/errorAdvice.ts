/**
 * What to do about Clerk's errors, by code: Clerk's own message says what happened, this says how to
 * go on. Codes are those of Clerk's error catalogue (clerk-docs, Frontend API errors) that the
 * operations and signing in can bring, and a few at the end that it does not list.
 */
export const ERROR_ADVICE: Readonly<Record<string, string>> = {
	// Who is asking
	signed_out:
		'Nobody is signed in on this client any more. Sign in on it again and renew the token in the credential, or choose a way to connect that signs in by itself.',
	authentication_invalid:
		'The client has no live session, or its token was replaced by a later sign-in or sign-out. Renew the token in the credential.',
	authorization_header_format_invalid:
		'A proxy between n8n and Clerk may change the Authorization header. If there is none, paste the token into the credential again.',
	multiple_authorization_header_values_forbidden:
		'A proxy between n8n and Clerk adds an Authorization header of its own. Have it leave that header alone.',
	authorization_invalid:
		'The session may not do this. Check that the person has the right to it, and that the session is not an impersonated one.',
	dev_browser_unauthenticated:
		"Copy the __clerk_db_jwt cookie again from a browser that is signed in, into 'Dev Browser Token' in the credential.",
	client_not_found: 'Clerk does not know this client. Renew the token in the credential.',
	client_state_invalid:
		'The client is in a state in which this cannot be done. Get the session to see its status first.',
	native_api_disabled:
		'Turn on the Native API in the Clerk Dashboard under Native applications, or connect with a dev browser token.',
	host_invalid:
		"Check that 'Publishable Key' in the credential is complete and belongs to this application.",
	origin_authorization_headers_conflict:
		"Remove 'Origin' under Additional Fields: Clerk refuses it beside a client token. If it is not set, a proxy adds it.",
	origin_invalid:
		"'Origin' must be the address of your application, or a subdomain of it, as set in the Clerk Dashboard.",
	origin_missing:
		"Connect with a dev browser token, and fill in 'Origin' under Additional Fields where the operation has it.",
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
	user_banned: 'The user is banned. Unban them in the Clerk Dashboard, or use another session.',
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

	// Which session
	resource_not_found:
		"The client of this credential has nothing with this ID: it may belong to another client, or be gone. Choose it 'From list', or use the last active session.",
	resource_forbidden:
		'What this ID stands for belongs to another person. Choose one of the person whose session it is.',
	gone: 'It is not there any more. Run the step before it again, or choose another one.',
	invalid_action_for_session:
		'The session has ended, expired or been removed. Choose a session that is active.',
	action_for_session_not_authorized:
		'The session belongs to somebody else, or may not do this. Choose another session of this client.',
	session_reverification_required:
		'Clerk wants the person to prove again who they are. Run Reverification: Start, then Prepare and Attempt, and repeat this step.',

	// Reverification
	session_reverification_missing: "Run 'Start' of the Reverification resource first.",
	invalid_action_for_session_reverification:
		"The reverification is at another step. Its 'status' says which factor comes next; 'Start' begins it anew.",
	verification_missing:
		"This strategy has to be prepared: run 'Prepare' for the same factor before 'Attempt'.",
	verification_not_sent: "No code was sent yet: run 'Prepare' for the same factor first.",
	verification_expired: "The code is too old. Run 'Prepare' again and use the new code.",
	verification_failed: "All tries are used up. Run 'Prepare' again, or use another strategy.",
	verification_already_verified:
		"This factor is proved already. The 'status' of the reverification says what comes next.",
	verification_strategy_invalid:
		"'Strategy' differs from the one that was prepared. Use the same in both steps.",
	strategy_for_user_invalid:
		"The person does not have this factor. 'Start' lists the factors they have.",
	no_second_factors:
		"The person has no second factor of this kind. 'Start' lists the factors they have.",
	verification_code_too_many_requests: 'Wait 30 seconds before asking for another code.',
	form_code_incorrect:
		"Check 'Code': it may be mistyped, from an earlier message, or already used.",
	form_password_incorrect: "Check 'Password', or use another strategy.",
	no_password_set: 'The person has no password. Use another strategy.',
	form_password_validation_failed: "Check 'Password', or use another strategy.",
	form_password_size_in_bytes_exceeded: "Check 'Password': no password is that long.",
	form_password_length_too_long: "Check 'Password': no password is that long.",
	form_password_length_too_short: "Check 'Password': no password is that short.",
	no_passkeys_found_for_user: 'The person has no passkey. Use another strategy.',
	passkey_not_registered:
		'This passkey is not one of the person. Use another one, or another strategy.',
	passkey_identification_not_verified:
		'The person did not finish adding this passkey. Use another one, or another strategy.',
	passkey_invalid_public_key_credential:
		"'Public Key Credential' must be the JSON that the browser's WebAuthn call returned.",
	passkey_invalid_verification:
		"The passkey answered another challenge. Run 'Prepare' again and use its 'nonce'.",
	passkey_authentication_failure:
		"Run 'Prepare' again and let the person retry, or use another strategy.",
	backup_codes_not_available: 'Turn on backup codes for the instance, or use another strategy.',
	enterprise_connection_id_is_required_with_multiple_connections:
		"Fill in 'Enterprise Connection ID' under Additional Fields.",
	enterprise_sso_sign_in_connection_missing:
		'The email address has no enterprise connection. Choose another address or strategy.',
	dev_monthly_email_limit_exceeded:
		'Use a test address (+clerk_test), which takes the code 424242 and sends nothing.',
	dev_monthly_sms_limit_exceeded:
		'Use a test number, which takes the code 424242 and sends nothing.',
	unsupported_country_code: 'Use an email code, or enable the country in the Clerk Dashboard.',
	sms_send_error: 'Try again later, or use an email code.',

	// What was sent
	form_param_missing:
		"Fill in the field that the message names; 'param' in the details is Clerk's name for it.",
	form_param_unknown:
		'Clerk does not take this parameter here. Remove it from the JSON body or the additional fields.',
	form_param_value_invalid:
		"Check the field that the message names; 'param' in the details is Clerk's name for it.",
	form_param_value_disabled:
		'Turn this on in the Clerk Dashboard, or choose another value; check also that the key belongs to the instance you mean.',
	form_param_format_invalid:
		"Check the field that the message names; 'param' in the details is Clerk's name for it.",
	form_param_nil: 'Fill in the field that the message names.',
	form_param_duplicate: 'Send the parameter once.',
	form_param_type_invalid: 'Check the type of the parameter that the message names.',
	form_param_max_length_exceeded: 'Shorten the value of the parameter that the message names.',
	form_param_exceeds_allowed_size: 'Shorten the value of the parameter that the message names.',
	form_param_deprecated: 'Remove the parameter that the message names.',
	form_verification_needed:
		'The person has not verified this address or number yet. Choose another one.',
	form_conditional_param_missing: 'Fill in the second field that the message names as well.',
	form_conditional_param_disallowed: 'Leave one of the two fields empty.',
	form_resource_not_found:
		"The ID in this field does not belong to the person. 'Start' lists the IDs of their factors.",
	request_body_invalid: 'Check the JSON body: it must be one object with simple values.',
	malformed_request_parameters: 'Check the JSON body: it must be one object with simple values.',
	bad_request: 'Check the fields of this step, and the JSON body if it has one.',
	missing_query_parameter:
		'A proxy between n8n and Clerk changes the query. Have it leave the query alone.',
	invalid_query_parameter_value:
		'A proxy between n8n and Clerk changes the query. Have it leave the query alone.',
	unsupported_content_type:
		'A proxy between n8n and Clerk changes the request. Bodies must arrive as a form.',
	request_body_too_large: 'Send less: check the fields that hold long text.',
	api_version_invalid:
		'The instance does not know this version of the API. Update this node, and look for a proxy that changes the query.',
	feature_not_enabled: 'Turn the feature on in the Clerk Dashboard.',
	invalid_redirect_url: "'Redirect URL' must be an absolute address.",
	prohibited_redirect_url: "'Redirect URL' must begin with https://.",
	insecure_url: "'Redirect URL' must begin with https://.",
	invalid_url_scheme: "'Redirect URL' must begin as the message says.",
	redirect_url_domain_mismatch:
		"'Redirect URL' must be on the domain of the instance, as the Clerk Dashboard shows it under Domains.",
	resource_missmatch:
		"Add 'Redirect URL' to the allowed redirect URLs in the Clerk Dashboard, or use one that is there.",
	not_a_member_in_organization:
		'The person is not a member of this organization. Choose another one, or the personal account.',
	organization_not_enabled_in_instance: 'Turn on organizations in the Clerk Dashboard.',
	organization_not_found_or_unauthorized:
		"Check 'Organization ID': the person must be a member of that organization.",
	personal_accounts_not_allowed:
		"The application has no personal accounts. Choose 'By ID' or 'Unchanged' under 'Organization'.",
	unsupported_subscription_plan_features:
		"The plan of the Clerk application does not include this. The message or 'traceId' in the details tells Clerk's support what it is about.",
	feature_not_implemented: 'The instance cannot do this yet. Use another way.',

	// What passes
	resource_locked: 'Another request changes the same thing at this moment. Run the step again.',
	quota_exceeded: 'The Clerk application has reached a limit of its plan. See the Clerk Dashboard.',
	internal_clerk_error: "Try again later; 'traceId' in the details helps Clerk's support.",
	gateway_timeout: "Try again later; 'traceId' in the details helps Clerk's support.",
	verification_status_unknown:
		"Run 'Start' of the Reverification resource again; 'traceId' in the details helps Clerk's support.",

	// Signing in
	form_identifier_not_found:
		"No account has this identifier. Check 'Identifier' in the credential.",
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
	missing_expired_token:
		'Clerk wants the last session token along. Create the token again; if this repeats, touch the session first.',
	/** The Backend API's word on a secret key (@clerk/backend `InvalidSecretKey`). */
	clerk_key_invalid:
		"Check 'Secret Key' in the credential: it must belong to the same instance as the publishable key.",
	/** No code is published for the general rate limit; this one is ours. */
	too_many_requests:
		"Fewer requests in a row help: lower 'Max Concurrent Requests' under Options, or use batching under 'Request Options'.",
};

/** Advice for codes without their own, by the first digit of the status. */
const BY_STATUS: Readonly<Record<string, string>> = {
	4: "Check the fields of this step; 'code' and 'traceId' in the details help Clerk's support.",
	5: "Clerk could not answer. Try again later; 'traceId' in the details helps Clerk's support.",
};

/** What a table says about a code: one from outside, which may be called `constructor`. */
export function adviceIn(
	table: Readonly<Record<string, string>>,
	code: string | undefined,
): string | undefined {
	return code !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
}

/** What to do about an error of Clerk's. */
export function adviceFor(code: string, status: number): string {
	return (
		adviceIn(ERROR_ADVICE, code) ?? BY_STATUS[String(status).charAt(0)] ?? BY_STATUS['4'] ?? ''
	);
}
